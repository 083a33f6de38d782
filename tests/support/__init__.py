"""What several tests need from outside the project: servers to talk to."""

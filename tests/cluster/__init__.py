"""Several processes on real PostgreSQL and Valkey, and what they do without."""

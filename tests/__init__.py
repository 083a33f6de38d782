"""The tests; tests/support holds what they share."""

import os
import sys

# A hundred processes are started here. Each would compile the whole package anew where the
# environment says so, as it does in many containers.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

"""Measurements that take minutes: attacks on the anonymous figures, the coverage of intervals, the
server under load."""

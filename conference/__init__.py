"""A virtual partner conference: keynotes, live questions, honest sentiment."""

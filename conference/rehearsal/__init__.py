"""Rehearsals: an organiser plays an event through with invented people.

It takes place in a copy of the event that nobody else sees. Its people, its companies and all they
say belong to that copy alone, and so no figure of anything real holds any of it, and all of it can
go at once.
"""

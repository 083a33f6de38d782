"""The organisers' pages: events, their programmes, their people, and the log of all of it."""

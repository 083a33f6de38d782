"""The demo: an invented conference on this machine, in a folder of its own."""

from conference.demo.links import resolve
from conference.demo.mails import list_mails

# For `app.py`, which takes them only where `settings.demo` is set.
ROUTES = (list_mails,)
RESOLVERS = (resolve,)

"""The mail kernel: outbox, worker, transports, the form of every letter. Knows no person."""

from conference.mail.letters import Link, write_letter
from conference.mail.messages import Composer, Mail, MailContext
from conference.mail.outbox import Outbox
from conference.mail.queued import NOBODY, MailQueued, addressee, queue, waiting

__all__ = [
    "NOBODY",
    "Composer",
    "Link",
    "Mail",
    "MailContext",
    "MailQueued",
    "Outbox",
    "addressee",
    "queue",
    "waiting",
    "write_letter",
]

"""The mail kernel: outbox, worker, transports, the form of every letter. Knows no person."""

from conference.mail.brands import Brand, Logo
from conference.mail.letters import Letter, Link, Quote, write_letter
from conference.mail.messages import Attachment, MailContext
from conference.mail.outbox import Composer, Outbox
from conference.mail.queued import NOBODY, MailQueued, addressee, queue, waiting

__all__ = [
    "NOBODY",
    "Attachment",
    "Brand",
    "Composer",
    "Letter",
    "Link",
    "Logo",
    "MailContext",
    "MailQueued",
    "Outbox",
    "Quote",
    "addressee",
    "queue",
    "waiting",
    "write_letter",
]

"""What is answered here, in words: the five needles, topics, the states of a message."""

from conference.i18n import _
from conference.sentiment.models import FeedbackState, Topic

LEVELS = (
    (1, _("very bad")),
    (2, _("rather bad")),
    (3, _("mixed")),
    (4, _("rather good")),
    (5, _("very good")),
)
TOPICS = (
    (Topic.PROGRAMME, _("Partner programme")),
    (Topic.MARGIN, _("Margin")),
    (Topic.LEADS, _("Leads")),
    (Topic.PRODUCT, _("Product")),
    (Topic.SUPPORT, _("Support")),
    (Topic.CONTACT, _("Contact person")),
)
STATES = (
    (FeedbackState.OPEN, _("Open")),
    (FeedbackState.ANSWERED, _("Answered")),
    (FeedbackState.CLOSED, _("Closed")),
)

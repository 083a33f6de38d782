"""The parts of pages that polls are shown in, for pushes and for answers to a click."""

from conference.i18n import Text
from conference.polls.queries import PollsView
from conference.web import Fragment, morph

POLL, MODERATED = "polls/_poll.html", "polls/_moderated.html"


def for_room(view: PollsView) -> list[Fragment]:
    return [
        morph("polls-region", POLL, "region", view),
        morph("polls-results", POLL, "results", view),
        morph("polls-tab", POLL, "tab", view),
    ]


def for_moderators(view: PollsView) -> list[Fragment]:
    return [morph("moderated-polls", MODERATED, "region", view)]


def saved(poll_id: int) -> Fragment:
    return _said(poll_id, "saved")


def withdrawn(poll_id: int) -> Fragment:
    return _said(poll_id, "withdrawn")


def refused(poll_id: int, sentence: Text) -> Fragment:
    return _said(poll_id, "refused", sentence)


def _said(poll_id: int, macro: str, *arguments: object) -> Fragment:
    return Fragment("innerHTML", f"ballot-said-{poll_id}", POLL, macro, arguments)

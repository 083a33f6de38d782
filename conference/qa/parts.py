"""The parts of a session's page that questions are shown in, for pushes, for answers to a click,
and for who fetches them again."""

from conference.qa.own import Own
from conference.qa.queries import BoardView
from conference.web import Fragment, morph

BOARD = "qa/_board.html"


def for_room(view: BoardView) -> list[Fragment]:
    return [
        morph("questions-region", BOARD, "board", view),
        morph("questions-count", BOARD, "count", view.count),
    ]


def own(session_id: int, view: Own) -> Fragment:
    """What only the viewer sees of the board."""
    return morph("questions-own", BOARD, "own", session_id, view)

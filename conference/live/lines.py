"""Lines: how frames get to one reader, and what is known of whether they do.

A server that can hand the same bytes to many connections, and keep them without the app that has
let them in, offers a line of its own in the ASGI scope, under KEY; for all others there is
`queued.QueuedLine`.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from litestar import WebSocket

from conference.live.frames import Frame

KEY = "conference.line"
TRY_AGAIN_LATER = 1013
GOING_AWAY = 1012
NOT_ALLOWED = 1008

AnySocket = WebSocket[Any, Any, Any]


def nothing() -> None:
    pass


class Line(Protocol):
    """`drained`: called when it takes frames again after it had refused one. `left`: called once,
    when the reader has gone, whoever has ended it."""

    drained: Callable[[], None]
    left: Callable[[], None]

    def push(self, frame: Frame) -> bool:
        """Never waits. Whether it has taken the frame; a line that is closed takes all."""

    def ping(self) -> None:
        """Called now and then: lets go of a reader that has not answered the last one."""

    def close(self, code: int) -> None:
        """Says goodbye, and lets go soon, even of a reader that does not hear it."""

    def together(self, lines: Sequence["Line"]) -> "Pushing | None":
        """What pushes to all of these more quickly than one by one; None if nothing does."""


class Pushing(Protocol):
    def push(self, frame: Frame) -> Sequence[int]:
        """To each as `Line.push` does; the places of those who have refused it."""


class Offer(Protocol):
    def take_over(self) -> Line:
        """Accepts the connection, of which nothing has been asked before: from now on it lives
        without the app, which returns."""


def offered(socket: AnySocket) -> Offer | None:
    offers: Any = socket.scope.get("extensions") or {}
    offer: Offer | None = offers.get(KEY)
    return offer

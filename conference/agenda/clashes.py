"""What takes place at the same time: on somebody's own agenda, in a room, of a speaker."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Protocol, TypeVar


class Timed(Protocol):
    """Ends after it starts."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


Thing = TypeVar("Thing", bound=Timed)
# A file may say of thousands that they begin at once; their pairs are millions.
MOST_AT_ONCE = 5


def overlapping(things: Iterable[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Each pair that shares time, once; the earlier of the two comes first.

    The end is no part of a thing: what begins as another ends shares nothing with it. Where more
    are going on at once, what begins is paired with those that end last: so whatever shares time
    with anything is in a pair.
    """
    running: list[Thing] = []
    for thing in sorted(things, key=lambda each: each.starts_at):
        running = [other for other in running if other.ends_at > thing.starts_at]
        yield from ((other, thing) for other in running)
        running.append(thing)
        if len(running) > MOST_AT_ONCE:
            running.remove(min(running, key=lambda each: each.ends_at))

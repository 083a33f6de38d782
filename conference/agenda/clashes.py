"""What takes place at the same time: on somebody's own agenda, in a room, of a speaker."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar


class Timed(Protocol):
    """Ends after it starts."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


Thing = TypeVar("Thing", bound=Timed)


def overlapping(things: Iterable[Thing]) -> list[tuple[Thing, Thing]]:
    """Each pair that shares time, once; the earlier of the two comes first.

    The end is no part of a thing: what begins as another ends shares nothing with it.
    """
    pairs: list[tuple[Thing, Thing]] = []
    running: list[Thing] = []
    for thing in sorted(things, key=lambda each: each.starts_at):
        running = [other for other in running if other.ends_at > thing.starts_at]
        pairs += [(other, thing) for other in running]
        running.append(thing)
    return pairs

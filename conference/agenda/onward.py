"""Where somebody goes from here: from the entrance, and from a session. Pure.

Their own bookmarks come before what is on for everybody.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from conference.agenda.mastheads import Masthead
from conference.agenda.programme import AgendaView
from conference.agenda.views import Item, Phase, SessionView

OWN_MOST = 3
FOLLOWING_MOST = 4


@dataclass(frozen=True)
class Ahead:
    """What somebody finds who comes in. `first`: where to go at once; None where they have to
    choose from `choices`, and where nothing is left. `own`: what they have bookmarked besides."""

    programme: AgendaView
    now: datetime
    bookmarked: Collection[int]
    first: Item | None
    choices: tuple[Item, ...]
    own: tuple[Item, ...]

    @property
    def event(self) -> Masthead:
        return self.programme.event

    @property
    def today(self) -> date:
        return self.event.day_of(self.now)

    @property
    def is_over(self) -> bool:
        return self.programme.is_over(self.now)

    @property
    def is_on(self) -> bool:
        """Whether `first`, or what to choose from, has begun."""
        shown = (self.first, *self.choices)
        return any(item and item.phase(self.now) == Phase.RUNNING for item in shown)


@dataclass(frozen=True)
class Step:
    """A session after another. `is_here`: the next one in the same room."""

    item: Item
    is_own: bool
    is_here: bool


@dataclass(frozen=True)
class Onward:
    """What comes after a session, in the order of time, and the one of it to go to by default."""

    steps: tuple[Step, ...] = ()
    first: Step | None = None


def ahead(programme: AgendaView, bookmarked: Collection[int], now: datetime) -> Ahead:
    running, coming = programme.on_now(now), programme.up_next(now)
    own = tuple(item for item in programme.left(now) if item.id in bookmarked)
    first = _obvious(running, bookmarked) or (None if running else _coming(coming, own))
    rest = tuple(item for item in own if item != first)
    return Ahead(
        programme=programme,
        now=now,
        bookmarked=bookmarked,
        first=first,
        choices=() if first else running or coming,
        own=rest[:OWN_MOST],
    )


def after(
    programme: AgendaView, session: SessionView | Item, bookmarked: Collection[int], now: datetime
) -> Onward:
    """Of what begins once it has ended, and is not over itself."""
    if session.ends_at is None:
        return Onward()
    left = [item for item in programme.left(now) if item.starts_at >= session.ends_at]
    here = next((item for item in left if _follows(item, session)), None)
    own = next((item for item in left if item.id in bookmarked), None)
    together = _together(left, now)
    running = [item for item in together if item.phase(now) == Phase.RUNNING]
    shown = _unique([item for item in (own, here) if item] + together)[:FOLLOWING_MOST]
    steps = [Step(item, item.id in bookmarked, item == here) for item in shown]
    first = _obvious(running, bookmarked) or own or _obvious(together, ()) or here
    return Onward(
        steps=tuple(sorted(steps, key=lambda step: step.item.starts_at)),
        first=next((step for step in steps if step.item == first), None),
    )


def _obvious(items: Iterable[Item], bookmarked: Collection[int]) -> Item | None:
    """The one of these, keynotes first, that nobody would think twice about."""
    found = tuple(items)
    if own := [item for item in found if item.id in bookmarked]:
        return own[0]
    return found[0] if found and (len(found) == 1 or found[0].is_keynote) else None


def _coming(together: tuple[Item, ...], own: tuple[Item, ...]) -> Item | None:
    """Of the day that goes on: who has bookmarked a later session is not sent to another one."""
    if not together:
        return None
    own_today = [item for item in own if item.day == together[0].day]
    return own_today[0] if own_today else _obvious(together, ())


def _follows(item: Item, session: SessionView | Item) -> bool:
    return item.room == session.room is not None and item.day == session.day


def _together(left: Sequence[Item], now: datetime) -> list[Item]:
    """What is on, else what begins next at one moment."""
    begins = max(now, left[0].starts_at) if left else now
    return [item for item in left if item.starts_at <= begins]


def _unique(items: Iterable[Item]) -> list[Item]:
    return list({item.id: item for item in items}.values())

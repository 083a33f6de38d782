"""A whole programme as a page shows it: days, slots by start, what is on now, what matches a
filter. Pure: made from items in memory, since a programme is read far oftener than written.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

from conference import i18n
from conference.agenda import dates
from conference.agenda.formats.texts import folded
from conference.agenda.mastheads import Masthead
from conference.agenda.views import Item, Phase, RoomView, TrackView


@dataclass(frozen=True)
class SlotView:
    """What begins at one moment, keynotes first. `ends_at`: None where the ends differ."""

    starts_at: datetime
    ends_at: datetime | None
    items: tuple[Item, ...]

    @property
    def is_break(self) -> bool:
        """Nothing but a break, which is shown as a line, not as a session."""
        return all(item.is_break for item in self.items)


@dataclass(frozen=True)
class DayView:
    date: date
    slots: tuple[SlotView, ...]

    @property
    def weekday(self) -> str:
        return dates.weekday(self.date, i18n.locale())

    @property
    def written(self) -> str:
        return dates.day_and_month(self.date, i18n.locale())

    def next_slot(self, now: datetime) -> SlotView | None:
        """The slot that the line of the present stands before; None outside of the day."""
        coming = [slot for slot in self.slots if slot.starts_at > now]
        return coming[0] if 0 < len(coming) < len(self.slots) else None


@dataclass(frozen=True)
class Filter:
    """What a visitor looks for; a part that is empty narrows nothing. Every word of `text` must
    occur, in whatever field."""

    track_id: int | None = None
    language: str = ""
    room_id: int | None = None
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filter()


@dataclass(frozen=True)
class AgendaView:
    """`items` by start, keynotes first, then in the order of the rooms. `texts`: what a search
    looks through, folded, by session."""

    event: Masthead
    version: int
    tracks: tuple[TrackView, ...]
    rooms: tuple[RoomView, ...]
    items: tuple[Item, ...]
    texts: dict[int, str]

    @property
    def count(self) -> int:
        """Sessions that take place; breaks are none."""
        return len(self._held)

    @property
    def keynotes(self) -> tuple[Item, ...]:
        return tuple(item for item in self._held if item.is_keynote)

    @cached_property
    def days(self) -> tuple[DayView, ...]:
        grouped = groupby(sorted(self.items, key=lambda item: item.day), lambda item: item.day)
        return tuple(DayView(day, slots(items)) for day, items in grouped)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The commonest first."""
        spoken = Counter(code for item in self.items for code in item.languages)
        return tuple(code for code, _times in spoken.most_common())

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """When something begins or ends: between two of these, the page stays as it is."""
        return tuple(sorted({at for item in self.items for at in (item.starts_at, item.ends_at)}))

    def on_now(self, now: datetime) -> tuple[Item, ...]:
        """Keynotes first, then what began last."""
        running = [item for item in reversed(self._held) if item.phase(now) == Phase.RUNNING]
        return tuple(sorted(running, key=lambda item: not item.is_keynote))

    def up_next(self, now: datetime) -> tuple[Item, ...]:
        """What begins together, as the next thing after `now`."""
        coming = (item for item in self._held if item.starts_at > now)
        first = next(coming, None)
        if first is None:
            return ()
        return tuple(item for item in self._held if item.starts_at == first.starts_at)

    def left(self, now: datetime) -> tuple[Item, ...]:
        """What has not ended."""
        return tuple(item for item in self._held if item.phase(now) != Phase.OVER)

    def is_over(self, now: datetime) -> bool:
        return bool(self.items) and now >= max(item.ends_at for item in self.items)

    def day_at(self, now: datetime) -> date | None:
        """The conference day to open the programme at: today's, else the next one, else the
        first."""
        today = self.event.day_of(now)
        days = [day.date for day in self.days]
        return next((day for day in days if day >= today), days[0] if days else None)

    def matching(self, wanted: Filter) -> "AgendaView":
        """The same programme with the matching sessions only."""
        if wanted.is_empty:
            return self
        words = folded(wanted.text).split()
        found = (
            item
            for item in self.items
            if _fits(item, wanted) and all(word in self.texts[item.id] for word in words)
        )
        return replace(self, items=tuple(found))

    @cached_property
    def _held(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not (item.is_break or item.is_cancelled))


def slots(items: Iterable[Item]) -> tuple[SlotView, ...]:
    """Of items in order."""
    grouped = groupby(items, lambda item: item.starts_at)
    return tuple(_slot(starts_at, tuple(together)) for starts_at, together in grouped)


def _slot(starts_at: datetime, items: tuple[Item, ...]) -> SlotView:
    ends = {item.ends_at for item in items}
    return SlotView(starts_at, ends.pop() if len(ends) == 1 else None, items)


def _fits(item: Item, wanted: Filter) -> bool:
    """Whatever is asked for but the text."""
    return (
        (wanted.track_id is None or (item.track is not None and item.track.id == wanted.track_id))
        and (wanted.room_id is None or (item.room is not None and item.room.id == wanted.room_id))
        and (not wanted.language or wanted.language in item.languages)
    )

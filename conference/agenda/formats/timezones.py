"""The VTIMEZONE of a zone, cut to the years needed: each change of its clocks by itself, as it
was or is planned, so that no rule has to be guessed (RFC 5545, 3.6.5)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def write_timezone(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[str]:
    """Lines for all moments from the year of `first` to that of `last`."""
    begins = datetime(first.astimezone(zone).year, 1, 1, tzinfo=UTC) - DAY
    ends = datetime(last.astimezone(zone).year + 1, 1, 1, tzinfo=UTC) + DAY
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{zone.key}"
    yield from _observance(zone, begins, begins)
    for change in _changes(zone, begins, ends):
        yield from _observance(zone, change - SECOND, change)
    yield "END:VTIMEZONE"


def _observance(zone: ZoneInfo, before: datetime, change: datetime) -> Iterator[str]:
    """From `change` on. Its start is told by the clock of before."""
    was, now = before.astimezone(zone), change.astimezone(zone)
    offset = was.utcoffset() or timedelta()
    kind = "DAYLIGHT" if now.dst() else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{change.astimezone(UTC) + offset:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_signed(offset)}"
    yield f"TZOFFSETTO:{_signed(now.utcoffset() or timedelta())}"
    yield f"TZNAME:{now.tzname()}"
    yield f"END:{kind}"


def _changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    day = begins
    while day < ends:
        if _state(zone, day) != _state(zone, day + DAY):
            yield _change(zone, day, day + DAY)
        day += DAY


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second at which the clocks are as they are `after`."""
    while after - before > SECOND:
        middle = before + (after - before) // SECOND // 2 * SECOND
        if _state(zone, middle) == _state(zone, before):
            before = middle
        else:
            after = middle
    return after


def _state(zone: ZoneInfo, moment: datetime) -> tuple[object, ...]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.dst(), local.tzname()


def _signed(offset: timedelta) -> str:
    seconds = int(abs(offset).total_seconds())
    sign = "-" if offset < timedelta() else "+"
    return f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}" + (
        f"{seconds % 60:02}" if seconds % 60 else ""
    )

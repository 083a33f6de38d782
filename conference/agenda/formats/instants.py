"""When a session starts, and on which conference day: from a date, or from a day and a clock."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conference.agenda.days import conference_day
from conference.agenda.formats.notes import Notes
from conference.i18n import Text, _

DAY = timedelta(days=1)
YEARS = range(1970, 2200)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


class SessionUnreadable(Exception):
    """One session cannot be read; the others can."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.message)
        self.reason = reason


@dataclass(frozen=True)
class Calendar:
    """A day ends at `day_change` of the next calendar day, in `zone`."""

    zone: ZoneInfo
    day_change: time

    def day_of(self, local: datetime) -> date:
        """`local` is naive."""
        return conference_day(local.replace(tzinfo=self.zone), self.zone, self.day_change)

    def to_utc(self, local: datetime, notes: Notes) -> datetime:
        """`local` is naive. Of an hour the clocks repeat or skip, the offset before is taken."""
        aware = local.replace(tzinfo=self.zone)
        if aware.utcoffset() != aware.replace(fold=1).utcoffset():
            notes.repair(_("The clocks change at this hour; the time before was taken."))
        return aware.astimezone(UTC)


def read_start(
    written: object, start: object, day: date | None, calendar: Calendar, notes: Notes
) -> tuple[date, datetime]:
    """The conference day and the start in UTC.

    An offset in the date is believed before zone and `start`. The day is the one the file lists
    the session under, unless the start lies on neither that date nor the next.
    """
    at, clock = read_date(written), read_clock(start)
    if written and at is None:
        notes.repair(_("The date “%(date)s” is none.", date=str(written)[:40]))
    if not isinstance(at, datetime):
        at = _from_clock(at, clock, day, calendar)
    elif clock is not None and clock % DAY not in _clocks(at, calendar.zone):
        notes.repair(_("Date and start disagree; the date was taken."))
    if at.tzinfo is None:
        starts_at, local = calendar.to_utc(at, notes), at
    else:
        starts_at, local = at.astimezone(UTC), at.astimezone(calendar.zone).replace(tzinfo=None)
    return _day(day, {at.date(), local.date()}, local, calendar, notes), starts_at


def read_date(value: object) -> datetime | date | None:
    """ISO 8601 to the second: a datetime with or without offset, or a date alone."""
    if not isinstance(value, str):
        return None
    written = value.strip()
    try:
        at = date.fromisoformat(written) if len(written) <= 10 else _instant(written)
    except ValueError:
        return None
    return at if at.year in YEARS else None


def read_clock(value: object) -> timedelta | None:
    """Since midnight; `25:30` is half past one on the next calendar day."""
    found = CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    is_fit = hours < 48 and minutes < 60 and seconds < 60
    return timedelta(hours=hours, minutes=minutes, seconds=seconds) if is_fit else None


def _instant(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(microsecond=0)


def _from_clock(
    on: date | None, clock: timedelta | None, day: date | None, calendar: Calendar
) -> datetime:
    base = on or day
    if base is None or clock is None:
        raise SessionUnreadable(_("It has no date and time that can be read."))
    midnight = datetime.combine(base, time())
    # Only a day's own date means the conference day; another one is the calendar's.
    is_late = base == day and (midnight + clock % DAY).time() < calendar.day_change and clock < DAY
    return midnight + clock + (DAY if is_late else timedelta())


def _clocks(at: datetime, zone: ZoneInfo) -> set[timedelta]:
    """The time of day as written, and as it is in the event's zone; whole minutes, too."""
    readings = [at, at.astimezone(zone)] if at.tzinfo else [at]
    exact = [timedelta(hours=t.hour, minutes=t.minute, seconds=t.second) for t in readings]
    return {*exact, *(clock - clock % timedelta(minutes=1) for clock in exact)}


def _day(
    day: date | None, dates: set[date], local: datetime, calendar: Calendar, notes: Notes
) -> date:
    if day is not None and dates & {day, day + DAY}:
        return day
    if day is None:
        notes.repair(_("Its day has no date; it was taken from the session."))
    else:
        notes.repair(_("It is listed under %(day)s, but dated elsewhere.", day=day.isoformat()))
    return calendar.day_of(local)

"""Times as people type them, on the clock of the event: a conference day and a time of it. Pure.

Clocks are put forward, and then some times do not exist; and back, and then some are there twice.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conference.agenda.days import conference_day


class Skipped(ValueError):
    """There is no such time, as clocks are put forward over it."""


@dataclass(frozen=True)
class WallTime:
    """`at` before the event's `day_change` is of the night after `day`. `is_second` tells two
    moments apart that the clock shows alike, and means nothing of all others."""

    day: date
    at: time
    is_second: bool = False


def moment_of(wall: WallTime, zone: ZoneInfo, day_change: time) -> datetime:
    """In UTC. Raises Skipped."""
    shown = _shown(wall, day_change)
    moment = shown.replace(tzinfo=zone, fold=wall.is_second).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None, fold=0) != shown:
        raise Skipped
    return moment


def wall_time_of(moment: datetime, zone: ZoneInfo, day_change: time) -> WallTime:
    local = moment.astimezone(zone)
    day = conference_day(moment, zone, day_change)
    return WallTime(day, local.time().replace(fold=0), is_second=bool(local.fold))


def is_twice(wall: WallTime, zone: ZoneInfo, day_change: time) -> bool:
    shown = _shown(wall, day_change).replace(tzinfo=zone)
    # Of a time that is skipped the offsets differ as well, but the other way round.
    first, second = (shown.replace(fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def _shown(wall: WallTime, day_change: time) -> datetime:
    """What clock and calendar show then."""
    return datetime.combine(wall.day + timedelta(days=wall.at < day_change), wall.at)

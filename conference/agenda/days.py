"""The conference day, which goes on after midnight, and the time zones it can be in."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones


def conference_day(moment: datetime, zone: ZoneInfo, day_change: time) -> date:
    """Of an aware moment: in `zone`, the day it belongs to until `day_change` of the next."""
    local = moment.astimezone(zone)
    return local.date() - timedelta(days=local.time() < day_change)


@cache
def known_zones() -> frozenset[str]:
    """Names of places, and of fixed offsets."""
    return frozenset(available_timezones() - {"Factory", "localtime"})

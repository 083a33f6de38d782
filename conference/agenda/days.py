"""The conference day, which goes on after midnight."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def conference_day(moment: datetime, zone: ZoneInfo, day_change: time) -> date:
    """Of an aware moment: in `zone`, the day it belongs to until `day_change` of the next."""
    local = moment.astimezone(zone)
    return local.date() - timedelta(days=local.time() < day_change)

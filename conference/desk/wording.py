"""What the desk says of figures and hours, in the locale in force. Numbers: `web.numbers`."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from conference import i18n
from conference.i18n import Text, _
from conference.privacy.figures import End, Value
from conference.web.numbers import tenths

LEVELS: dict[str, Text] = {
    "low": _("1 or 2, bad"),
    "middle": _("3, mixed"),
    "high": _("4 or 5, good"),
    "1": _("1, very bad"),
    "2": _("2, rather bad"),
    "3": _("3, mixed"),
    "4": _("4, rather good"),
    "5": _("5, very good"),
}


def mean(value: Value) -> str:
    """3.5; "over 4.8" where no more is said."""
    ends = {
        End.UNDER: _("under %(value)s", value=tenths(value.value)),
        End.OVER: _("over %(value)s", value=tenths(value.value)),
    }
    return str(ends.get(value.end, tenths(value.value)))


def both(value: Value) -> str:
    """A mean with its interval: "3.5 (3.4 to 3.6)"."""
    interval = _("%(low)s to %(high)s", low=tenths(value.low), high=tenths(value.high))
    return f"{mean(value)} ({interval})"


def clock(at: datetime, zone: ZoneInfo) -> str:
    return format_time(at, "HH:mm", tzinfo=zone, locale=i18n.regional(i18n.locale()))


def weekday_clock(at: datetime, zone: ZoneInfo) -> str:
    """ "Friday, 11:20"."""
    return f"{_day(at, zone, 'cccc')}, {clock(at, zone)}"


def _day(at: datetime, zone: ZoneInfo, pattern: str) -> str:
    day = at.astimezone(zone).date()
    return format_date(day, pattern, locale=i18n.regional(i18n.locale()))

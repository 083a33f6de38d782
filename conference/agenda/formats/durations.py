"""Lengths of sessions: what exporters write, well or badly, to a `timedelta`."""

import re
from datetime import timedelta

from conference.agenda.formats.notes import Notes
from conference.i18n import _

DEFAULT = timedelta(minutes=30)
LONGEST = timedelta(days=7)

NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,6})?", re.ASCII)
CLOCK = re.compile(r"(\d{1,6})(?:\.\d{1,6})?:(\d{1,2})(?::(\d{1,2}))?", re.ASCII)
ISO_8601 = re.compile(
    r"P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?", re.ASCII
)


def read_duration(value: object, notes: Notes, *, is_pretalx: bool = False) -> timedelta:
    """More than nothing and at most a week; half an hour where none can be read.

    `H:MM`, minutes over 59 carried. Three parts are `HH:MM:SS`, but `D:HH:MM` where pretalx
    wrote them, or where the first is over 23 and the last not 00. A single number, and the first
    part of `135.0:00`, counts minutes. ISO 8601 is read, too.
    """
    written = str(value).strip() if isinstance(value, str) or type(value) in (int, float) else ""
    length, is_plain = _length(written, is_pretalx)
    if not length:
        notes.repair(
            _("The duration “%(text)s” says nothing; it was made 0:30.", text=written[:40])
        )
        return DEFAULT
    capped = min(length, LONGEST)
    if not is_plain or capped < length:
        notes.repair(
            _("The duration “%(text)s” was read as %(read)s.", text=written, read=_clock(capped))
        )
    return capped


def _length(written: str, is_pretalx: bool) -> tuple[timedelta, bool]:
    """Nothing where it cannot be read; and whether it is written as it should be."""
    if NUMBER.fullmatch(written):
        return timedelta(minutes=int(float(written))), False
    if clock := CLOCK.fullmatch(written):
        return _from_clock(clock, is_pretalx)
    if iso := ISO_8601.fullmatch(written):
        days, hours, minutes, seconds = (int(part or 0) for part in iso.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds), True
    return timedelta(), False


def _from_clock(clock: re.Match[str], is_pretalx: bool) -> tuple[timedelta, bool]:
    first, second, third = (int(part or 0) for part in clock.group(1, 2, 3))
    if "." in clock[0]:
        return timedelta(minutes=first), False
    if clock[3] is None:
        return timedelta(hours=first, minutes=second), second < 60
    if is_pretalx or (first > 23 and third):
        return timedelta(days=first, hours=second, minutes=third), is_pretalx
    return timedelta(hours=first, minutes=second, seconds=third), True


def _clock(length: timedelta) -> str:
    minutes = length // timedelta(minutes=1)
    return f"{minutes // 60}:{minutes % 60:02}"

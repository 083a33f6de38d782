"""Dates and languages in the words of a locale, as sentences about a programme need them."""

from datetime import date, datetime, tzinfo
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list

from conference.i18n import regional


def span(first: date, last: date, locale: str) -> str:
    """First and last day: "17 and 18 September 2026", "30 September – 2 October 2026"."""
    if first == last:
        return _long(last, locale)
    if first.year != last.year:
        return f"{_long(first, locale)} – {_long(last, locale)}"
    if first.month != last.month:
        return f"{day_and_month(first, locale)} – {_long(last, locale)}"
    begin = format_date(first, "d." if locale == "de" else "d", locale=locale)
    if (last - first).days == 1:
        return format_list([begin, _long(last, locale)], locale=locale)
    return f"{begin}–{_long(last, locale)}"


def day_and_month(day: date, locale: str) -> str:
    return format_skeleton("MMMMd", day, locale=regional(locale))


def weekday(day: date, locale: str) -> str:
    return format_date(day, "cccc", locale=locale)


def short_moment(at: datetime, zone: tzinfo, locale: str) -> str:
    """In `zone`: "Thu 17 Sept 10:00"."""
    day = format_skeleton("MMMEd", at.astimezone(zone), locale=regional(locale))
    return f"{day} {format_time(at, 'HH:mm', tzinfo=zone, locale=locale)}"


def language_name(code: str, locale: str) -> str:
    """What the file said where nobody knows the code."""
    try:
        return Locale.parse(code).get_display_name(locale) or code
    except (UnknownLocaleError, ValueError):
        return code


@lru_cache(500)
def language_names(codes: tuple[str, ...], locale: str) -> str:
    """ "German and English"."""
    return format_list([language_name(code, locale) for code in codes], locale=locale)


def _long(day: date, locale: str) -> str:
    return format_date(day, "long", locale=regional(locale))

"""The one source of the time, so that tests can hold it."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def now() -> datetime:
    """The present, aware and in UTC, to the second: what a database column can hold."""
    return datetime.now(UTC).replace(microsecond=0)


def at_end_of(day: date, zone: tzinfo) -> datetime:
    """Midnight after a day, as a moment."""
    return datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)

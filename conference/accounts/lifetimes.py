"""How long a sign-in lasts (OWASP ASVS 5.0, 7.3): attendees' 14 days, others' 12 hours or one
idle hour. Pure."""

from datetime import datetime, timedelta

from conference.accounts.models import Reach

ATTENDING = timedelta(days=14)
FULL = timedelta(hours=12)
FULL_IDLE = timedelta(hours=1)
# A full sign-in is renewed in steps, so it ends 50 to 60 minutes after its last request.
STEP = timedelta(minutes=10)
HOUR = timedelta(hours=1)


def longest(reach: Reach) -> timedelta:
    return FULL if reach == Reach.FULL else ATTENDING


def expiry(reach: Reach, created_at: datetime, now: datetime) -> datetime:
    """When a sign-in ends that is used now and then no more."""
    end = created_at + longest(reach)
    return min(end, now + FULL_IDLE) if reach == Reach.FULL else end


def is_stale(
    reach: Reach, created_at: datetime, seen_at: datetime, expires_at: datetime, now: datetime
) -> bool:
    """Whether it is time to write down that the sign-in is in use."""
    return now - seen_at >= HOUR or expiry(reach, created_at, now) - expires_at >= STEP


def to_the_hour(moment: datetime) -> datetime:
    """So that nobody can be found again by when they answered something."""
    return moment.replace(minute=0, second=0, microsecond=0)

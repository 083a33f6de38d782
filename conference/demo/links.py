"""The demo's role links: one for each role, reusable, and on this machine only.

They are derived from the demo's secret, so they outlive a restart, and no other server has them.
"""

import base64
import hashlib
import hmac
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.models import Person, Reach
from conference.accounts.signing import SignInOffer
from conference.agenda.models import Event
from conference.agenda.queries import agenda
from conference.demo.cast import event_slug, member
from conference.settings import Settings

PURPOSE = b"conference demo role link 1\0"


class DemoRole(StrEnum):
    ATTENDEE = "attendee"
    MODERATOR = "moderator"
    ORGANISER = "organiser"
    CHANNEL_STAFF = "channel-staff"


def role_url(settings: Settings, role: DemoRole) -> str:
    return f"{settings.root_url}/sign-in/{role_token(settings.secret, role)}"


def role_token(secret: bytes, role: DemoRole) -> str:
    """192 bits; "demo-" keeps it apart from personal links at a glance."""
    digest = hmac.digest(secret, PURPOSE + role.encode(), hashlib.sha256)[:24]
    return f"demo-{base64.urlsafe_b64encode(digest).decode('ascii')}"


async def resolve(db: AsyncSession, settings: Settings, token: str) -> SignInOffer | None:
    """An `accounts.signing.Resolver`. Nobody gets in this way unless both are true: this is the
    demo, and it is served on loopback."""
    if not (settings.demo and settings.is_loopback):
        return None
    role = next((role for role in DemoRole if _is_token(token, settings.secret, role)), None)
    person = await _person(db, role) if role else None
    event = await db.scalar(select(Event).where(Event.slug == event_slug()))
    if role is None or person is None or event is None:
        return None
    return SignInOffer(
        person_id=person.id,
        name=person.name,
        reach=Reach.ATTENDEE if role is DemoRole.ATTENDEE else Reach.FULL,
        event_id=event.id,
        next_path=await _first_page(db, role, event),
    )


def _is_token(token: str, secret: bytes, role: DemoRole) -> bool:
    return hmac.compare_digest(token.encode(), role_token(secret, role).encode())


async def _person(db: AsyncSession, role: DemoRole) -> Person | None:
    return await db.scalar(select(Person).where(Person.email == member(role).email))


async def _first_page(db: AsyncSession, role: DemoRole, event: Event) -> str:
    """Where the role's work is: the running keynote, the account page's list, the desk."""
    if role is DemoRole.ORGANISER:
        return "/account"
    if role is DemoRole.CHANNEL_STAFF:
        return "/desk"
    keynotes = (await agenda(db, event)).keynotes
    if not keynotes:
        return f"/events/{event.slug}/agenda"
    page = f"/sessions/{keynotes[0].id}"
    return f"{page}/moderation" if role is DemoRole.MODERATOR else page

"""What `conference grant` does, and when it refuses to."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import find_or_add_person, give_role
from conference.accounts.models import Role, RoleKind
from conference.agenda.models import Event, Session
from conference.db import Database
from conference.partners.queries import regions_of_list
from conference.partners.regions import spelled
from conference.web import normal_email

FOR_SESSIONS = {RoleKind.SPEAKER, RoleKind.MODERATOR}


class CannotGrant(Exception):
    """One sentence for whoever gives the command."""


@dataclass(frozen=True)
class Wish:
    """`regions`: those that channel staff are limited to; None to leave that as it is."""

    email: str
    role: str
    slug: str | None
    session_id: int | None
    name: str
    language: str
    regions: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Place:
    """What the role is for, and how to call it."""

    event_id: int | None
    session_id: int | None
    name: str


async def grant(url: str, wish: Wish) -> str:
    """What the role is for, in words, and of channel staff what limits it. Raises CannotGrant."""
    email = _address(wish.email)
    database = Database(url)
    try:
        async with database.writing() as db:
            place = await _place(db, wish)
            person_id = await find_or_add_person(
                db,
                name=wish.name or email.partition("@")[0],
                email=email,
                language=wish.language,
            )
            kind, regions = RoleKind(wish.role), await _regions(db, wish)
            at = (place.event_id, place.session_id)
            await give_role(db, person_id, kind, *at, regions=regions)
            return f"{place.name}{await _limits(db, person_id, kind, place.event_id)}"
    finally:
        await database.close()


def _address(text: str) -> str:
    try:
        return normal_email(text)
    except ValueError as error:
        raise CannotGrant(f"{text} is not an e-mail address.") from error


async def _place(db: AsyncSession, wish: Wish) -> Place:
    kind = RoleKind(wish.role)
    if kind is RoleKind.ADMIN:
        _refuse_if(bool(wish.slug or wish.session_id), "An admin is for everything: no --event.")
        return Place(None, None, "everything")
    if kind in FOR_SESSIONS:
        _refuse_if(wish.session_id is None, f"Name the session of the {kind}: --session ID.")
        return await _session(db, wish)
    _refuse_if(wish.slug is None, f"Name the event of the role {kind}: --event SLUG.")
    _refuse_if(wish.session_id is not None, f"The role {kind} is for an event: no --session.")
    event = await db.scalar(select(Event).where(Event.slug == wish.slug))
    if event is None:
        raise CannotGrant(f"There is no event {wish.slug}.")
    return Place(event.id, None, str(event.title))


async def _session(db: AsyncSession, wish: Wish) -> Place:
    query = select(Session, Event.slug).join(Event, Event.id == Session.event_id)
    row = (await db.execute(query.where(Session.id == wish.session_id))).one_or_none()
    if row is None or wish.slug not in {None, row[1]}:
        there = f" in the event {wish.slug}" if wish.slug else ""
        raise CannotGrant(f"There is no session {wish.session_id}{there}.")
    return Place(row[0].event_id, row[0].id, str(row[0].title))


async def _regions(db: AsyncSession, wish: Wish) -> tuple[str, ...] | None:
    if wish.regions is None:
        return None
    _refuse_if(wish.role != RoleKind.CHANNEL_STAFF, "Only channel staff have regions.")
    found, unknown = spelled(wish.regions, await regions_of_list(db))
    _refuse_if(bool(unknown), f"Not a region of the partner list: {', '.join(unknown)}.")
    return found


async def _limits(db: AsyncSession, person_id: int, kind: RoleKind, event_id: int | None) -> str:
    if kind is not RoleKind.CHANNEL_STAFF:
        return ""
    own = (Role.person_id == person_id, Role.kind == kind, Role.event_id == event_id)
    regions = (await db.scalars(select(Role.regions).where(*own))).one()
    return f" in {', '.join(regions.splitlines())} only" if regions else " in all regions"


def _refuse_if(is_wrong: bool, sentence: str) -> None:
    if is_wrong:
        raise CannotGrant(sentence)

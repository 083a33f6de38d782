"""What `conference grant` does, and when it refuses to."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import find_or_add_person, give_role
from conference.accounts.models import RoleKind
from conference.agenda.models import Event, Session
from conference.db import Database
from conference.web import normal_email

FOR_SESSIONS = {RoleKind.SPEAKER, RoleKind.MODERATOR}


class CannotGrant(Exception):
    """One sentence for whoever gives the command."""


@dataclass(frozen=True)
class Wish:
    email: str
    role: str
    slug: str | None
    session_id: int | None
    name: str
    language: str


@dataclass(frozen=True)
class Place:
    """What the role is for, and how to call it."""

    event_id: int | None
    session_id: int | None
    name: str


async def grant(url: str, wish: Wish) -> str:
    """What the role is for, in words. Raises CannotGrant."""
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
            await give_role(db, person_id, RoleKind(wish.role), place.event_id, place.session_id)
    finally:
        await database.close()
    return place.name


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


def _refuse_if(is_wrong: bool, sentence: str) -> None:
    if is_wrong:
        raise CannotGrant(sentence)

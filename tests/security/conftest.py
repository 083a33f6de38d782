"""Two events, and one browser for every role that somebody can have in them."""

import asyncio
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from conference.accounts.actions import give_role, open_sign_in
from conference.accounts.cookies import cookie_name
from conference.accounts.models import Reach, RoleKind, SignIn
from conference.app import App
from conference.mail import waiting
from conference.qa import actions, moderation
from conference.registration.links import personal_token
from conference.registration.models import Registration
from tests import factories
from tests.conftest import browser
from tests.support.times import later

__all__ = ["later"]


class Role(StrEnum):
    """Of events A and B. LINK holds roles in A, but came by the attendee's personal link."""

    NOBODY = "nobody"
    WAITING = "waiting"
    ATTENDEE = "attendee"
    ATTENDEE_B = "attendee-b"
    MODERATOR = "moderator"
    MODERATOR_2 = "moderator-2"
    MODERATOR_B = "moderator-b"
    ORGANISER = "organiser"
    ORGANISER_B = "organiser-b"
    STAFF = "staff"
    STAFF_B = "staff-b"
    ADMIN = "admin"
    LINK = "link"


@dataclass(frozen=True)
class Place:
    """An event, one of its sessions, and a live question of somebody who has no browser here."""

    slug: str
    event_id: int
    session_id: int
    question_id: int


@dataclass
class World:
    """`registration_id`: the attendee's, of A; `victim_…`: their second browser."""

    app: App
    a: Place
    b: Place
    cookies: dict[Role, str]
    people: dict[Role, int]
    registration_id: int
    victim_sign_in_id: int
    victim_cookie: str

    def browser(self, role: Role = Role.NOBODY) -> httpx.AsyncClient:
        """Close it with `async with`. It has an address of its own, as whoever fails often at one
        is made to wait."""
        client = browser(self.app, address=f"127.0.0.{[*Role].index(role) + 1}")
        if self.cookies[role]:
            name, _, token = self.cookies[role].partition("=")
            client.cookies.set(name, token, domain="127.0.0.1")
        return client

    @property
    def link(self) -> str:
        """The attendee's."""
        return f"/sign-in/{personal_token(self.app.settings.secret, self.registration_id, 1)}"

    async def mails(self) -> list[EmailMessage]:
        """All that were ever sent."""
        async with asyncio.timeout(10):
            while await self._owed():  # noqa: ASYNC110 - the outbox is a table
                await asyncio.sleep(0.02)
        folder = self.app.settings.mail_folder
        assert folder is not None
        return [_read(path) for path in sorted(folder.glob("*.eml"))]

    async def _owed(self) -> int:
        async with self.app.database.reading() as db:
            return await waiting(db)


@pytest.fixture
async def world(app: App) -> World:
    a, b = await _place(app, "offen-gesagt"), await _place(app, "weitblick")
    people = await _people(app, a, b)
    cookies = dict.fromkeys(Role, "")
    for role in people:
        reach = Reach.ATTENDEE if role in ATTENDING else Reach.FULL
        cookies[role] = (await _sign_in(app, people[role], reach, a.event_id))[0]
    cookies[Role.WAITING], _ = await _sign_in(app, None, Reach.WAITING, a.event_id)
    victim_cookie, victim = await _sign_in(app, people[Role.ATTENDEE], Reach.ATTENDEE, a.event_id)
    async with app.database.reading() as db:
        owned = select(Registration.id).where(Registration.person_id == people[Role.ATTENDEE])
        registration_id = (await db.scalars(owned)).one()
    return World(app, a, b, cookies, people, registration_id, victim, victim_cookie)


ATTENDING = {Role.ATTENDEE, Role.ATTENDEE_B, Role.LINK}


async def _place(app: App, slug: str) -> Place:
    async with app.database.writing() as db:
        event_id = await factories.an_event(db, slug)
        session_id = await factories.a_session(db, event_id)
        asker = await factories.an_attendee(db, event_id, f"Asker Of {slug}")
        asking = actions.Asking(session_id, asker, f"Asked in {slug}", "en", is_anonymous=True)
        question_id = await actions.ask_question(db, app.keys, asking)
        await moderation.approve(db, question_id)
    return Place(slug, event_id, session_id, question_id)


async def _people(app: App, a: Place, b: Place) -> dict[Role, int]:
    """Attendees are registered; all others only hold their role."""
    async with app.database.writing() as db:
        other = await factories.a_session(db, a.event_id, title="Another session")
        people = {
            Role.ATTENDEE: await factories.an_attendee(db, a.event_id, "Anna Weser"),
            Role.ATTENDEE_B: await factories.an_attendee(db, b.event_id, "Bela Isar"),
            Role.LINK: await factories.an_attendee(db, a.event_id, "Lena Oder"),
        }
        roles = (
            (Role.LINK, RoleKind.ORGANISER, a.event_id, None),
            (Role.LINK, RoleKind.MODERATOR, a.event_id, a.session_id),
            (Role.LINK, RoleKind.CHANNEL_STAFF, a.event_id, None),
            (Role.MODERATOR, RoleKind.MODERATOR, a.event_id, a.session_id),
            (Role.MODERATOR_2, RoleKind.MODERATOR, a.event_id, other),
            (Role.MODERATOR_B, RoleKind.MODERATOR, b.event_id, b.session_id),
            (Role.ORGANISER, RoleKind.ORGANISER, a.event_id, None),
            (Role.ORGANISER_B, RoleKind.ORGANISER, b.event_id, None),
            (Role.STAFF, RoleKind.CHANNEL_STAFF, a.event_id, None),
            (Role.STAFF_B, RoleKind.CHANNEL_STAFF, b.event_id, None),
            (Role.ADMIN, RoleKind.ADMIN, None, None),
        )
        for role, kind, event_id, session_id in roles:
            if role not in people:
                people[role] = await factories.a_person(db, f"{role.title()} Feld")
            await give_role(db, people[role], kind, event_id, session_id)
    return people


async def _sign_in(app: App, person_id: int | None, reach: Reach, event_id: int) -> tuple[str, int]:
    """The cookie, and the id of the sign-in."""
    async with app.database.writing() as db:
        token, _ = await open_sign_in(
            db, reach=reach, person_id=person_id, event_id=event_id, browser="a test"
        )
        sign_in_id = await db.scalar(select(SignIn.id).order_by(SignIn.id.desc()).limit(1))
    assert sign_in_id is not None
    return f"{cookie_name(app.settings)}={token}", sign_in_id


def _read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message

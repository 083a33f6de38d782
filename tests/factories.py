"""The cast and their stage: plain functions that make what a test needs, through the actions."""

from datetime import datetime, timedelta

import httpx
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.actions import find_or_add_person, give_role, open_sign_in
from conference.accounts.cookies import cookie_name
from conference.accounts.models import Reach, RoleKind
from conference.agenda.actions import add_room, add_session, create_event
from conference.agenda.models import SessionKind
from conference.app import App
from conference.i18n import Translated
from conference.registration.models import (
    CompanySize,
    Job,
    PartnerType,
    Registration,
)
from tests.conftest import browser

HOUR = timedelta(hours=1)


async def an_event(db: AsyncSession, slug: str = "offen-gesagt") -> int:
    today = clock.now().date()
    return await create_event(
        db,
        slug=slug,
        title=Translated(de="Halvestra Partnerkonferenz", en="Halvestra Partner Conference"),
        motto=Translated(de="Offen gesagt.", en="Frankly speaking."),
        starts_on=today,
        ends_on=today + timedelta(days=1),
        timezone="Europe/Berlin",
    )


async def a_session(
    db: AsyncSession,
    event_id: int,
    *,
    title: str = "What changes for you",
    starts_at: datetime | None = None,
    kind: SessionKind = SessionKind.KEYNOTE,
) -> int:
    """It began ten minutes ago, if nothing else is said, and lasts an hour."""
    begins = starts_at or clock.now() - timedelta(minutes=10)
    room_id = await add_room(db, event_id, name=f"Room of {title}")
    return await add_session(
        db,
        event_id,
        title=Translated(en=title),
        starts_at=begins,
        ends_at=begins + HOUR,
        kind=kind,
        room_id=room_id,
        video="/media/keynote.mp4",
    )


async def a_person(db: AsyncSession, name: str = "Sabine Ortlieb", language: str = "en") -> int:
    email = name.lower().replace(" ", ".") + "@alpenrand.example"
    return await find_or_add_person(db, name=name, email=email, language=language)


async def an_attendee(
    db: AsyncSession, event_id: int, name: str = "Sabine Ortlieb", company: str = "Alpenrand IT"
) -> int:
    """Registered and confirmed. The person's id."""
    person_id = await a_person(db, name)
    await db.execute(
        insert(Registration).values(
            event_id=event_id,
            person_id=person_id,
            company=company,
            country="AT",
            job=Job.SALES,
            partner_type=PartnerType.INDIRECT_RESELLER,
            company_size=CompanySize.FROM_10,
            registered_at=clock.now(),
            confirmed_at=clock.now(),
        )
    )
    return person_id


async def a_moderator(
    db: AsyncSession, event_id: int, session_id: int, name: str = "Jonas Feld"
) -> int:
    person_id = await a_person(db, name)
    await give_role(db, person_id, RoleKind.MODERATOR, event_id, session_id)
    return person_id


async def signed_in(
    app: App,
    person_id: int | None,
    reach: Reach = Reach.ATTENDEE,
    event_id: int | None = None,
) -> httpx.AsyncClient:
    """A browser with an open sign-in; close it with `async with`."""
    async with app.database.writing() as db:
        token, _ = await open_sign_in(
            db, reach=reach, person_id=person_id, event_id=event_id, browser="a test"
        )
    client = browser(app)
    client.cookies.set(cookie_name(app.settings), token, domain="127.0.0.1")
    return client

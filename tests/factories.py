"""The cast and their stage: plain functions that make what a test needs, through the actions."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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
from conference.partners.models import (
    CompanySize,
    Membership,
    Organisation,
    OrganisationType,
    PartnerType,
    Source,
    Standing,
)
from conference.registration.models import (
    Job,
    Registration,
)
from tests.conftest import browser

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")


async def an_event(db: AsyncSession, slug: str = "offen-gesagt") -> int:
    today = clock.now().date()  # In UTC; where the event is, its day may begin later.
    return await create_event(
        db,
        slug=slug,
        title=Translated(de="Halvestra Partnerkonferenz", en="Halvestra Partner Conference"),
        motto=Translated(de="Offen gesagt.", en="Frankly speaking."),
        starts_on=today - timedelta(days=1),
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
    db: AsyncSession,
    event_id: int,
    name: str = "Sabine Ortlieb",
    company: str = "Alpenrand IT",
    **facts: object,
) -> int:
    """Registered and confirmed, unless `facts` (columns of the registration) say otherwise. The
    person's id."""
    person_id = await a_person(db, name)
    usual = {
        "country": "AT",
        "job": Job.SALES,
        "partner_type": PartnerType.INDIRECT_RESELLER,
        "company_size": CompanySize.FROM_10,
        "registered_at": clock.now(),
        "confirmed_at": clock.now(),
    }
    named = {"event_id": event_id, "person_id": person_id, "company": company}
    await db.execute(insert(Registration).values(**named, **usual | facts))
    return person_id


async def a_company(
    db: AsyncSession,
    name: str,
    *people: int,
    type_: PartnerType = PartnerType.INDIRECT_RESELLER,
) -> int:
    """On the partner list, and these people are of it."""
    company = Organisation(
        name=name,
        country="AT",
        size=CompanySize.FROM_10,
        standing=Standing.LISTED,
        changed_at=clock.now(),
        types=[OrganisationType(type=type_, place=0)],
    )
    db.add(company)
    await db.flush()
    rows = [{"person_id": id_, "organisation_id": company.id, "is_right": True} for id_ in people]
    db.add_all(Membership(source=Source.STAFF, **row) for row in rows)
    return company.id


async def some_companies(
    db: AsyncSession, event_id: int, count: int, first: int = 1
) -> dict[int, int]:
    """Each with one attendee: by the person's id the company's. They are numbered from `first`."""
    found = {}
    for number in range(first, first + count):
        name = f"Partner {number}"
        person_id = await an_attendee(db, event_id, f"Person {number}", name)
        found[person_id] = await a_company(db, name, person_id)
    return found


async def a_moderator(
    db: AsyncSession, event_id: int, session_id: int, name: str = "Jonas Feld"
) -> int:
    person_id = await a_person(db, name)
    await give_role(db, person_id, RoleKind.MODERATOR, event_id, session_id)
    return person_id


async def a_staff_member(db: AsyncSession, event_id: int, name: str = "Mara Linde") -> int:
    """Of the event's channel team."""
    person_id = await a_person(db, name)
    await give_role(db, person_id, RoleKind.CHANNEL_STAFF, event_id)
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

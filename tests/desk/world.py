"""An event with a channel team, people of several companies, and what they were in."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.models import Reach
from conference.app import App
from conference.db import Database
from conference.partners.models import (
    CompanySize,
    Membership,
    Organisation,
    PartnerType,
    Source,
    Standing,
)
from conference.registration.models import Attendance, Job
from tests import factories

SLUG = "offen-gesagt"
DESK = f"/desk/events/{SLUG}"
MINUTE = timedelta(minutes=1)


@dataclass
class Desk:
    """`began`: when the keynote did, which lasts an hour."""

    app: App
    event_id: int
    session_id: int
    began: datetime
    mara_id: int
    mara: httpx.AsyncClient

    @property
    def database(self) -> Database:
        return self.app.database

    async def get(self, path: str) -> httpx.Response:
        return await self.mara.get(f"{DESK}/{path}")

    def minute(self, number: int) -> datetime:
        """Of the keynote."""
        return self.began + number * MINUTE


@pytest.fixture
async def desk(app: App) -> AsyncIterator[Desk]:
    """Nobody has registered yet."""
    began = clock.now() - 2 * factories.HOUR
    async with app.database.writing() as db:
        event_id = await factories.an_event(db, SLUG)
        session_id = await factories.a_session(db, event_id, starts_at=began)
        mara_id = await factories.a_staff_member(db, event_id)
    async with AsyncExitStack() as stack:
        mara = await stack.enter_async_context(await factories.signed_in(app, mara_id, Reach.FULL))
        yield Desk(app, event_id, session_id, began, mara_id, mara)


async def a_company(db: AsyncSession, name: str, merged_into_id: int | None = None) -> int:
    statement = insert(Organisation).values(
        name=name,
        country="AT",
        size=CompanySize.FROM_10,
        standing=Standing.LISTED,
        merged_into_id=merged_into_id,
        changed_at=clock.now(),
    )
    return (await db.execute(statement.returning(Organisation.id))).scalar_one()


async def belongs(
    db: AsyncSession, person_id: int, company_id: int, *, is_right: bool | None = None
) -> None:
    await db.execute(
        insert(Membership).values(
            person_id=person_id, organisation_id=company_id, source=Source.DOMAIN, is_right=is_right
        )
    )


async def stayed(
    db: AsyncSession, session_id: int, person_id: int, *spans: tuple[datetime, datetime]
) -> None:
    for begins_at, ends_at in spans:
        await db.execute(
            insert(Attendance).values(
                session_id=session_id, person_id=person_id, begins_at=begins_at, ends_at=ends_at
            )
        )


@dataclass
class Cast:
    sabine: int
    anna: int
    oezlem: int
    paul: int
    alpenrand: int
    weserbogen: int


async def the_cast(desk: Desk) -> Cast:
    """Sabine and Özlem of Alpenrand, Anna of Weserbogen (registered under an older name), Paul of
    no known company. Sabine and Anna came; Paul has not opened his link."""
    day = timedelta(days=1)
    async with desk.database.writing() as db:
        alpenrand = await a_company(db, "Alpenrand IT AG")
        weserbogen = await a_company(db, "Weserbogen Systemhaus")
        older = await a_company(db, "Weserbogen IT", merged_into_id=weserbogen)
        sabine = await factories.an_attendee(
            db, desk.event_id, "Sabine Ortlieb", "Alpenrand IT AG", registered_at=desk.began - day
        )
        oezlem = await factories.an_attendee(
            db,
            desk.event_id,
            "Özlem Çelik",
            "alpenrand",
            job=Job.TECHNOLOGY,
            registered_at=desk.began - 2 * day,
        )
        anna = await factories.an_attendee(
            db,
            desk.event_id,
            "Anna Weser",
            "Weserbogen IT",
            country="DE",
            partner_type=PartnerType.SOFTWARE_HOUSE,
            registered_at=desk.began - 3 * day,
        )
        paul = await factories.an_attendee(
            db,
            desk.event_id,
            "Paul Zander",
            "=SUM(A1:A9)",
            country="CH",
            registered_at=desk.began - 4 * day,
            confirmed_at=None,
        )
        await belongs(db, sabine, alpenrand)
        await belongs(db, oezlem, alpenrand, is_right=True)
        await belongs(db, anna, older)
        await belongs(db, paul, alpenrand, is_right=False)
        await stayed(
            db,
            desk.session_id,
            sabine,
            (desk.minute(-30), desk.minute(10)),
            (desk.minute(5), desk.minute(20)),
            (desk.minute(50), desk.minute(90)),
        )
        await stayed(db, desk.session_id, anna, (desk.minute(0), desk.minute(60)))
        await stayed(db, desk.session_id, oezlem, (desk.minute(-30), desk.minute(-10)))
        await stayed(db, desk.session_id, paul, (desk.minute(0), desk.minute(30)))
    return Cast(sabine, anna, oezlem, paul, alpenrand, weserbogen)

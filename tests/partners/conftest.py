"""A partner list, Vera of the channel team who keeps it, and people who register."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import find_or_add_person, give_role
from conference.accounts.models import Reach, RoleKind
from conference.app import App, create_app
from conference.db import Database
from conference.partners.actions import CompanyFacts, find_company
from conference.partners.directory import Company, Facts, companies
from conference.partners.editing import add_company
from conference.partners.models import CompanySize, PartnerType, Standing
from conference.settings import Settings
from tests import factories

FACTS = Facts(
    number=None,
    name="Alpenrand IT",
    country="AT",
    region="",
    size=CompanySize.FROM_10,
    types=(PartnerType.INDIRECT_RESELLER,),
    domains=("alpenrand.example",),
    standing=Standing.LISTED,
)


def facts(name: str = "Alpenrand IT", *domains: str, **changes: object) -> Facts:
    return replace(FACTS, name=name, domains=domains, **changes)  # type: ignore[arg-type]


@dataclass
class Desk:
    """The app without its background work."""

    app: App
    event_id: int
    staff_id: int
    browsers: AsyncExitStack

    @property
    def database(self) -> Database:
        return self.app.database

    async def staff(self) -> httpx.AsyncClient:
        return await self.signed_in(self.staff_id, Reach.FULL)

    async def signed_in(self, person_id: int, reach: Reach) -> httpx.AsyncClient:
        client = await factories.signed_in(self.app, person_id, reach, self.event_id)
        return await self.browsers.enter_async_context(client)

    async def list(self, *companies: Facts) -> list[int]:
        async with self.database.writing() as db:
            return [await add_company(db, each, by=self.staff_id) for each in companies]

    async def companies(self) -> tuple[Company, ...]:
        async with self.database.reading() as db:
            return await companies(db)

    async def one(self, name: str) -> Company:
        (found,) = [company for company in await self.companies() if company.name == name]
        return found


async def a_registrant(db: AsyncSession, email: str, company: str = "Alpenrand IT") -> int:
    """Somebody whose address has just been proven. The person's id."""
    person_id = await find_or_add_person(db, name=email, email=email, language="en")
    described = CompanyFacts(company, "AT", CompanySize.FROM_10, PartnerType.INTEGRATOR)
    await find_company(db, person_id, described)
    return person_id


@pytest.fixture
async def desk(settings: Settings) -> AsyncIterator[Desk]:
    app = create_app(settings)
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        staff_id = await factories.a_person(db, "Vera Lindqvist")
        await give_role(db, staff_id, RoleKind.CHANNEL_STAFF, event_id)
    async with AsyncExitStack() as browsers:
        yield Desk(app, event_id, staff_id, browsers)
    await app.database.close()

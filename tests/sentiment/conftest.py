"""A conference in its second of three days, a keynote that is on: Sabine and Anna attend for
companies on the list, Finn's address is of a free mail service, Vera is of the channel team."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.actions import give_role
from conference.accounts.models import Reach, RoleKind
from conference.agenda.actions import create_event
from conference.app import App
from conference.i18n import Translated
from conference.partners.models import CompanySize, Membership, Organisation, Source, Standing
from conference.privacy import Scope, ScopeKind
from conference.privacy.models import Sealed
from tests import factories
from tests.conftest import browser
from tests.support.times import later

__all__ = ["later"]

SLUG = "offen-gesagt"
MOOD = f"/events/{SLUG}/mood"


@dataclass
class Conference:
    app: App
    event_id: int
    session_id: int
    sabine_id: int
    anna_id: int
    vera_id: int
    sabine: httpx.AsyncClient
    anna: httpx.AsyncClient
    finn: httpx.AsyncClient
    vera: httpx.AsyncClient
    waiting: httpx.AsyncClient
    elsewhere: httpx.AsyncClient
    nobody: httpx.AsyncClient

    @property
    def feedback(self) -> str:
        return f"/sessions/{self.session_id}/feedback"

    @property
    def named(self) -> str:
        return f"/sessions/{self.session_id}/named-feedback"

    async def sealed(self, kind: ScopeKind) -> int:
        """How many answers there are."""
        async with self.app.database.reading() as db:
            of_kind = select(func.count()).select_from(Sealed).join(Scope).where(Scope.kind == kind)
            return await db.scalar(of_kind) or 0

    async def scopes(self) -> list[Scope]:
        async with self.app.database.reading() as db:
            return list(await db.scalars(select(Scope).order_by(Scope.id)))


@pytest.fixture
async def conference(app: App) -> AsyncIterator[Conference]:
    async with app.database.writing() as db:
        event_id, other_id = await an_event(db, SLUG), await an_event(db, "weitblick")
        session_id = await factories.a_session(db, event_id)
        sabine_id = await factories.an_attendee(db, event_id)
        anna_id = await factories.an_attendee(db, event_id, "Anna Weser", "Weserbogen IT")
        finn_id = await factories.an_attendee(db, event_id, "Finn Elbe", "Elbe & Co")
        bela_id = await factories.an_attendee(db, other_id, "Bela Isar", "Isar IT")
        vera_id = await factories.a_person(db, "Vera Lahn")
        await give_role(db, vera_id, RoleKind.CHANNEL_STAFF, event_id)
        await a_company(db, "Alpenrand IT", sabine_id)
        await a_company(db, "Weserbogen IT", anna_id)
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(client)
            for client in (
                await factories.signed_in(app, sabine_id, event_id=event_id),
                await factories.signed_in(app, anna_id, event_id=event_id),
                await factories.signed_in(app, finn_id, event_id=event_id),
                await factories.signed_in(app, vera_id, Reach.FULL),
                await factories.signed_in(app, None, Reach.WAITING, event_id),
                await factories.signed_in(app, bela_id, event_id=other_id),
                browser(app),
            )
        ]
        yield Conference(app, event_id, session_id, sabine_id, anna_id, vera_id, *clients)


async def an_event(db: AsyncSession, slug: str) -> int:
    """Yesterday, today and tomorrow, so that it is on at any hour at which tests may run."""
    today, day = clock.now().date(), timedelta(days=1)
    return await create_event(
        db,
        slug=slug,
        title=Translated(en="Halvestra Partner Conference"),
        motto=Translated(en="Frankly speaking."),
        starts_on=today - day,
        ends_on=today + day,
        timezone="Europe/Berlin",
    )


async def a_company(
    db: AsyncSession, name: str, person_id: int, standing: Standing = Standing.LISTED
) -> int:
    company = Organisation(
        name=name,
        country="AT",
        size=CompanySize.FROM_10,
        standing=standing,
        changed_at=clock.now(),
    )
    db.add(company)
    await db.flush()
    member = {"person_id": person_id, "organisation_id": company.id, "is_right": True}
    db.add(Membership(source=Source.DOMAIN, **member))
    return company.id


def words(answer: httpx.Response) -> str:
    """What a person reads there."""
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def chosen(answer: httpx.Response, form: str) -> list[Any]:
    """The values of all radio buttons of a form that are checked."""
    page = BeautifulSoup(answer.text, "html.parser")
    return [box["value"] for box in page.select(f"{form} input[type=radio][checked]")]

"""The demo's event with something of everything, so that every page has something to show."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum

import httpx
from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Page, ViewportSize
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.models import Person, Reach
from conference.agenda.calendar_links import calendar_token
from conference.agenda.models import Event, Speaker
from conference.agenda.queries import agenda
from conference.demo.cast import SMALL, event_slug, member
from conference.demo.seed import plant
from conference.qa.actions import Asking, ask_question
from conference.qa.moderation import decline
from conference.registration.links import personal_token
from conference.registration.models import Registration
from conference.web.edge import LANGUAGE_COOKIE
from tests.browser.planting import Ground, plant_more, settle
from tests.browser.site import SignedIn, Site, collect_faults


class Who(StrEnum):
    NOBODY = "nobody"
    WAITING = "waiting"
    ATTENDEE = "attendee"
    MODERATOR = "moderator"
    ORGANISER = "organiser"
    STAFF = "channel staff"


SIZE: ViewportSize = {"width": 1280, "height": 844}
ROLES = ("attendee", "moderator", "organiser", "channel-staff")


@dataclass(frozen=True)
class Stock:
    """`names`: what paths may mention, such as {slug} or {running}. `windows`: with the faults of
    their pages."""

    site: Site
    names: Mapping[str, int | str]
    people: Mapping[Who, SignedIn | None]
    windows: dict[tuple[Who, str], tuple[Page, list[str]]] = field(default_factory=dict)

    def path(self, template: str) -> str:
        return template.format_map(self.names)

    @asynccontextmanager
    async def window(self, who: Who, locale: str) -> AsyncIterator[Page]:
        """Always the same for the same person and language, and with `axe` in it. It stays where it
        is: what breaks on a page as it is left is a fault of the test that comes next."""
        if (who, locale) not in self.windows:
            browser = await self.site.context(self.people[who], locale=locale)
            page, faults = await browser.new_page(), list[str]()
            await page.add_init_script(AXE_SCRIPT)
            collect_faults(page, faults)
            self.windows[who, locale] = page, faults
        page, faults = self.windows[who, locale]
        await page.set_viewport_size(SIZE)
        try:
            yield page
        finally:
            found = [*faults]
            faults.clear()
        assert not found, found

    async def client(self, who: Who, locale: str) -> httpx.AsyncClient:
        client = await self.site.client(self.people[who])
        client.cookies.set(LANGUAGE_COOKIE, locale)
        return client


async def stocked(site: Site) -> Stock:
    async with site.app.database.writing() as db:
        await plant(db, site.app.keys, SMALL, print)
        event = (await db.scalars(select(Event).where(Event.slug == event_slug()))).one()
        people = {role: await _person_id(db, role) for role in ROLES}
        names = await _names(db, event, people["attendee"])
        await _ask(site, db, names["running"], people["attendee"])
        ground = Ground(
            keys=site.app.keys,
            event_id=event.id,
            running=names["running"],
            over=names["over"],
            attendee_id=people["attendee"],
            staff_id=people["channel-staff"],
            organiser_id=people["organiser"],
        )
        more = await plant_more(db, ground)
        secret = site.app.settings.secret
        registration = await db.get_one(Registration, names["registration"])
        link = personal_token(secret, registration.id, registration.link_version)
        calendar = calendar_token(secret, people["attendee"], event.id, 1)
    await settle(site.app)
    await _send_mails(site)
    return Stock(
        site,
        {"slug": event.slug, "link": link, "calendar": calendar} | names | more,
        {
            Who.NOBODY: None,
            Who.WAITING: SignedIn(None, Reach.WAITING, event.id),
            Who.ATTENDEE: SignedIn(people["attendee"]),
            Who.MODERATOR: SignedIn(people["moderator"], Reach.FULL),
            Who.ORGANISER: SignedIn(people["organiser"], Reach.FULL),
            Who.STAFF: SignedIn(people["channel-staff"], Reach.FULL),
        },
    )


async def _person_id(db: AsyncSession, role: str) -> int:
    return (await db.scalars(select(Person.id).where(Person.email == member(role).email))).one()


async def _names(db: AsyncSession, event: Event, attendee_id: int) -> dict[str, int]:
    programme = await agenda(db, event)
    is_own = Registration.person_id == attendee_id, Registration.event_id == event.id
    own = select(Registration).where(*is_own)
    registration = (await db.scalars(own)).one()
    speakers = select(Speaker.id).where(Speaker.event_id == event.id)
    return {
        "over": programme.items[0].id,
        "running": programme.keynotes[0].id,
        "coming": programme.keynotes[1].id,
        "cancelled": next(item.id for item in programme.items if item.is_cancelled),
        "registration": registration.id,
        "speaker": (await db.scalars(speakers.order_by(Speaker.id).limit(1))).one(),
    }


async def _ask(site: Site, db: AsyncSession, session_id: int, person_id: int) -> None:
    """One question that waits and one that was declined, which only their asker sees."""
    for text in ("Who tells our customers?", "Is there lunch?"):
        asking = Asking(session_id, person_id, text, "en", is_anonymous=True)
        question_id = await ask_question(db, site.app.keys, asking)
    await decline(db, question_id, "The agenda tells.")


async def _send_mails(site: Site) -> None:
    """What the demo's inbox shows: personal links, and a one-time link for a role."""
    async with await site.client() as client:
        for role in ("attendee", "moderator"):
            await client.post("/sign-in", data={"email": member(role).email})
    await site.app.outbox.flush()

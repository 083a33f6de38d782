"""Runs a crowd against a server: in through the door a few at a time, then everybody at once."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import httpx
from sqlalchemy import select

from conference.accounts.models import Person
from conference.agenda.models import Event
from conference.crowd.attending import Attending, Deed, Did
from conference.crowd.browser import LOST, Browser, Refusal, Site
from conference.crowd.moderating import Moderating
from conference.crowd.people import individuals
from conference.crowd.scripts import script
from conference.db import Database
from conference.demo.links import DemoRole, role_token
from conference.registration.links import personal_token
from conference.registration.models import Registration
from conference.settings import Settings

EVENT = re.compile(r'/events/([a-z0-9-]+)/registration"')
SESSION = re.compile(r'href="/sessions/(\d+)"')
AT_THE_DOOR = 6
# What one address may register in a minute is limited, as one company comes from it.
PEOPLE_PER_ADDRESS = 40
Note = Callable[[Did], None]


class CannotCome(Exception):
    """Why the crowd cannot come, in a sentence."""


@dataclass(frozen=True)
class Plan:
    """`session_id`, `slug`: None for what is on now. `minutes`: how long each stays."""

    people: int
    minutes: float
    seed: int = 1
    slug: str | None = None
    session_id: int | None = None
    pace: float = 1


async def run(settings: Settings, plan: Plan, note: Note) -> Counter[Deed]:
    """How often each deed was done; `note` is told each as it is acknowledged.

    Raises CannotCome.
    """
    done: Counter[Deed] = Counter()

    def noted(did: Did) -> None:
        done[did.deed] += 1
        note(did)

    transports = [_transport(address) for address in _addresses(settings, plan.people)]
    sites = [Site(settings.root_url, address) for address in _addresses(settings, plan.people)]
    database = Database(settings.database)
    try:
        first = Browser(transports[0], sites[0], "de")
        slug, session_id = await _place(first, plan)
        crowd = [
            Attending(
                who=who,
                browser=Browser(
                    transports[who.number // PEOPLE_PER_ADDRESS % len(transports)],
                    sites[who.number // PEOPLE_PER_ADDRESS % len(sites)],
                    who.language,
                ),
                slug=slug,
                session_id=session_id,
                link=_links(settings, database, slug),
                note=noted,
            )
            for who in individuals(plan.people, plan.seed)
        ]
        await _attend(settings, plan, crowd, Browser(transports[0], sites[0], "de"), noted)
    finally:
        await database.close()
        for transport in transports:
            await transport.aclose()
    return done


async def _attend(
    settings: Settings, plan: Plan, crowd: list[Attending], spare: Browser, note: Note
) -> None:
    door = asyncio.Semaphore(AT_THE_DOOR)
    moderating = None
    if settings.demo:
        token = role_token(settings.secret, DemoRole.MODERATOR)
        moderator = Moderating(spare, token, crowd[0].session_id, note)
        moderating = asyncio.create_task(moderator.moderate(plan.seed))
    try:
        async with asyncio.TaskGroup() as tasks:
            for each in crowd:
                tasks.create_task(_come(each, plan, door))
    finally:
        if moderating:
            moderating.cancel()
            await asyncio.wait([moderating])


async def _come(each: Attending, plan: Plan, door: asyncio.Semaphore) -> None:
    who = each.who
    try:
        async with door:
            await each.register()
        await each.attend(script(who.number, plan.seed, who.language, plan.minutes * 60, plan.pace))
    except Refusal as refusal:
        each.note(Did(who.number, Deed.REFUSED, f"door {refusal.status}"))
    except LOST:
        each.note(Did(who.number, Deed.LOST_LINE, "door"))


async def _place(browser: Browser, plan: Plan) -> tuple[str, int]:
    """Where they go: what the first page leads to. Raises CannotCome."""
    try:
        front = await browser.read(f"/events/{plan.slug}" if plan.slug else "/")
    except Refusal as refusal:
        raise CannotCome(f"The event's page answers with {refusal.status}.") from refusal
    except LOST as error:
        raise CannotCome("Nothing answers there. Is the server running?") from error
    slug = plan.slug or next(iter(EVENT.findall(front)), None)
    session = plan.session_id or next(map(int, SESSION.findall(front)), None)
    if slug is None:
        raise CannotCome("No event is open for registration.")
    if session is None:
        raise CannotCome("The event has no session yet; name one with --session.")
    return slug, session


def _links(settings: Settings, database: Database, slug: str) -> Callable[[str], Awaitable[str]]:
    """The token that the mail to an address holds, made as the mail's is."""

    async def link(email: str) -> str:
        query = (
            select(Registration.id, Registration.link_version)
            .join(Person, Person.id == Registration.person_id)
            .join(Event, Event.id == Registration.event_id)
            .where(Person.email == email, Event.slug == slug)
        )
        async with database.reading() as db:
            row = (await db.execute(query)).one()
        return personal_token(settings.secret, row.id, row.link_version)

    return link


def _addresses(settings: Settings, people: int) -> Iterator[str | None]:
    """Of this machine there are many; where the system has but one, it is used for all."""
    count = max(1, -(-people // PEOPLE_PER_ADDRESS)) if settings.is_loopback else 1
    for number in range(count):
        yield f"127.0.{number // 250}.{number % 250 + 1}" if count > 1 else None


def _transport(address: str | None) -> httpx.AsyncHTTPTransport:
    return httpx.AsyncHTTPTransport(
        local_address=address, retries=1, limits=httpx.Limits(max_connections=200)
    )

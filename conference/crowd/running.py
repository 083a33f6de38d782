"""Runs a crowd against a server: in through the door a few at a time, then everybody at once."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx
from sqlalchemy import select

from conference.accounts.models import Person
from conference.agenda.models import Event
from conference.crowd.attending import Attending, Deed, Did, Way
from conference.crowd.browser import LOST, Browser, Refusal, Site
from conference.crowd.moderating import Moderating
from conference.crowd.people import Individual, individuals
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
    """`slug`, `session_id`: None for what is on now. `minutes`: how long each stays."""

    people: int
    minutes: float
    seed: int = 1
    slug: str | None = None
    session_id: int | None = None
    pace: float = 1


@dataclass(frozen=True)
class Party:
    """A crowd that knows where to go. `moderator`: a browser that is signed in as one."""

    plan: Plan
    slug: str
    session_id: int
    way: Way
    note: Note
    moderator: Browser | None = None
    done: Counter[Deed] = field(default_factory=Counter)

    async def attend(self, browsers: Sequence[Browser]) -> None:
        """`browsers`: one for each, in the order of `individuals`."""
        people = individuals(self.plan.people, self.plan.seed)
        door = asyncio.Semaphore(AT_THE_DOOR)
        moderating = asyncio.create_task(self._moderate())
        try:
            async with asyncio.TaskGroup() as tasks:
                for who, browser in zip(people, browsers, strict=True):
                    tasks.create_task(self._come(who, browser, door))
        finally:
            moderating.cancel()
            await asyncio.wait([moderating])

    async def _come(self, who: Individual, browser: Browser, door: asyncio.Semaphore) -> None:
        plan = self.plan
        each = Attending(who, browser, self.slug, self.session_id, self.way, self._noted)
        try:
            async with door:
                await each.come_in()
            seconds = plan.minutes * 60
            await each.attend(script(who.number, plan.seed, who.language, seconds, plan.pace))
        except Refusal as refusal:
            self._noted(Did(who.number, Deed.REFUSED, f"door {refusal.status}"))
        except LOST:
            self._noted(Did(who.number, Deed.LOST_LINE, "door"))

    async def _moderate(self) -> None:
        if self.moderator:
            await Moderating(self.moderator, self.session_id, self._noted).moderate(self.plan.seed)

    def _noted(self, did: Did) -> None:
        self.done[did.deed] += 1
        self.note(did)


async def run(settings: Settings, plan: Plan, note: Note) -> Counter[Deed]:
    """How often each deed was done; `note` is told each as it is acknowledged.

    Raises CannotCome.
    """
    async with AsyncExitStack() as stack:
        database = Database(settings.database)
        stack.push_async_callback(database.close)
        visitors = Visitors(settings.root_url, plan.people, is_loopback=settings.is_loopback)
        await stack.enter_async_context(visitors)
        spare = visitors.browser(0, "de")
        slug, session_id = await _place(spare, plan)
        moderator = None
        if settings.demo:
            moderator = spare
            token = role_token(settings.secret, DemoRole.MODERATOR)
            await moderator.send(f"/sign-in/{token}", {})
        way = Registering(settings, database, slug)
        party = Party(plan, slug, session_id, way, note, moderator)
        await party.attend(visitors.browsers(plan))
    return party.done


@dataclass(frozen=True)
class Registering:
    """By the form, and then by the mail; its token is made as the mail's is."""

    settings: Settings
    database: Database
    slug: str

    async def token(self, who: Individual, browser: Browser, note: Note) -> str:
        await browser.register(self.slug, who.entered)
        note(Did(who.number, Deed.REGISTERED, who.email))
        query = (
            select(Registration.id, Registration.link_version)
            .join(Person, Person.id == Registration.person_id)
            .join(Event, Event.id == Registration.event_id)
            .where(Person.email == who.email, Event.slug == self.slug)
        )
        async with self.database.reading() as db:
            row = (await db.execute(query)).one()
        return personal_token(self.settings.secret, row.id, row.link_version)


class Visitors(AsyncExitStack):
    """Browsers for so many people. Of this machine there are many addresses, and they come from
    some; where the system has but one, it is used for all."""

    def __init__(self, root_url: str, people: int, *, is_loopback: bool) -> None:
        super().__init__()
        addresses = list(_addresses(people if is_loopback else 1))
        self._sites = [Site(root_url, address) for address in addresses]
        self._transports = [_transport(address) for address in addresses]
        for transport in self._transports:
            self.push_async_callback(transport.aclose)

    def browser(self, number: int, language: str) -> Browser:
        place = number // PEOPLE_PER_ADDRESS % len(self._sites)
        return Browser(self._transports[place], self._sites[place], language)

    def browsers(self, plan: Plan) -> list[Browser]:
        people = individuals(plan.people, plan.seed)
        return [self.browser(who.number, who.language) for who in people]


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


def _addresses(people: int) -> Iterator[str | None]:
    count = max(1, -(-people // PEOPLE_PER_ADDRESS))
    for number in range(count):
        yield f"127.0.{number // 250}.{number % 250 + 1}" if count > 1 else None


def _transport(address: str | None) -> httpx.AsyncHTTPTransport:
    return httpx.AsyncHTTPTransport(
        local_address=address, retries=1, limits=httpx.Limits(max_connections=200)
    )

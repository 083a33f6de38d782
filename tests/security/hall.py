"""A keynote with a poll, a mood and feedback: who answers, and everybody who may look on.

Nothing in it happens by itself but pushes: time stands still five minutes before mood and feedback
close, and releases are written by `release`.
"""

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import httpx
import pytest

from conference import clock
from conference.accounts.models import Reach
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.app import OWNERS, App, create_app
from conference.i18n import Translated
from conference.partners.models import PartnerType
from conference.polls.actions import create_poll, open_poll
from conference.polls.models import PollKind, ResultsShown
from conference.polls.typed import Draft
from conference.privacy import ScopeKind, closing, releasing
from conference.privacy.answers import Answering, seal_answers
from conference.privacy.closing import close_due
from conference.privacy.releasing import Formed
from conference.sentiment import votes
from conference.sentiment.entries import Entry
from conference.settings import Settings
from tests import factories
from tests.security.knocking import ACCEPTED, Socket, knocking
from tests.support.waiting import some_turns

SLUG = "offen-gesagt"
DESK = f"/desk/events/{SLUG}"
POLL, MOOD, FEEDBACK = ScopeKind.POLL, ScopeKind.MOOD, ScopeKind.FEEDBACK
ALL = (POLL, MOOD, FEEDBACK)
TYPES = (PartnerType.INTEGRATOR, PartnerType.SOFTWARE_HOUSE)


class Who(StrEnum):
    """Who looks on: somebody in the room, its moderator, the channel team."""

    ATTENDEE = "attendee"
    MODERATOR = "moderator"
    STAFF = "staff"


@dataclass
class Hall:
    """`people`: the company of each; `written`: all releases in order, as they were formed."""

    app: App
    event_id: int
    session_id: int
    poll_id: int
    people: dict[int, int]
    now: datetime
    written: list[Formed] = field(default_factory=list)
    browsers: dict[Who, httpx.AsyncClient] = field(default_factory=dict)
    sockets: dict[str, Socket] = field(default_factory=dict)

    async def say(
        self,
        person: int,
        value: int | None,
        text: str = "",
        topic: str = "",
        kinds: Collection[ScopeKind] = ALL,
    ) -> None:
        """None takes it back."""
        database, keys = self.app.database, self.app.keys
        if POLL in kinds:
            content = {"value": value} if value else None
            company = self.people[person]
            ballot = Answering(POLL, self.poll_id, person, company, content, keys)
            await database.grouped(seal_answers, ballot)
        for vote in [vote for vote in await self._votes() if vote.kind in kinds]:
            named = topic if vote.kind == MOOD else ""
            entry = Entry(value, text, named) if value else None
            await votes.give(database, keys, vote, person, entry)

    async def all_say(
        self, people: Collection[int], value: int, text: str = "", topic: str = ""
    ) -> None:
        """Each their own text, if any."""
        for person in people:
            await self.say(person, value, text and f"{text} {person}", topic)

    async def release(self) -> None:
        await self.app.releaser.release_due()

    async def close(self) -> None:
        """All that is due by now."""
        await close_due(self.app.database, self.app.keys, OWNERS)

    async def looks(self) -> dict[str, object]:
        """All that can be seen of answers: pages with their headers, and frames so far."""
        await self.app.live.settled()
        await some_turns()  # The sockets' own tasks
        found: dict[str, object] = {path: len(s.sent) for path, s in self.sockets.items()}
        for who, paths in self.paths.items():
            for path in paths:
                page = await self.browsers[who].get(path)
                assert page.status_code == 200, path
                found[f"{who} {path}"] = (dict(page.headers), page.content)
        return found

    @property
    def paths(self) -> dict[Who, tuple[str, ...]]:
        session = f"/sessions/{self.session_id}"
        return {
            Who.ATTENDEE: (session, f"{session}/regions", f"/polls/{self.poll_id}"),
            Who.MODERATOR: (f"{session}/moderation/polls/all",),
            Who.STAFF: (f"{DESK}/mood", f"{DESK}/mood.csv", f"{DESK}/sessions/reports"),
        }

    async def _votes(self) -> list[votes.Vote]:
        async with self.app.database.reading() as db:
            event = masthead(await db.get_one(Event, self.event_id))
        feedback = votes.feedback_of(event, self.session_id, event.begins_at)
        return [votes.mood_of(event), feedback]


@asynccontextmanager
async def hall(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    companies: int,
    types: Collection[PartnerType] = TYPES[:1],
    shown: ResultsShown = ResultsShown.CLOSED,
) -> AsyncIterator[Hall]:
    """Of each company one person; types by turns."""
    app = create_app(settings)
    app.keys.prepare()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(app.database.close)
        await stack.enter_async_context(app.live.hub.running())
        found = await _furnished(app, companies, list(types))
        monkeypatch.setattr(clock, "now", lambda: found.now)
        monkeypatch.setattr(votes, "FEEDBACK_STAYS", timedelta())
        _spy(monkeypatch, found.written)
        await _open_poll(found, shown)
        await _open_doors(found, stack)
        yield found


async def _furnished(app: App, companies: int, types: list[PartnerType]) -> Hall:
    people = {}
    async with app.database.writing() as db:
        event_id = await factories.an_event(db, SLUG)
        session_id = await factories.a_session(db, event_id)
        for number in range(companies):
            person = await factories.an_attendee(db, event_id, f"Guest {number}")
            type_ = types[number % len(types)]
            people[person] = await factories.a_company(db, f"Haus {number}", person, type_=type_)
        ends_at = masthead(await db.get_one(Event, event_id)).ends_at
    return Hall(app, event_id, session_id, 0, people, ends_at - timedelta(minutes=5))


async def _open_poll(hall: Hall, shown: ResultsShown) -> None:
    draft = Draft(PollKind.SCALE, Translated(en="How?"), (), 1, 1, 60, shown)
    async with hall.app.database.writing() as db:
        hall.poll_id = await create_poll(db, hall.session_id, draft)
        await open_poll(db, hall.app.keys, hall.poll_id, version=1)


async def _open_doors(hall: Hall, stack: AsyncExitStack) -> None:
    """Browsers and sockets of those who look on."""
    async with hall.app.database.writing() as db:
        event_id, session_id = hall.event_id, hall.session_id
        people = {
            Who.ATTENDEE: await factories.an_attendee(db, event_id, "Anna Weser"),
            Who.MODERATOR: await factories.a_moderator(db, event_id, session_id),
            Who.STAFF: await factories.a_staff_member(db, event_id),
        }
    for who, person in people.items():
        reach = Reach.ATTENDEE if who == Who.ATTENDEE else Reach.FULL
        client = await factories.signed_in(hall.app, person, reach, event_id)
        hall.browsers[who] = await stack.enter_async_context(client)
        name, token = next(iter(client.cookies.items()))
        for path in SOCKETS[who]:
            place = path.format(session_id=session_id)
            socket = knocking(hall.app, place, f"{name}={token}")
            hall.sockets[place] = await stack.enter_async_context(socket)
            assert hall.sockets[place].status == ACCEPTED


SOCKETS = {
    Who.ATTENDEE: ("/sessions/{session_id}/live", f"/events/{SLUG}/live"),
    Who.MODERATOR: ("/sessions/{session_id}/moderation/live",),
    Who.STAFF: (f"{DESK}/live",),
}


def _spy(monkeypatch: pytest.MonkeyPatch, written: list[Formed]) -> None:
    """What is formed in a hall is written: nothing else happens meanwhile."""
    form = releasing.form

    def formed(*arguments: object, **options: object) -> Formed | None:
        found = form(*arguments, **options)  # type: ignore[arg-type]
        written.extend([found] if found else [])
        return found

    for module in (releasing, closing):
        monkeypatch.setattr(module, "form", formed)

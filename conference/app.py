"""`create_app`: the one place that knows everything."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import conference.accounts.mails
import conference.agenda.broadcasts
import conference.desk.broadcasts
import conference.desk.feedback_broadcasts
import conference.organise.mails
import conference.partners.account
import conference.polls.broadcasts
import conference.polls.votes
import conference.qa.actions
import conference.qa.broadcasts
import conference.registration.mails
import conference.registration.signing
import conference.sentiment.account
import conference.sentiment.mails
import conference.sentiment.votes
import conference.stage.account
import conference.stage.broadcasts
from conference import demo
from conference.accounts.actions import RolesChanged, SignInClosed
from conference.accounts.guards import person_owner, sign_in_owner
from conference.accounts.signing import Signing
from conference.accounts.visitors import Visitors
from conference.agenda.actions import AgendaChanged
from conference.agenda.announcements import expired
from conference.agenda.boundaries import Boundaries, crossed
from conference.agenda.branding import branding
from conference.agenda.editions import current_event
from conference.agenda.pages import current_agenda
from conference.background import Loop
from conference.db import Change, Database
from conference.live import Live
from conference.live.bus import bus_of
from conference.live.watching import Watch
from conference.mail import MailQueued, Outbox
from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.closing import close_due, tidy
from conference.privacy.releasing import Releaser
from conference.privacy.scopes import Owner, ScopeClosing
from conference.registration.attendance import WRITE_EVERY_S, Stays
from conference.rehearsal.crowds import Crowds
from conference.routing import routed
from conference.settings import Settings
from conference.web import log
from conference.web.edge import AnyScope, Edge, Receive, Send
from conference.web.lifespan import live_as_told
from conference.web.limits import limits_of
from conference.wiring import leave_db

BROADCASTS = (
    *conference.agenda.broadcasts.BROADCASTS,
    *conference.qa.broadcasts.BROADCASTS,
    *conference.polls.broadcasts.BROADCASTS,
    *conference.stage.broadcasts.BROADCASTS,
    *conference.desk.broadcasts.BROADCASTS,
    *conference.desk.feedback_broadcasts.BROADCASTS,
)
COMPOSERS = (
    conference.accounts.mails.COMPOSERS
    | conference.registration.mails.COMPOSERS
    | conference.sentiment.mails.COMPOSERS
    | conference.organise.mails.COMPOSERS
)
OWNERS = {
    ScopeKind.QUESTIONS: Owner(closed=conference.qa.actions.unlink_authors),
    ScopeKind.POLL: conference.polls.votes.OWNER,
    ScopeKind.MOOD: conference.sentiment.votes.OWNER,
    ScopeKind.FEEDBACK: conference.sentiment.votes.OWNER,
}

CLOSE_EVERY_S = 1.0
RELEASE_EVERY_S = 5.0
TIDY_EVERY_S = 60.0
NOTE_EVERY_S = 60.0
# What one process does for all, and is woken for in that one.
DONE_HERE = (MailQueued, ScopeClosing)
BOUNDARIES_EVERY_S = 5.0
LOOK_EVERY_S = 1.0
EVENT_EVERY_S = 60.0


class App(Edge):
    """The ASGI app, with its parts for whoever serves or tests it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.database, on_commit=self._committed)
        self.live = Live(self.database, BROADCASTS, hears_all=lambda: self.bus.is_up)
        self.bus = bus_of(settings, hear=self._hear, on_return=self._catch_up)
        self.outbox = Outbox(self.database, COMPOSERS, settings, branding)
        self.keys = KeyFolder(settings.keys)
        self.stays = Stays(self.database)
        self.crowds = Crowds()
        self._limits = limits_of(settings)
        self._visitors = Visitors(self.database, settings)
        self.releaser = Releaser(self.database, self.keys, OWNERS)
        self._closing = Loop(self._close_votes, CLOSE_EVERY_S)
        self._looking = Loop(self._find_event, EVENT_EVERY_S)
        boundaries = Boundaries(self.database, self.live.hub.collect, (crossed, expired))
        self._loops = (
            self._closing,
            self._looking,
            Loop(self.releaser.release_due, RELEASE_EVERY_S),
            Loop(self._tidy_votes, TIDY_EVERY_S),
            Loop(self.note_anonymous, NOTE_EVERY_S),
            Loop(boundaries.announce, BOUNDARIES_EVERY_S),
            Loop(self.stays.write, WRITE_EVERY_S),
            Loop(Watch(self.database, self._catch_up).look, LOOK_EVERY_S),
        )
        self.routed = routed(with_demo=settings.demo)
        self._event: Any = None
        self._programme: Any = None
        self._parts = {
            "database": self.database,
            "live": self.live,
            "bus": self.bus,
            "outbox": self.outbox,
            "keys": self.keys,
            "limits": self._limits,
            "signing": _signing(settings),
            "stays": self.stays,
            "crowds": self.crowds,
            "visitors": self._visitors,
            "settings": settings,
        }
        super().__init__(self.routed, settings)

    async def __call__(self, scope: AnyScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await live_as_told(self.running(), receive, send)
            return
        around = {"event": self._event, "programme": self._programme}
        scope.setdefault("state", {}).update(parts=self._parts, **around)
        try:
            await super().__call__(scope, receive, send)
        finally:
            await leave_db(scope)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """With its background work; the database is closed at the end."""
        self.keys.prepare()
        try:
            async with AsyncExitStack() as stack:
                for part in (self.live, self.bus, self.outbox, self.crowds):
                    await stack.enter_async_context(part.running())
                # One by one, for they share a connection then; and what came due while nothing
                # ran is done before anybody comes.
                for loop in self._loops:
                    await stack.enter_async_context(loop.running())
                    await loop.begun()
                yield
        finally:
            log.write_counted()
            await self._limits.close()
            await self.database.close()

    def _committed(self, changes: frozenset[Change]) -> None:
        if not changes:
            self.live.kept.renew()
        self._hear(changes)
        self.outbox.hear(changes)
        if any(isinstance(change, ScopeClosing) for change in changes):
            self._closing.wake()
        self.bus.publish(each for each in changes if not isinstance(each, DONE_HERE))

    def _hear(self, changes: Iterable[Change]) -> None:
        """What was committed here or, as the bus tells, at another process."""
        changes = tuple(changes)
        self.live.publish(changes)
        for change in changes:
            if isinstance(change, AgendaChanged):
                self._looking.wake()
            elif isinstance(change, RolesChanged):
                self.live.recheck(person_owner(change.person_id))
            elif isinstance(change, SignInClosed):
                self.live.recheck(sign_in_owner(change.sign_in_id))

    def _catch_up(self) -> None:
        """The bus or the database was away, so something may have gone by."""
        self._looking.wake()
        self.live.catch_up()

    async def note_anonymous(self) -> None:
        """What must not be written beside the requests it is about."""
        log.write_counted()
        await self._visitors.write_seen()

    async def _find_event(self) -> None:
        """What pages of no event have above them, and what is on there (see `web.page`)."""
        async with self.database.reading() as db:
            event = await current_event(db)
            programme = await current_agenda(db, event) if event else None
        self._event, self._programme = programme and programme.event, programme

    async def _close_votes(self) -> None:
        await close_due(self.database, self.keys, OWNERS)

    async def _tidy_votes(self) -> None:
        await tidy(self.database, self.keys, OWNERS)


def create_app(settings: Settings) -> App:
    return App(settings)


def _signing(settings: Settings) -> Signing:
    resolvers = (conference.registration.signing.resolve,)
    return Signing(
        resolvers=(*resolvers, *(demo.RESOLVERS if settings.demo else ())),
        sections=(
            *conference.stage.account.SECTIONS,
            *conference.registration.signing.SECTIONS,
            *conference.partners.account.SECTIONS,
            *conference.sentiment.account.SECTIONS,
        ),
    )

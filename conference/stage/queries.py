"""Reads of the live page: the session, its questions, its audience, what comes next."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.agenda.announcements import Shown, on_page_of
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event
from conference.agenda.onward import Onward, after
from conference.agenda.pages import current_agenda
from conference.agenda.programme import AgendaView
from conference.agenda.queries import session_view
from conference.agenda.topics import everybody, room
from conference.agenda.uploads import DownloadView, downloads
from conference.agenda.views import Phase, SessionView
from conference.live import Crowd, Topic, crowd, present
from conference.polls.queries import PollsView, polls_of
from conference.qa import queries as qa
from conference.qa.own import Own
from conference.qa.queries import BoardView
from conference.sentiment.framed import VotesBeside
from conference.sentiment.queries import votes_beside
from conference.sentiment.views import NO_PANELS, Panels
from conference.stage.standing import Standing

# Where the page says when and where the session is: beside its title, on a phone further below.
WHERE = ("stage-where", "about-where")
# Served so that a player can jump in it.
MEDIA = "/media/"


@dataclass(frozen=True)
class ScreenView:
    """What stands where the video is: the same for all who are admitted."""

    session: SessionView
    phase: Phase
    is_admitted: bool

    @property
    def video(self) -> str:
        """What is played from the start on, "" if nothing is: afterwards the recording where it
        lies here, else what was streamed. Nothing of what does not take place."""
        if self.phase == Phase.BEFORE or not (self.is_admitted and self.session.takes_place):
            return ""
        is_here = self.session.recording.startswith(MEDIA)
        return (
            self.session.recording if self.phase == Phase.OVER and is_here else self.session.video
        )


@dataclass(frozen=True)
class Common:
    """What a session's page shows, to whom it may show it."""

    session: SessionView
    audience: Crowd
    programme: AgendaView
    downloads: tuple[DownloadView, ...]
    takes_questions: bool
    board: BoardView
    polls: PollsView
    votes: VotesBeside
    to_all: Shown
    to_room: Shown

    @property
    def event(self) -> Masthead:
        return self.session.event


@dataclass(frozen=True)
class StageView:
    """What the page shows one viewer. `own` is theirs alone; `is_bookmarked` is None where nobody
    is known to have an agenda. `seen`: see `Live`."""

    session: SessionView
    screen: ScreenView
    audience: Crowd
    onward: Onward
    downloads: tuple[DownloadView, ...]
    is_admitted: bool
    is_confirmed: bool
    is_bookmarked: bool | None
    may_moderate: bool
    takes_questions: bool
    board: BoardView
    own: Own
    polls: PollsView
    sentiment: Panels
    to_all: Shown
    to_room: Shown | None
    seen: str


def topics(session_id: int, event_id: int) -> tuple[Topic, ...]:
    """All that its page is told."""
    return room(session_id), everybody(event_id)


async def screen(db: AsyncSession, session_id: int) -> ScreenView:
    """As those see it who are admitted. Raises NotFound."""
    return as_admitted(await session_view(db, session_id))


def as_admitted(session: SessionView) -> ScreenView:
    return _screen(session, is_admitted=True)


async def common(db: AsyncSession, session_id: int) -> Common:
    """Raises NotFound."""
    session = await session_view(db, session_id)
    event = session.event
    to_all, to_room = await on_page_of(db, event.id, event.slug, session_id)
    return Common(
        session=session,
        audience=crowd(await present(db, room(session_id))),
        programme=await current_agenda(db, await db.get_one(Event, event.id)),
        downloads=await downloads(db, session_id),
        takes_questions=qa.place_in(session).takes_questions,
        board=await qa.board(db, session_id),
        polls=await polls_of(db, session_id),
        votes=await votes_beside(db, session),
        to_all=to_all,
        to_room=to_room,
    )


def stage(common: Common, standing: Standing, seen: str, said: str = "") -> StageView:
    """What of it this viewer may see. `seen`: see `Live`; `said`: see `sentiment.framed`."""
    session, now, is_admitted = common.session, clock.now(), standing.is_admitted
    return StageView(
        session=session,
        screen=_screen(session, is_admitted=is_admitted),
        audience=common.audience,
        onward=after(common.programme, session, standing.bookmarked or (), now),
        downloads=common.downloads,
        is_admitted=is_admitted,
        is_confirmed=standing.is_confirmed,
        is_bookmarked=standing.has_bookmarked(session.id),
        may_moderate=standing.may_moderate,
        takes_questions=common.takes_questions,
        board=common.board if is_admitted else replace(common.board, questions=()),
        own=standing.own,
        polls=common.polls,
        to_all=common.to_all,
        to_room=common.to_room if is_admitted else None,
        seen=seen,
        sentiment=common.votes.panels(standing.voter, said) if is_admitted else NO_PANELS,
    )


def _screen(session: SessionView, *, is_admitted: bool) -> ScreenView:
    return ScreenView(session, session.phase(clock.now()), is_admitted)

"""Reads of the live page: the session, its questions, its audience, what comes next."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.guards import Viewer
from conference.accounts.models import RoleKind
from conference.agenda.announcements import Shown, on_page_of
from conference.agenda.bookmarks import bookmarked_by
from conference.agenda.models import Event
from conference.agenda.onward import Onward, after
from conference.agenda.pages import current_agenda
from conference.agenda.queries import session_view
from conference.agenda.uploads import DownloadView, downloads
from conference.agenda.views import Phase, SessionView
from conference.agenda.visibility import require_visible
from conference.live import Crowd, Topic, crowd, present
from conference.polls.queries import PollsView, polls_of
from conference.privacy import KeyFolder
from conference.qa import queries as qa
from conference.qa.queries import BoardView, Own
from conference.registration.admission import is_admitted
from conference.sentiment.queries import panels
from conference.sentiment.views import NO_PANELS, Panels

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
class StageView:
    """What the page shows one viewer. `own` is theirs alone; `is_bookmarked` is None where nobody
    is known to have an agenda."""

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


def room(session_id: int) -> Topic:
    return Topic(f"session/{session_id}")


async def audience(db: AsyncSession, session_id: int) -> Crowd:
    return crowd(await present(db, room(session_id)))


async def screen(db: AsyncSession, session_id: int) -> ScreenView:
    """As those see it who are admitted. Raises NotFound."""
    return _screen(await session_view(db, session_id), is_admitted=True)


async def stage(
    db: AsyncSession, keys: KeyFolder, session_id: int, viewer: Viewer | None, said: str = ""
) -> StageView:
    """`said`: see `sentiment.queries`. Raises NotFound."""
    session = await session_view(db, session_id)
    require_visible(session.event, viewer)
    place = qa.place_in(session)
    event = session.event
    admitted = await is_admitted(db, viewer, event.id)
    to_all, to_room = await on_page_of(db, event.id, event.slug, session_id)
    person_id = viewer.person_id if viewer and admitted else None
    own = await bookmarked_by(db, viewer, event.id)
    return StageView(
        session=session,
        screen=_screen(session, is_admitted=admitted),
        audience=await audience(db, session_id),
        onward=await _onward(db, session, own or ()),
        downloads=await downloads(db, session_id),
        is_admitted=admitted,
        is_confirmed=person_id is not None,
        is_bookmarked=None if own is None else session_id in own,
        may_moderate=_may_moderate(viewer, session),
        takes_questions=place.takes_questions,
        board=await qa.board(db, session_id, qa.SHOWN if admitted else ()),
        own=await qa.own(db, keys, place, person_id),
        polls=await polls_of(db, session_id),
        to_all=to_all,
        to_room=to_room if admitted else None,
        sentiment=await panels(db, session, viewer, said) if admitted else NO_PANELS,
    )


def _screen(session: SessionView, *, is_admitted: bool) -> ScreenView:
    return ScreenView(session, session.phase(clock.now()), is_admitted)


async def _onward(db: AsyncSession, session: SessionView, own: Collection[int]) -> Onward:
    programme = await current_agenda(db, await db.get_one(Event, session.event.id))
    return after(programme, session, own, clock.now())


def _may_moderate(viewer: Viewer | None, session: SessionView) -> bool:
    return viewer is not None and viewer.has(RoleKind.MODERATOR, session.event.id, session.id)

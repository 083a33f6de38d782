"""Who moderates: asked at every route of theirs by what it asks for (`moderated`, `polled`), and
what each of them is answered."""

from typing import Any

from litestar import Response
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer, require
from conference.accounts.models import RoleKind
from conference.agenda.editions import masthead
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event
from conference.polls import parts, queries
from conference.polls.queries import Place
from conference.web import AnyRequest, answer


async def moderated_session(
    session_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Place:
    """The session, for those who moderate it; NotFound for all others."""
    return _guard(await queries.place(db, session_id), viewer)


async def moderated_poll(
    poll_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Place:
    """The session of a poll, for those who moderate it; NotFound for all others."""
    return _guard(await queries.place_of(db, poll_id), viewer)


GUARDS = {"moderated": Provide(moderated_session), "polled": Provide(moderated_poll)}


async def event_of(db: AsyncSession, place: Place) -> Masthead:
    return masthead(await db.get_one(Event, place.event_id))


async def moderated_answer(
    request: AnyRequest, db: AsyncSession, place: Place, poll_id: int | None = None
) -> Response[Any]:
    await db.flush()
    view = await queries.moderated(db, place.session_id)
    to = f"/sessions/{place.session_id}/moderation/polls"
    at = f"#moderated-poll-{poll_id}" if poll_id else ""
    return answer(request, parts.for_moderators(view), to=f"{to}{at}")


def _guard(place: Place, viewer: Viewer | None) -> Place:
    require(viewer, RoleKind.MODERATOR, place.event_id, place.session_id)
    return place

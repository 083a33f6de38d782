"""Polls over HTTP: a poll's own page, ballots. For moderators see beside."""

from typing import Any

from litestar import Response, Router, get, route
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer, require_confirmed, signed_in_only
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.agenda.visibility import require_visible
from conference.errors import Conflict, NotFound, Refused
from conference.i18n import Text
from conference.polls import moderator_routes, parts, queries, votes
from conference.polls.guarding import GUARDS
from conference.polls.queries import PollView
from conference.privacy import ScopeKind
from conference.privacy.answers import Answering, seal_answers
from conference.registration.admission import is_admitted, require_admitted
from conference.registration.voting import VOTING, Voting
from conference.web import SWITCH, AnyRequest, answer, html, is_htmx, page, telling_when
from conference.web.limits import Limit
from conference.web.log import ANONYMOUS

BALLOTS = Limit(30, 60)


@get("/polls/{poll_id:int}", name="poll", opt=ANONYMOUS)
async def show_poll(
    request: AnyRequest,
    poll_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
    said: FromQuery[str] = "",
) -> Response[str]:
    """A page of its own: for links, without JavaScript, and for what had to be refused. Anybody
    may read what an open poll asks."""
    view = await queries.poll(db, poll_id)
    if not view.is_open:
        await require_admitted(db, viewer, view.event_id)
    return await _page(request, db, viewer, view, said=said)


@route(
    "/polls/{poll_id:int}/ballot", name="cast_ballot", opt=ANONYMOUS, dependencies=VOTING, **SWITCH
)
async def cast_ballot(
    request: AnyRequest, poll_id: FromPath[int], voting: NamedDependency[Voting]
) -> Response[Any]:
    """PUT answers, or answers anew; DELETE withdraws. Both may be sent twice."""
    chosen = await _chosen(request)
    try:
        await _cast(request, poll_id, voting, chosen)
    except NotFound:
        raise
    except Refused as refusal:
        return await _refused(request, voting, poll_id, chosen, refusal)
    if request.method == "PUT":
        return answer(request, [parts.saved(poll_id)], to=f"/polls/{poll_id}?said=saved")
    return answer(request, [parts.withdrawn(poll_id)], to=f"/polls/{poll_id}?said=withdrawn")


async def _chosen(request: AnyRequest) -> list[str]:
    """Every one that was sent: of two in a single choice neither may win by its place."""
    form = await request.form()
    return [value for value in form.getall("choice", []) if isinstance(value, str)]


async def _cast(request: AnyRequest, poll_id: int, voting: Voting, chosen: list[str]) -> None:
    database, viewer = voting.database, voting.viewer
    paper = await database.gathered(votes.papers, (poll_id, viewer))
    person_id = require_confirmed(viewer).person
    if not paper.voter.is_admitted:
        raise NotFound
    await voting.limits.check(f"ballots {person_id}", BALLOTS)
    wanted = votes.ballot(paper.poll, chosen) if request.method == "PUT" else None
    ballot = Answering(
        ScopeKind.POLL, poll_id, person_id, paper.voter.company_id, wanted, voting.keys
    )
    try:
        await database.grouped(seal_answers, ballot)
    except Conflict:
        raise Conflict(votes.JUST_CLOSED) from None


async def _refused(
    request: AnyRequest, voting: Voting, poll_id: int, chosen: list[str], refusal: Refused
) -> Response[str]:
    """In its place beside the ballot, or on the poll's page, with what was chosen still chosen."""
    if is_htmx(request):
        shown = html(parts.refused(poll_id, refusal.at_field).html(), refusal.status)
    else:
        async with voting.database.reading() as db:
            view = await queries.poll(db, poll_id)
            shown = await _page(
                request, db, voting.viewer, view, chosen=tuple(chosen), refusal=refusal.at_field
            )
        shown.status_code = refusal.status
    return telling_when(shown, refusal)


async def _page(
    request: AnyRequest,
    db: AsyncSession,
    viewer: Viewer | None,
    view: PollView,
    *,
    said: str = "",
    chosen: tuple[str, ...] = (),
    refusal: Text | None = None,
) -> Response[str]:
    place = await queries.place_of(db, view.id)
    event = await db.get_one(Event, place.event_id)
    require_visible(event, viewer)
    return page(
        request,
        "polls/poll.html",
        event=masthead(event),
        at=f"/polls/{view.id}",
        poll=view,
        place=place,
        is_admitted=await is_admitted(db, viewer, place.event_id),
        said=said,
        chosen=chosen,
        refusal=refusal,
    )


# One router, since some paths are the room's for reading and the moderators' for writing.
ROUTES = (
    Router(
        "/",
        dependencies=GUARDS,
        route_handlers=[
            show_poll,
            cast_ballot,
            Router("/", guards=[signed_in_only], route_handlers=[*moderator_routes.HANDLERS]),
        ],
    ),
)

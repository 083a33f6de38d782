"""Questions over HTTP: one's own, upvoting. Asking and moderating stand beside."""

from typing import Any

from litestar import Response, get, route
from litestar.di import NamedDependency
from litestar.params import FromPath

from conference.accounts.guards import require_confirmed
from conference.privacy import KeyFolder
from conference.qa import asking_routes, moderator_routes, parts, queries
from conference.qa.own import Own, Whose, owns
from conference.qa.upvotes import Cast, cast_upvotes, placed
from conference.registration.rooms import ROOMS, Rooms
from conference.registration.voting import VOTING, Voting
from conference.web import SWITCH, AnyRequest, answer, html, morph
from conference.web.limits import Limit
from conference.web.log import ANONYMOUS

UPVOTES = Limit(60, 60)


@get(
    "/sessions/{session_id:int}/questions/own",
    name="own_questions",
    opt=ANONYMOUS,
    dependencies=ROOMS,
)
async def show_own(
    session_id: FromPath[int], rooms: NamedDependency[Rooms], keys: NamedDependency[KeyFolder]
) -> Response[str]:
    event_id = await rooms.admitted_at(session_id)
    person_id = rooms.viewer.person_id if rooms.viewer else None
    mine = Own()
    if person_id is not None:
        whose = Whose(session_id, event_id, person_id, keys)
        mine = await rooms.database.gathered(owns, whose)
    return html(parts.own(session_id, mine).content())


@route(
    "/questions/{question_id:int}/upvote",
    name="upvote_question",
    opt=ANONYMOUS,
    dependencies=VOTING,
    **SWITCH,
)
async def upvote(
    request: AnyRequest, question_id: FromPath[int], voting: NamedDependency[Voting]
) -> Response[Any]:
    database, keys = voting.database, voting.keys
    person_id = require_confirmed(voting.viewer).person
    place = await database.gathered(placed, (question_id, voting.viewer))
    await voting.limits.check(f"upvotes {person_id}", UPVOTES)
    cast = Cast(question_id, person_id, wanted=request.method == "PUT", keys=keys)
    await database.grouped(cast_upvotes, cast)
    view = await database.gathered(queries.views_of, question_id)
    whose = Whose(place.session_id, place.event_id, person_id, keys)
    mine = parts.own(place.session_id, await database.gathered(owns, whose))
    shown = [morph(f"question-{question_id}", "qa/_question.html", "question", view)]
    to = f"/sessions/{place.session_id}#question-{question_id}"
    return answer(request, [*shown, mine] if view and view.is_shown else [mine], to=to)


ROUTES = (
    show_own,
    upvote,
    *asking_routes.ROUTES,
    *moderator_routes.ROUTES,
)

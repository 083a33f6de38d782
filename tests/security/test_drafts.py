"""A draft or a rehearsal is answered on every route as if it were not there, to all who do not
prepare it."""

import pytest
from sqlalchemy import update

from conference.agenda.models import Event, EventState, Session
from conference.i18n import Translated
from tests.registration.conftest import entered
from tests.security.conftest import Place, Role, World
from tests.security.knocking import knock
from tests.security.matrix import rows

HIDDEN = "Nobody knows of this yet"
MISSING = Place("no-such-event", 4711, 4711, 4711)
STRANGERS = (
    *(
        (role, EventState.DRAFT)
        for role in (Role.NOBODY, Role.WAITING, Role.ATTENDEE, Role.ORGANISER)
    ),
    *((role, EventState.REHEARSAL) for role in (Role.NOBODY, Role.ATTENDEE)),
)
NAMED = ("{slug}", "{session_id}", "{question_id}")


async def draft(world: World, state: EventState) -> Place:
    hidden = Translated(en=HIDDEN)
    async with world.app.database.writing() as db:
        ours = update(Event).where(Event.id == world.b.event_id)
        await db.execute(ours.values(state=state, title=hidden, motto=hidden))
        session = update(Session).where(Session.id == world.b.session_id)
        await db.execute(session.values(title=hidden))
    return world.b


# Who sees a draft does not depend on the database.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("role", "state"), STRANGERS)
async def test_a_draft_looks_like_no_event_at_all(
    world: World, role: Role, state: EventState
) -> None:
    hidden = await draft(world, state)
    named = [row for row, _ in rows() if any(name in row[1] for name in NAMED)]
    open_to_all = [row for row in named if not row[1].startswith(("/manage", "/desk"))]

    told = {
        row: [await ask(world, role, row, place) for place in (hidden, MISSING)]
        for row in open_to_all
    }

    assert {row: answers for row, answers in told.items() if answers[0] != answers[1]} == {}
    assert {row for row, (of_draft, _) in told.items() if HIDDEN in of_draft[1]} == set()
    assert {of_draft[0] for of_draft, _ in told.values()} <= {401, 403, 404, 405}


async def ask(world: World, role: Role, row: tuple[str, str], place: Place) -> tuple[int, str]:
    """The status, and the words where the draft's are among them."""
    method, template = row
    path = template.format(
        slug=place.slug, session_id=place.session_id, question_id=place.question_id
    )
    if method == "WS":
        return await knock(world.app, path, world.cookies[role]), ""
    form = entered() | {"text": "What will it cost?", "value": "4", "version": "1"}
    async with world.browser(role) as client:
        body = None if method in ("GET", "HEAD") else form
        answer = await client.request(method, path, data=body)
    return answer.status_code, HIDDEN if HIDDEN in answer.text else ""

"""What the routes of moods and feedback share: who may answer and how often, and a form that comes
back, with what was typed into it, when it is refused."""

from typing import Any

from litestar import Response

from conference.accounts.guards import Viewer, require_confirmed
from conference.db import Database
from conference.errors import Refused
from conference.registration.admission import admitted, require_attendee
from conference.registration.queries import attendee
from conference.sentiment.entries import NamesSomebody
from conference.sentiment.naming import named_in
from conference.web import AnyRequest, Form, Fragment, html, is_htmx, page, telling_when
from conference.web.limits import Limit, Limits

ANSWERS = Limit(30, 60)


async def answerer(database: Database, limits: Limits, viewer: Viewer | None, event_id: int) -> int:
    """The person's id. Raises what keeps them from answering."""
    if not await database.gathered(admitted, (viewer, event_id)):
        async with database.reading() as db:
            await require_attendee(db, viewer, event_id)
    person_id = require_confirmed(viewer).person
    await limits.check(f"answers {person_id}", ANSWERS)
    return person_id


async def check_naming(
    database: Database, form: Form, text: str, event_id: int, person_id: int
) -> None:
    """Raises NamesSomebody, unless the form says that it is meant so."""
    if not text or form.entered.get("named") == "yes":
        return
    async with database.reading() as db:
        known = await attendee(db, event_id, person_id)
    if known and (words := named_in(text, known.name, known.company)):
        raise NamesSomebody(words)


def renewed(target: str, template: str, macro: str, view: Any) -> Fragment:
    """Not morphed: that would leave chosen what was chosen, for the next one who looks."""
    return Fragment("outerHTML", target, template, macro, (view,))


def refused_form(
    request: AnyRequest, refusal: Refused, form: Fragment, template: str, **context: Any
) -> Response[str]:
    """`form`: its part of the page `template`, for who has JavaScript."""
    again = html(form.html()) if is_htmx(request) else page(request, template, **context)
    again.status_code = refusal.status
    return telling_when(again, refusal)

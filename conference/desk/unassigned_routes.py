"""People without a company over HTTP: the list, and putting one of them down for a company."""

from litestar import Response, Router, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer, require_anywhere, signed_in_only
from conference.accounts.models import RoleKind
from conference.db import Turn, take_turn
from conference.desk.access import wholly_staffed_events
from conference.desk.listing import read_choice
from conference.desk.unassigned import unassigned, unassigned_person
from conference.partners.directory import companies
from conference.partners.editing import add_company, assign_person
from conference.partners.labels import TYPES_OF_OTHERS
from conference.partners.listing import Wanted, matching
from conference.web import AnyRequest, page, read_form

PATH = "/desk/partners/people"
OFFERED = 20


@get(PATH, name="list_unassigned")
async def list_unassigned(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    events = wholly_staffed_events(viewer)
    choice = read_choice(request.query_params, {}, ("",))
    return page(
        request,
        "partners/people.html",
        regions=require_anywhere(viewer, RoleKind.CHANNEL_STAFF).regions_anywhere(),
        view=await unassigned(db, events, choice),
        types=dict(TYPES_OF_OTHERS),
    )


@get(f"{PATH}/{{person_id:int}}", name="show_unassigned")
async def show_unassigned(
    request: AnyRequest,
    person_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Response[str]:
    """Without a search, companies whose names begin like the one they registered with."""
    events = wholly_staffed_events(viewer)
    person = await unassigned_person(db, events, person_id)
    text = request.query_params.get("text", person.company.split()[0])[:200]
    found = matching(await companies(db), Wanted(words=text)) if text.strip() else []
    return page(
        request,
        "partners/person.html",
        person=person,
        type=dict(TYPES_OF_OTHERS)[person.type],
        text=text,
        companies=found[:OFFERED],
        more=len(found) - OFFERED,
    )


@put(f"{PATH}/{{person_id:int}}/company", name="assign_person")
async def assign(
    request: AnyRequest,
    person_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer | None],
) -> Redirect:
    """Without a company in the form, a new one is made of what they registered."""
    staff = require_anywhere(viewer, RoleKind.CHANNEL_STAFF)
    form = await read_form(request)
    # So that two at once, or two clicks, do not make two companies of one.
    await take_turn(db, Turn.ASSIGNING, person_id)
    person = await unassigned_person(db, wholly_staffed_events(staff), person_id)
    known = form.number("company")
    company_id = known or await add_company(db, person.facts, by=staff.person)
    await assign_person(db, person_id, company_id, by=staff.person)
    return Redirect(PATH, status_code=303)


ROUTES = (
    Router(
        "/",
        guards=[signed_in_only],
        route_handlers=[list_unassigned, show_unassigned, assign],
    ),
)

"""The people of an event over HTTP: who has which role, inviting somebody, dismissing somebody."""

from typing import Any

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.accounts.guards import Viewer
from conference.accounts.roles import WORDS
from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.errors import Conflict, Invalid, Refused, TooMany
from conference.i18n import _
from conference.organise import invitations
from conference.organise.done import Done, read_done, to_done
from conference.organise.invitations import KINDS, read_invitation
from conference.organise.queries import sessions_of
from conference.organise.roles import check_limits
from conference.partners.queries import regions_of_list
from conference.web import AnyRequest, page, read_form
from conference.web.limits import Limits

PATH = "/manage/events/{slug:str}/people"
NEW = {"kind": "moderator"}
LABELS = {
    "email": _("E-mail address"),
    "name": _("Name"),
    "kind": _("Role"),
    "session": _("Session"),
    "regions": _("Regions"),
    "language": _("Language of the mail"),
}


@get(PATH, name="event_people")
async def list_people(
    request: AnyRequest, db: NamedDependency[AsyncSession], organised: NamedDependency[Event]
) -> Response[str]:
    return await _page(request, db, organised)


@post(PATH, name="invite")
async def invite(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
    limits: NamedDependency[Limits],
) -> Response[Any]:
    form = await read_form(request)
    try:
        sessions, regions = await sessions_of(db, organised.id), await regions_of_list(db)
        invitation = read_invitation(form, sessions, regions)
        await check_limits(limits, organised.id, viewer.person)
        await invitations.invite(db, organised, invitation, by=viewer.person)
    except (Invalid, TooMany) as refusal:
        return await _page(request, db, organised, refusal, typed=form.entered)
    return to_done(f"/manage/events/{organised.slug}/people", Done.GIVEN)


@delete(f"{PATH}/{{role_id:int}}", name="dismiss", status_code=200)
async def dismiss(
    request: AnyRequest,
    role_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    try:
        await invitations.dismiss(db, organised, role_id, by=viewer.person)
    except Conflict as refusal:
        return await _page(request, db, organised, refusal)
    return to_done(f"/manage/events/{organised.slug}/people", Done.TAKEN)


HANDLERS: tuple[Any, ...] = (list_people, invite, dismiss)


async def _page(
    request: AnyRequest,
    db: AsyncSession,
    event: Event,
    refusal: Refused | None = None,
    *,
    typed: dict[str, str] | None = None,
) -> Response[str]:
    return page(
        request,
        "organise/people.html",
        event=masthead(event),
        status=refusal.status if refusal else 200,
        at=f"/manage/events/{event.slug}/people",
        holders=await invitations.people(db, event.id),
        kinds=[(kind.value, WORDS[kind]) for kind in KINDS],
        sessions=[(str(id_), title) for id_, title in (await sessions_of(db, event.id)).items()],
        regions=await regions_of_list(db),
        typed=typed or NEW | {"language": i18n.locale()},
        labels={name: str(label) for name, label in LABELS.items()},
        errors=refusal.fields if isinstance(refusal, Invalid) else {},
        notice=refusal.sentence if refusal and not isinstance(refusal, Invalid) else None,
        said=read_done(request),
    )

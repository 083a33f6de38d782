"""The partner list over HTTP: searching it, downloading it, and one company's facts.

Reading asks for the `regions` that the viewer is limited to; who is, does not write (see `routes`).
"""

from typing import Any

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Regions, Viewer
from conference.db import Database
from conference.errors import Conflict, Refused
from conference.partners import editing
from conference.partners.directory import companies, company
from conference.partners.entry import entered, read_facts
from conference.partners.export import sheet_of
from conference.partners.listing import listed, matching, read_wanted
from conference.partners.views import FormView, filters, form_view
from conference.partners.wording import facts_in_words, said
from conference.web import AnyRequest, page, read_form
from conference.web.sheets import download

PATH = "/desk/partners"


@get("/", name="list_companies")
async def list_companies(
    request: AnyRequest, db: NamedDependency[AsyncSession], regions: NamedDependency[Regions]
) -> Response[str]:
    view = listed(await companies(db, regions), read_wanted(request.query_params))
    return page(
        request,
        "partners/list.html",
        view=view,
        regions=regions,
        filters=filters(view),
        said=said,
    )


@get(["/companies.csv", "/companies.xlsx"], name="export_companies")
async def export(
    request: AnyRequest, db: NamedDependency[AsyncSession], regions: NamedDependency[Regions]
) -> Response[bytes]:
    """All that the filters let through."""
    found = matching(await companies(db, regions), read_wanted(request.query_params))
    return await download(request, sheet_of(found))


@get("/new", name="new_company")
async def show_new(request: AnyRequest) -> Response[str]:
    return _form(request, form_view({}))


@post("/", name="add_company")
async def add(
    request: AnyRequest, database: NamedDependency[Database], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    form = await read_form(request)
    try:
        facts = read_facts(form)
        async with database.writing() as db:
            id_ = await editing.add_company(db, facts, by=viewer.person)
    except Refused as refusal:
        return _form(request, form_view(form.entered, refusal), refusal.status)
    return Redirect(f"{PATH}/{id_}", status_code=303)


@get("/{organisation_id:int}", name="show_company")
async def show(
    request: AnyRequest,
    organisation_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    regions: NamedDependency[Regions],
) -> Response[str]:
    found = await company(db, organisation_id, regions)
    return page(
        request,
        "partners/company.html",
        company=found,
        regions=regions,
        facts=facts_in_words(found.facts),
    )


@get("/{organisation_id:int}/edit", name="show_company_form")
async def show_form(
    request: AnyRequest, organisation_id: FromPath[int], db: NamedDependency[AsyncSession]
) -> Response[str]:
    found = await company(db, organisation_id)
    return _form(request, form_view(entered(found.facts), company=found))


@put("/{organisation_id:int}", name="edit_company")
async def edit(
    request: AnyRequest,
    organisation_id: FromPath[int],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer],
) -> Response[Any]:
    """Refused, what was typed is kept, to be written over what is there now."""
    form = await read_form(request)
    version = form.number("version")
    try:
        facts = read_facts(form)
        async with database.writing() as db:
            await editing.edit_company(
                db, organisation_id, facts, version=version, by=viewer.person
            )
    except Refused as refusal:
        async with database.reading() as db:
            found = await company(db, organisation_id)
        now = found.version if isinstance(refusal, Conflict) else version
        again = form_view(form.entered, refusal, company=found, version=now)
        return _form(request, again, refusal.status)
    return Redirect(f"{PATH}/{organisation_id}", status_code=303)


@put("/{organisation_id:int}/standing", name="confirm_company")
async def confirm(
    organisation_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    await editing.confirm_company(db, organisation_id, by=viewer.person)
    return Redirect(f"{PATH}/{organisation_id}", status_code=303)


def _form(request: AnyRequest, form: FormView, status: int = 200) -> Response[str]:
    return page(request, "partners/form.html", status=status, at=form.at, form=form)


READING = (list_companies, export, show)
WRITING = (show_new, add, show_form, edit, confirm)

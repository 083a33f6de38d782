"""Merging over HTTP: looking for the other company, what would move, and moving it."""

from litestar import Response, get, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.partners.directory import companies, company
from conference.partners.listing import Wanted, matching
from conference.partners.merging import merge, merger
from conference.partners.wording import facts_in_words, said
from conference.web import AnyRequest, page, read_form

OFFERED = 20


@get("/{organisation_id:int}/merger", name="find_merger")
async def find(
    request: AnyRequest, organisation_id: FromPath[int], db: NamedDependency[AsyncSession]
) -> Response[str]:
    """Without a search, those whose name begins alike."""
    gone = await company(db, organisation_id)
    text = request.query_params.get("text", gone.name.split()[0])[:200]
    found = matching(await companies(db), Wanted(words=text)) if text.strip() else []
    others = tuple(other for other in found if other.id != gone.id)
    return page(
        request,
        "partners/merger_search.html",
        company=gone,
        text=text,
        others=others[:OFFERED],
        more=len(others) - OFFERED,
    )


@get("/{organisation_id:int}/merger/{kept_id:int}", name="show_merger")
async def show(
    request: AnyRequest,
    organisation_id: FromPath[int],
    kept_id: FromPath[int],
    db: NamedDependency[AsyncSession],
) -> Response[str]:
    found = await merger(db, organisation_id, kept_id)
    return page(
        request,
        "partners/merger.html",
        merger=found,
        domains=said(found.gone.facts, "domains"),
        gone=facts_in_words(found.gone.facts),
        kept=facts_in_words(found.kept.facts),
    )


@put("/{organisation_id:int}/merger/{kept_id:int}", name="merge_companies")
async def merge_companies(
    request: AnyRequest,
    organisation_id: FromPath[int],
    kept_id: FromPath[int],
    db: NamedDependency[AsyncSession],
    viewer: NamedDependency[Viewer],
) -> Redirect:
    form = await read_form(request)
    versions = (form.number("version"), form.number("kept_version"))
    await merge(db, organisation_id, kept_id, versions=versions, by=viewer.person)
    return Redirect(f"/desk/partners/{kept_id}", status_code=303)


HANDLERS = (find, show, merge_companies)

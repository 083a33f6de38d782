"""Importing over HTTP: choosing a file, looking at what it would change, writing it."""

import asyncio
from typing import Any

from litestar import Response, get, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.response import Redirect

from conference.accounts.guards import Viewer
from conference.db import Database
from conference.errors import Conflict
from conference.i18n import Text, _
from conference.partners.imports import (
    FILE_BYTES,
    TOO_LONG,
    carried,
    import_partners,
    plan_of,
    read_carried,
)
from conference.partners.reading import (
    LIMIT_MIB,
    ListUnreadable,
    PartnerFile,
    decode,
    read_partners,
)
from conference.partners.wording import changes_in_words
from conference.web import AnyRequest, page, read_form

PATH = "/desk/partners/import"
# Beside the file there is what browsers write around it.
UPLOAD_BYTES = FILE_BYTES + 64 * 1024
# Of each list of a preview: what a person can read through.
SHOWN = 200


@get("/import", name="choose_partners_file")
async def choose(request: AnyRequest) -> Response[str]:
    return _choose(request)


@post("/import", name="preview_import", status_code=200, request_max_body_size=UPLOAD_BYTES)
async def preview(request: AnyRequest, database: NamedDependency[Database]) -> Response[str]:
    """Opens its session only when the file is there, which may take a while."""
    try:
        text = await _uploaded(request)
        read = await asyncio.to_thread(read_partners, text)
        kept = await asyncio.to_thread(carried, text)
    except ListUnreadable as refusal:
        return _choose(request, refusal)
    return await _preview(request, database, kept, read)


@put("/import", name="import_partners", request_max_body_size=UPLOAD_BYTES)
async def write(
    request: AnyRequest, database: NamedDependency[Database], viewer: NamedDependency[Viewer]
) -> Response[Any]:
    """What was looked at, or nothing: then it is shown as it would be now."""
    form = await read_form(request)
    try:
        kept = form.entered.get("list", "")
        text = await asyncio.to_thread(read_carried, kept)
        read = await asyncio.to_thread(read_partners, text)
    except ListUnreadable as refusal:
        return _choose(request, refusal)
    try:
        async with database.writing() as db:
            agreed = form.entered.get("plan", "")
            plan = await import_partners(db, read, agreed=agreed, by=viewer.person)
    except Conflict as refusal:
        return await _preview(request, database, kept, read, refusal)
    return Redirect(f"{PATH}?written={plan.writes}", status_code=303)


async def _uploaded(request: AnyRequest) -> str:
    file = (await request.form()).get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise ListUnreadable(_("Please choose a file first."))
    content = await file.read(FILE_BYTES + 1)
    await file.close()
    if len(content) > FILE_BYTES:
        raise ListUnreadable(TOO_LONG)
    return await asyncio.to_thread(decode, content)


async def _preview(
    request: AnyRequest,
    database: Database,
    kept: str,
    read: PartnerFile,
    refusal: Conflict | None = None,
) -> Response[str]:
    async with database.reading() as db:
        plan = await plan_of(db, read)
    return page(
        request,
        "partners/preview.html",
        status=refusal.status if refusal else 200,
        at=PATH,
        plan=plan,
        counts=plan.counts(),
        changed=[(match.company.name, changes_in_words(match)) for match in plan.changed[:SHOWN]],
        shown=SHOWN,
        kept=kept,
        notice=refusal.sentence if refusal else None,
    )


def _choose(request: AnyRequest, refusal: ListUnreadable | None = None) -> Response[str]:
    written = str(request.query_params.get("written", ""))
    is_number = written.isdecimal() and len(written) < 9
    return page(
        request,
        "partners/import.html",
        status=refusal.status if refusal else 200,
        at=PATH,
        limit=LIMIT_MIB,
        error=_sentence(refusal),
        written=int(written) if is_number else None,
    )


def _sentence(refusal: ListUnreadable | None) -> Text | None:
    return refusal.at_field if refusal else None


HANDLERS = (choose, preview, write)

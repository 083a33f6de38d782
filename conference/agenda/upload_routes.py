"""Uploaded files over HTTP: pictures as part of pages, all else to be saved, never to be run.

The digest stands in the address, so that what is there never changes.
"""

import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from conference.accounts.guards import Viewer
from conference.agenda.kept_contents import KeptContents
from conference.agenda.models_beside import UploadKind
from conference.agenda.uploads import UploadFacts, content_of, upload_facts
from conference.db import Database
from conference.web import AnyRequest
from conference.web.etags import names_tag
from conference.web.log import ANONYMOUS

KEPT_BYTES = 64 * 2**20
CHUNK_BYTES = 256 * 1024
# What was taken away is then gone from everybody's cache, too.
DAY_S = 86_400
POLICY = "default-src 'none'; sandbox"
UNSAFE = re.compile(r"[^A-Za-z0-9 ._()-]")

_kept: WeakKeyDictionary[Database, KeptContents] = WeakKeyDictionary()


# Anonymous in the log as the page is on which portraits and files stand.
@get("/uploads/{upload_id:int}/{digest:str}", name="upload", opt=ANONYMOUS)
async def show_upload(
    request: AnyRequest,
    upload_id: FromPath[int],
    digest: FromPath[str],
    database: NamedDependency[Database],
    viewer: NamedDependency[Viewer | None],
) -> Response[Any]:
    """No session is open while it is sent, which may take a slow phone minutes."""
    async with database.reading() as db:
        facts = await upload_facts(db, upload_id, digest, viewer)
    headers = _headers(facts)
    if names_tag(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(b"", status_code=304, headers=headers)
    content = await _content(database, facts)
    size = {"content-length": str(len(content))}
    return Stream(_chunks(content), media_type=facts.media_type, headers=headers | size)


ROUTES = (show_upload,)


async def _content(database: Database, facts: UploadFacts) -> bytes:
    async def read() -> bytes:
        async with database.reading() as db:
            return await content_of(db, facts.id)

    kept = _kept.setdefault(database, KeptContents(KEPT_BYTES))
    return await kept.get((facts.id, facts.digest), read)


def _headers(facts: UploadFacts) -> dict[str, str]:
    whose = "public" if facts.is_public else "private"
    return {
        "cache-control": f"{whose}, max-age={DAY_S}, immutable",
        "content-disposition": _disposition(facts),
        "content-security-policy": POLICY,
        "etag": f'"{facts.digest}"',
    }


def _disposition(facts: UploadFacts) -> str:
    """RFC 6266: the name for all browsers, and again with its own letters (RFC 8187)."""
    if facts.kind != UploadKind.DOWNLOAD:
        return "inline"
    plain, full = UNSAFE.sub("_", facts.name), quote(facts.name, safe="")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"


async def _chunks(content: bytes) -> AsyncIterator[bytes]:
    """Bit by bit, as the server would otherwise hold a copy of the whole for each slow reader."""
    for at in range(0, len(content), CHUNK_BYTES):
        yield content[at : at + CHUNK_BYTES]

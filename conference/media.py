"""Video and captions, served so that a player can jump into them (RFC 9110, 13 to 15).

Static files are answered whole whatever the Range says, and phones then refuse to play.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Any

from litestar import Response, get
from litestar.params import FromPath
from litestar.response import Stream

from conference.errors import NotFound
from conference.resources import resource
from conference.web import AnyRequest
from conference.web.etags import names_tag

TYPES = {".mp4": "video/mp4", ".webm": "video/webm", ".vtt": "text/vtt"}
CHUNK_BYTES = 256 * 1024
KEPT = "public, max-age=3600"
ONE_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Media:
    path: Path
    size: int
    changed_at: datetime
    etag: str


@dataclass(frozen=True)
class Part:
    """Bytes `first` to `last`, both included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """A range that begins behind the end of the file."""


@get("/media/{name:str}", name="media")
async def show_media(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    media = await asyncio.to_thread(find, name)
    headers = {
        "accept-ranges": "bytes",
        "cache-control": KEPT,
        "etag": media.etag,
        "last-modified": format_datetime(media.changed_at, usegmt=True),
    }
    if _is_known(request, media):
        return Response(b"", status_code=304, headers=headers)
    try:
        part = _wanted(request, media)
    except Unsatisfiable:
        return Response(
            b"", status_code=416, headers=headers | {"content-range": f"bytes */{media.size}"}
        )
    if part is not None:
        headers["content-range"] = f"bytes {part.first}-{part.last}/{media.size}"
    return _stream(media, part, headers)


def find(name: str) -> Media:
    """By its name in static/media; asks the disk. Raises NotFound for all else."""
    folder = resource("static") / "media"
    # Compared with what lies there, so that no name leads out of the folder.
    path = next((path for path in folder.iterdir() if path.name == name), None)
    if path is None or path.suffix not in TYPES or not path.is_file():
        raise NotFound
    facts = path.stat()
    changed_at = datetime.fromtimestamp(facts.st_mtime_ns // 10**9, UTC)
    return Media(path, facts.st_size, changed_at, f'"{facts.st_size:x}-{facts.st_mtime_ns:x}"')


def read_range(header: str, size: int) -> Part | None:
    """None where the whole file is the answer: no range, several, or one that says nothing.

    Raises Unsatisfiable.
    """
    match = ONE_RANGE.fullmatch(header.strip())
    if match is None or match.group(1, 2) == ("", ""):
        return None
    first, last = (int(digits) if digits else None for digits in match.groups())
    if first is None:
        first, last = max(size - (last or 0), 0), size - 1
    elif last is not None and last < first:
        return None
    if first >= size:
        raise Unsatisfiable
    return Part(first, size - 1 if last is None else min(last, size - 1))


def _is_known(request: AnyRequest, media: Media) -> bool:
    """Whether the browser has it already; entity tags go before dates."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return names_tag(tags, media.etag)
    since = _date(request.headers.get("if-modified-since", ""))
    return since is not None and media.changed_at <= since


def _wanted(request: AnyRequest, media: Media) -> Part | None:
    # A Range means something with GET only; the edge has HEAD answered as GET.
    if request.scope["state"].get("is_head"):
        return None
    condition = request.headers.get("if-range", "").strip()
    if condition and condition != media.etag and _date(condition) != media.changed_at:
        return None
    return read_range(request.headers.get("range", ""), media.size)


def _date(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _stream(media: Media, part: Part | None, headers: dict[str, str]) -> Stream:
    sent = part or Part(0, media.size - 1)
    return Stream(
        _read(media.path, sent),
        status_code=206 if part else 200,
        media_type=TYPES[media.path.suffix],
        headers=headers | {"content-length": str(sent.size)},
    )


async def _read(path: Path, part: Part) -> AsyncIterator[bytes]:
    """The file is open for a chunk at a time: viewers leave in the middle, and none tells us."""
    for at in range(part.first, part.last + 1, CHUNK_BYTES):
        yield await asyncio.to_thread(_chunk, path, at, min(CHUNK_BYTES, part.last + 1 - at))


def _chunk(path: Path, at: int, size: int) -> bytes:
    with path.open("rb") as file:
        file.seek(at)
        return file.read(size)


ROUTES = (show_media,)

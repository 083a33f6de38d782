"""Static files under a URL that changes with their content, so that browsers keep them for ever."""

import hashlib
from functools import cache

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from conference.resources import resource

YEAR_S = 31_536_000


@cache
def version() -> str:
    """A digest of every static file: one for all, so that CSS finds its fonts by `../`."""
    digest = hashlib.sha256()
    root = resource("static")
    for path in sorted(path for path in root.rglob("*") if path.is_file()):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def static_url(name: str) -> str:
    return f"/static/{version()}/{name}"


def static_router() -> Router:
    return create_static_files_router(
        path=f"/static/{version()}",
        directories=[resource("static")],
        cache_control=CacheControlHeader(max_age=YEAR_S, public=True, immutable=True),
        include_in_schema=False,
    )

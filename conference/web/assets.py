"""Static files under a URL that changes with their content, so that browsers keep them for ever.

And the one file that is asked for under a name of its own: the icon, by whoever reads no page.
"""

import hashlib
from functools import cache

from litestar import Response, Router, get
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from conference.resources import resource

YEAR_S = 31_536_000
DAY_S = 86_400


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


@get("/favicon.ico", name="icon", cache_control=CacheControlHeader(max_age=DAY_S, public=True))
async def show_icon() -> Response[bytes]:
    return Response(_icon(), media_type="image/x-icon")


ROUTES = (show_icon,)


@cache
def _icon() -> bytes:
    return resource("static", "img", "favicon.ico").read_bytes()

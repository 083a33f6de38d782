"""Style sheets as one file for each list of them, since a phone waits for every single one.

Each is a file of its own in `static/css`; nothing is built.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from litestar import Response, get
from litestar.params import FromPath

from conference.errors import NotFound
from conference.resources import resource
from conference.web.assets import YEAR_S, static_url, version

HEADERS = {"cache-control": f"public, max-age={YEAR_S}, immutable"}


def styles_url(names: Iterable[str]) -> str:
    """`names`: paths under static/css without their ending, in the order of the cascade."""
    listed = "+".join(name.replace("/", ".") for name in names)
    return f"/styles/{version()}/{listed}.css"


@get("/styles/{of_version:str}/{name:str}", name="styles")
async def show_styles(of_version: FromPath[str], name: FromPath[str]) -> Response[str]:
    if of_version != version():
        raise NotFound
    text = _joined(name.removesuffix(".css"))
    return Response(text, media_type="text/css", headers=HEADERS)


ROUTES = (show_styles,)


@lru_cache(64)
def _joined(listed: str) -> str:
    """Each once: an address could name one a thousand times, and all of it would be kept."""
    sheets, names = _sheets(), listed.split("+")
    if not {*names} <= {*sheets} or len({*names}) < len(names):
        raise NotFound
    return "\n".join(sheets[name] for name in names)


@cache
def _sheets() -> dict[str, str]:
    """By their names in addresses."""
    root = resource("static", "css")
    return {
        ".".join(path.relative_to(root).with_suffix("").parts): path.read_text("utf-8").replace(
            "../vendor/", static_url("vendor/")
        )
        for path in root.rglob("*.css")
    }

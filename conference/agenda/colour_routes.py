"""An event's colour as a stylesheet, since the content policy lets no page carry one in itself.

Where it could not be seen it is made lighter or darker, for each theme by itself.
"""

import re

from litestar import Response, get
from litestar.params import FromPath

from conference.errors import NotFound
from conference.web.assets import YEAR_S
from conference.web.colours import HALL, LINE, PAPER, visible

NAME = re.compile(r"([0-9a-f]{6})\.css")


@get("/colours/{name:str}", name="colours")
async def show_colour(name: FromPath[str]) -> Response[str]:
    """Named by the colour, so that a changed one is another file."""
    found = NAME.fullmatch(name)
    if found is None:
        raise NotFound
    by_day, by_night = (visible(f"#{found[1]}", ground, LINE) for ground in (PAPER, HALL))
    return Response(
        f":root {{ --accent: light-dark({by_day}, {by_night}); --accent-line: 4px; }}\n",
        media_type="text/css",
        headers={"cache-control": f"public, max-age={YEAR_S}, immutable"},
    )


ROUTES = (show_colour,)

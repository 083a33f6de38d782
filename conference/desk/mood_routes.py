"""The barometer over HTTP: its page, its live parts, all comments, the releases to download.

Each asks for `staffed` (see `routes`).
"""

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.models import Event
from conference.desk.mood import mood
from conference.desk.mood_fragments import MOOD, live_parts
from conference.desk.mood_sheet import mood_sheet
from conference.web import AnyRequest, html, page
from conference.web.fragments import html as fragments_html
from conference.web.sheets import download
from conference.web.templates import render_macro


@get("/desk/events/{slug:str}/mood", name="desk_mood")
async def show_mood(
    request: AnyRequest, db: NamedDependency[AsyncSession], staffed: NamedDependency[Event]
) -> Response[str]:
    view = await mood(db, staffed)
    return page(request, "desk/mood.html", event=view.event, view=view)


@get("/desk/events/{slug:str}/mood/figures", name="desk_mood_figures")
async def show_figures(
    db: NamedDependency[AsyncSession], staffed: NamedDependency[Event]
) -> Response[str]:
    """The region itself, and the parts that stand elsewhere on the page."""
    view = await mood(db, staffed)
    _, *others = live_parts(view)
    return html(f"{render_macro(MOOD, 'region', view)}{fragments_html(others)}")


@get("/desk/events/{slug:str}/mood/comments", name="desk_mood_comments")
async def list_comments(
    request: AnyRequest, db: NamedDependency[AsyncSession], staffed: NamedDependency[Event]
) -> Response[str]:
    view = await mood(db, staffed)
    return page(request, "desk/comments.html", event=view.event, view=view)


@get(
    ["/desk/events/{slug:str}/mood.csv", "/desk/events/{slug:str}/mood.xlsx"],
    name="desk_mood_export",
)
async def export_mood(
    request: AnyRequest, db: NamedDependency[AsyncSession], staffed: NamedDependency[Event]
) -> Response[bytes]:
    return await download(request, mood_sheet(await mood(db, staffed)))


HANDLERS = (show_mood, show_figures, list_comments, export_mood)

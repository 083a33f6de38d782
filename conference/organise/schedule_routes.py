"""The day's grid over HTTP: rooms by time, what is in conflict, and where something would fit."""

from datetime import date
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.agenda.streams import sources
from conference.desk.listing import is_id
from conference.organise.schedule import KINDS, MOST_NAMED, schedule
from conference.settings import Settings
from conference.web import AnyRequest, page


@get("/manage/events/{slug:str}/schedule", name="schedule")
async def show_schedule(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    settings: NamedDependency[Settings],
) -> Response[str]:
    """`?day=`: as 2026-09-17. `?place=`: a session that a place is looked for."""
    query = request.query_params
    placing = str(query.get("place", ""))
    wished, placing_id = _day(query.get("day", "")), int(placing) if is_id(placing) else None
    allowed = sources(settings, masthead(organised))
    view = await schedule(db, organised, wished, placing_id, allowed)
    return page(
        request,
        "organise/schedule.html",
        event=view.event,
        view=view,
        kinds=KINDS,
        most=MOST_NAMED,
    )


# It is guarded by asking for `organised` (see `access`).
HANDLERS: tuple[Any, ...] = (show_schedule,)


def _day(written: str) -> date | None:
    """None for what is no day of this age."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2199 else None

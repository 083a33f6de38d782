"""The log of an event over HTTP."""

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.organise.log import PAGE, entries
from conference.organise.log_words import in_words
from conference.web import AnyRequest, page


@get("/manage/events/{slug:str}/log", name="event_log")
async def show_log(
    request: AnyRequest, db: NamedDependency[AsyncSession], organised: NamedDependency[Event]
) -> Response[str]:
    """`?before=`: the entry that the page before ended with."""
    before = str(request.query_params.get("before", ""))
    number = int(before) if before.isdecimal() and len(before) < 10 else None
    found = await entries(db, organised.id, number)
    return page(
        request,
        "organise/log.html",
        event=masthead(organised),
        entries=[in_words(row, organised.zone) for row in found],
        older=found[-1].entry.id if len(found) == PAGE else None,
    )


HANDLERS = (show_log,)

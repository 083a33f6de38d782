"""The agenda as files that other tools read."""

from collections.abc import Callable
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.agenda.exports import outgoing
from conference.agenda.formats.outgoing import OutgoingAgenda
from conference.agenda.formats.write_json import write_json
from conference.agenda.formats.write_xml import write_xml
from conference.agenda.models import Event
from conference.settings import Settings
from conference.web import AnyRequest

WRITERS: dict[str, tuple[Callable[[OutgoingAgenda, str], bytes], str]] = {
    "xml": (write_xml, "application/vnd.c3voc.schedule+xml"),
    "json": (write_json, "application/json"),
}


@get(
    [f"/manage/events/{{slug:str}}/schedule.{kind}" for kind in WRITERS],
    name="export_agenda",
)
async def export(
    request: AnyRequest,
    db: NamedDependency[AsyncSession],
    organised: NamedDependency[Event],
    settings: NamedDependency[Settings],
) -> Response[bytes]:
    """Its texts in the page's language, as far as they are there."""
    kind = request.url.path.rpartition(".")[2]
    write, media_type = WRITERS[kind]
    agenda = await outgoing(db, organised, i18n.locale())
    disposition = f'attachment; filename="{organised.slug}.schedule.{kind}"'
    return Response(
        write(agenda, settings.root_url),
        media_type=media_type,
        headers={"content-disposition": disposition},
    )


HANDLERS: tuple[Any, ...] = (export,)

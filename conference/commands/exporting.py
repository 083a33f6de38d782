"""The work of `export-agenda`: from the database to the bytes of a file."""

from sqlalchemy import select

from conference.agenda.calendars import publisher
from conference.agenda.exports import outgoing
from conference.agenda.formats.write_ical import write_calendar
from conference.agenda.formats.write_json import write_json
from conference.agenda.formats.write_xml import write_xml
from conference.agenda.models import Event
from conference.db import Database
from conference.settings import Settings


async def export(settings: Settings, slug: str, name: str, language: str | None) -> bytes | None:
    """`name`: xml, json or ics. None if there is no such event."""
    database = Database(settings.database)
    try:
        async with database.reading() as db:
            event = await db.scalar(select(Event).where(Event.slug == slug))
            if event is None:
                return None
            agenda = await outgoing(db, event, language or event.languages.partition(",")[0])
    finally:
        await database.close()
    if name == "ics":
        return write_calendar(agenda, agenda.sessions, publisher(settings))
    write = write_xml if name == "xml" else write_json
    return write(agenda, settings.root_url)

"""What the mails of an event look like: its name, its colour, its logo."""

import asyncio

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.editions import current_event, masthead
from conference.agenda.models import Event
from conference.agenda.models_beside import Upload, UploadKind
from conference.agenda.pictures import plate
from conference.mail import Brand, Logo


async def branding(db: AsyncSession, event_id: int | None) -> Brand:
    """In the locale in force. Without an event it is the current one's, as above all pages that are
    of none."""
    event = await (db.get(Event, event_id) if event_id else current_event(db))
    if event is None:
        return Brand()
    shown = masthead(event)
    about = ", ".join(filter(None, (str(event.title), shown.dates)))
    return Brand(str(event.motto), about, event.accent, await _logo(db, event))


async def _logo(db: AsyncSession, event: Event) -> Logo | None:
    content = await db.scalar(
        select(Upload.content).where(Upload.event_id == event.id, Upload.kind == UploadKind.LOGO)
    )
    if content is None:
        return None
    made, (width, height) = await asyncio.to_thread(plate, content)
    return Logo(made.content, width, height)

"""Personal calendars: the address of each, making a new one, and what an address opens."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.models import Person
from conference.agenda.calendar_links import calendar_token, read_token
from conference.agenda.models import Event
from conference.agenda.models_beside import CalendarLink
from conference.agenda.visibility import require_visible
from conference.db import insert_into
from conference.errors import NotFound
from conference.settings import Settings

# Of whoever has never made a new address.
FIRST = 1


@dataclass(frozen=True)
class Subscription:
    person_id: int
    language: str
    event: Event


async def calendar_url(db: AsyncSession, settings: Settings, person_id: int, event_id: int) -> str:
    version = await _version(db, person_id, event_id)
    token = calendar_token(settings.secret, person_id, event_id, version)
    return f"{settings.root_url}/calendar/{token}.ics"


async def replace_calendar_link(db: AsyncSession, person_id: int, event_id: int) -> None:
    """The addresses of before open nothing any more."""
    row = {"person_id": person_id, "event_id": event_id, "version": FIRST + 1}
    await db.execute(
        insert_into(db, CalendarLink)
        .values(row)
        .on_conflict_do_update(
            index_elements=["person_id", "event_id"], set_={"version": CalendarLink.version + 1}
        )
    )


async def open_subscription(db: AsyncSession, settings: Settings, token: str) -> Subscription:
    """For whoever has the token, signed in or not. Raises NotFound, for a replaced one too."""
    known = read_token(settings.secret, token)
    if known is None:
        raise NotFound
    person_id, event_id, version = known
    person, event = await db.get(Person, person_id), await db.get(Event, event_id)
    if person is None or event is None or version != await _version(db, person_id, event_id):
        raise NotFound
    require_visible(event, None)
    return Subscription(person_id, person.language, event)


async def _version(db: AsyncSession, person_id: int, event_id: int) -> int:
    link = await db.get(CalendarLink, (person_id, event_id))
    return link.version if link else FIRST

"""What the form of a session offers of its event: days, rooms, tracks, speakers."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.editing import parts
from conference.agenda.editions import masthead
from conference.agenda.formats.texts import folded
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event, Room, Speaker, Speaking, Track
from conference.i18n import Translated

# Of a longer event the others are typed as another day.
MOST_DAYS = 31


@dataclass(frozen=True)
class Offered:
    """Pairs of id and name. `speakers`: first those of the session, in their order, then all
    others by name."""

    event: Masthead
    rooms: tuple[tuple[int, str], ...]
    tracks: tuple[tuple[int, Translated], ...]
    speakers: tuple[tuple[int, str], ...]

    @property
    def days(self) -> tuple[date, ...]:
        return days_of(self.event)


def days_of(event: Masthead) -> tuple[date, ...]:
    count = (event.ends_on - event.starts_on).days + 1
    return tuple(event.starts_on + timedelta(days=at) for at in range(min(count, MOST_DAYS)))


async def offered(db: AsyncSession, event: Event, session_id: int | None = None) -> Offered:
    return Offered(
        event=masthead(event),
        rooms=tuple((room.id, room.name) for room in await parts(db, Room, event.id)),
        tracks=tuple((track.id, track.name) for track in await parts(db, Track, event.id)),
        speakers=await _speakers(db, event.id, session_id),
    )


async def _speakers(
    db: AsyncSession, event_id: int, session_id: int | None
) -> tuple[tuple[int, str], ...]:
    own = (Speaking.speaker_id == Speaker.id) & (Speaking.session_id == session_id)
    rows = await db.execute(
        select(Speaker.id, Speaker.name, Speaking.position)
        .outerjoin(Speaking, own)
        .where(Speaker.event_id == event_id)
    )
    ordered = sorted(
        rows,
        key=lambda row: (row.position is None, row.position or 0, folded(row.name), row.id),
    )
    return tuple((row.id, row.name) for row in ordered)

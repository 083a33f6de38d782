"""What organisers of the stock's event have done: announcements, and a log of all they can do."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.announcements import announce_to
from conference.agenda.models import Event
from conference.i18n import Translated
from conference.organise.log import SENTENCES, Deed, Thing, record
from conference.rehearsal.sandbox import Wish, make_sandbox

MOVED = {
    "from": "2026-09-17T08:00:00+00:00",
    "to": "2026-09-17T09:30:00+00:00",
    "minutes_from": "45",
    "minutes_to": "60",
    "room_from": "",
    "room_to": "Elbe",
}
DETAILS: Mapping[tuple[Thing, Deed], Mapping[str, object]] = {
    (Thing.EVENT, Deed.CHANGED): {"fields": "stream_hosts, is_registration_open, day_change"},
    (Thing.SESSION, Deed.CHANGED): {"fields": "languages, speaker_ids, new_speakers, track_id"},
    (Thing.SESSION, Deed.MOVED): MOVED,
    (Thing.SESSION, Deed.PUT_OFF): {"minutes": 15},
    (Thing.ROOM, Deed.CHANGED): {"from": "Isar"},
    (Thing.AGENDA, Deed.IMPORTED): {"new": 3, "changed": 1, "gone": 2},
    (Thing.ROLE, Deed.GIVEN): {"role": "channel-staff", "regions": "Nord"},
    (Thing.ROLE, Deed.CHANGED): {"role": "channel-staff", "regions": ""},
    (Thing.ROLE, Deed.TAKEN): {"role": "moderator"},
    (Thing.REHEARSAL, Deed.ADDED): {"people": "20"},
}
# As an older server wrote it.
BEFORE = {"from": "2026-09-17 10:00", "to": "–"}


async def plant_announcements(db: AsyncSession, event_id: int, session_id: int) -> None:
    """To everybody, and to those in the session."""
    welcome = Translated(de="Willkommen. Die Mittagspause beginnt um 12:30 Uhr.", en="Welcome.")
    await announce_to(db, event_id, None, welcome, timedelta(days=1))
    slides = Translated(de="Die Folien stehen unter „Mehr“.", en="The slides are under “More”.")
    await announce_to(db, event_id, session_id, slides, timedelta(days=1))


async def plant_log(db: AsyncSession, event_id: int, organiser_id: int) -> None:
    """By somebody, and once by nobody who is known."""
    for kind in SENTENCES:
        thing, deed = kind
        record(db, event_id, organiser_id, deed, thing, name="Elbe", details=DETAILS.get(kind))
    record(db, event_id, None, Deed.UNSCHEDULED, Thing.SESSION, name="Elbe", details=BEFORE)


async def plant_rehearsal(db: AsyncSession, event_id: int, session_id: int) -> str:
    """The short name of the copy. Nobody comes to it."""
    event = await db.get_one(Event, event_id)
    return (await make_sandbox(db, event, Wish(session_id, people=20, minutes=30))).slug

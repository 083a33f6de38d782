"""Plants the demo's event, once, through the same actions that people's clicks call."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.accounts.actions import find_or_add_person, give_role
from conference.accounts.models import RoleKind
from conference.agenda.actions import (
    add_room,
    add_session,
    add_speaker,
    add_track,
    create_event,
)
from conference.agenda.models import Event, Level, SessionKind, SessionState
from conference.demo.answers import plant_feedback, plant_mood, plant_polls
from conference.demo.bookmarks import plant_bookmarks
from conference.demo.cast import Attendee, attendees, event_slug, read_seed, team
from conference.demo.partners import plant_partners
from conference.demo.questions import Keynote, plant_questions
from conference.demo.shift import bring_to_now
from conference.i18n import Translated
from conference.privacy import KeyFolder
from conference.registration.actions import confirm, enrol
from conference.registration.consents import consent_text
from conference.registration.entry import Entry

RUNNING_SESSION = "opening-keynote"
# The night ends shortly before the doors open, at whatever hour the demo is started.
DAY_CHANGE = time(7)
# Of so many who registered, one has not opened the mailed link.
CONFIRMED_OF = 10


async def plant(db: AsyncSession, keys: KeyFolder) -> None:
    """Nothing, if it is there already. All in this one transaction, so never half of it."""
    if await db.scalar(select(Event.id).where(Event.slug == event_slug())):
        return
    event_id = await _plant_event(db)
    session_ids = await _plant_sessions(db, event_id)
    # What comes next depends on whether the event is to come, running or over.
    await bring_to_now(db)
    await plant_partners(db)
    confirmed = await _plant_attendees(db, event_id)
    await plant_bookmarks(db, session_ids, confirmed)
    moderator_id = await _plant_team(db, event_id, session_ids)
    keynote = Keynote(event_id, session_ids[RUNNING_SESSION], moderator_id)
    await plant_questions(db, keys, keynote, confirmed)
    await plant_polls(db, keys, session_ids, confirmed)
    await plant_mood(db, keys, event_id, confirmed)
    await plant_feedback(db, keys, session_ids, confirmed)


async def _plant_event(db: AsyncSession) -> int:
    facts = read_seed("event")
    return await create_event(
        db,
        slug=facts["slug"],
        title=Translated(facts["title"]),
        motto=Translated(facts["motto"]),
        summary=Translated(facts["summary"]),
        starts_on=date.fromisoformat(facts["starts_on"]),
        ends_on=date.fromisoformat(facts["ends_on"]),
        timezone=facts["timezone"],
        day_change=DAY_CHANGE,
    )


async def _plant_sessions(db: AsyncSession, event_id: int) -> dict[str, int]:
    facts = read_seed("event")
    rooms = {name: await add_room(db, event_id, name=name) for name in facts["rooms"]}
    tracks = {
        key: await add_track(db, event_id, name=Translated(name), key=key)
        for key, name in facts["tracks"].items()
    }
    speakers = {
        key: await _plant_speaker(db, event_id, row) for key, row in read_seed("speakers").items()
    }
    first_day, zone = date.fromisoformat(facts["starts_on"]), ZoneInfo(facts["timezone"])
    session_ids = {}
    for row in read_seed("sessions"):
        day = first_day + timedelta(days=row["day"] - 1)
        session_ids[row["key"]] = await add_session(
            db,
            event_id,
            title=Translated(row["title"]),
            starts_at=_moment(day, row["from"], zone),
            ends_at=_moment(day, row["to"], zone),
            kind=SessionKind(row["kind"]),
            state=SessionState(row.get("state", "confirmed")),
            subtitle=Translated(row["subtitle"]),
            abstract=Translated(row["abstract"]),
            description=Translated(row["description"]),
            languages=row["languages"].split(),
            level=Level(row.get("level", "all")),
            tags=row.get("tags", ()),
            track_id=tracks[row["track"]],
            room_id=rooms[row["room"]],
            speaker_ids=[speakers[key] for key in row["speakers"]],
            video=row.get("video", ""),
        )
    return session_ids


async def _plant_speaker(db: AsyncSession, event_id: int, row: dict[str, Any]) -> int:
    return await add_speaker(
        db,
        event_id,
        name=row["name"],
        headline=Translated(row["headline"]),
        biography=Translated(row["biography"]),
    )


def _moment(day: date, hour: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), zone).astimezone(UTC)


async def _plant_attendees(db: AsyncSession, event_id: int) -> dict[int, Attendee]:
    """Those who have confirmed, by person id."""
    confirmed = {}
    for place, attendee in enumerate(attendees()):
        enrolment = await enrol(db, event_id, _entry(attendee))
        if place % CONFIRMED_OF != CONFIRMED_OF - 1:
            await confirm(db, enrolment.registration_id)
            confirmed[enrolment.person_id] = attendee
    return confirmed


def _entry(attendee: Attendee) -> Entry:
    with i18n.in_locale(attendee.language):
        consent = consent_text()
    return Entry(
        name=attendee.name,
        email=attendee.email,
        company=attendee.company.name,
        country=attendee.company.country,
        job=attendee.job,
        partner_type=attendee.company.partner_type,
        company_size=attendee.company.size,
        language=attendee.language,
        consent=consent,
    )


async def _plant_team(db: AsyncSession, event_id: int, session_ids: dict[str, int]) -> int:
    """The moderator's person id."""
    person_ids = {
        role: await find_or_add_person(
            db, name=member.name, email=member.email, language=member.language
        )
        for role, member in team().items()
    }
    await give_role(db, person_ids["organiser"], RoleKind.ORGANISER, event_id)
    await give_role(db, person_ids["channel-staff"], RoleKind.CHANNEL_STAFF, event_id)
    for session_id in session_ids.values():
        await give_role(db, person_ids["moderator"], RoleKind.MODERATOR, event_id, session_id)
    return person_ids["moderator"]

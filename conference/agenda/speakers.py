"""Speakers of an event: entered, changed, and taken away while they speak nowhere."""

from dataclasses import dataclass, fields

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.actions import agenda_changed
from conference.agenda.events import CHANGED, locked_event
from conference.agenda.models import Speaker, Speaking
from conference.errors import Conflict, NotFound
from conference.i18n import Translated, _


@dataclass(frozen=True, kw_only=True)
class SpeakerFacts:
    """What is said of a speaker; named as the columns of `Speaker`."""

    name: str
    headline: Translated
    biography: Translated
    url: str


@dataclass(frozen=True)
class SpeakerLine:
    """`sessions`: how many they speak in."""

    id: int
    name: str
    headline: Translated
    sessions: int


async def speakers(db: AsyncSession, event_id: int) -> list[SpeakerLine]:
    """By name."""
    rows = await db.execute(
        select(Speaker.id, Speaker.name, Speaker.headline, func.count(Speaking.session_id))
        .outerjoin(Speaking, Speaking.speaker_id == Speaker.id)
        .where(Speaker.event_id == event_id)
        .group_by(Speaker.id)
    )
    lines = [SpeakerLine(*row) for row in rows]
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


async def speaker_of(
    db: AsyncSession, event_id: int, speaker_id: int, *, anew: bool = False
) -> Speaker:
    """`anew`: also if it has been read before. Raises NotFound, for another event's as well."""
    row = await db.get(Speaker, speaker_id, populate_existing=anew)
    if row is None or row.event_id != event_id:
        raise NotFound
    return row


async def sessions_of_speaker(db: AsyncSession, speaker_id: int) -> list[int]:
    spoken = select(Speaking.session_id).where(Speaking.speaker_id == speaker_id)
    return list(await db.scalars(spoken))


def facts_of(speaker: Speaker) -> SpeakerFacts:
    return SpeakerFacts(**{each.name: getattr(speaker, each.name) for each in fields(SpeakerFacts)})


async def edit_speaker(
    db: AsyncSession, event_id: int, speaker_id: int, facts: SpeakerFacts, *, version: int
) -> None:
    """Raises NotFound, and Conflict if somebody has written since `version`."""
    row = await _locked(db, event_id, speaker_id)
    if row.version != version:
        raise Conflict(CHANGED)
    for name, value in vars(facts).items():
        setattr(row, name, value)
    row.version += 1
    await agenda_changed(db, event_id, await sessions_of_speaker(db, speaker_id))


async def remove_speaker(db: AsyncSession, event_id: int, speaker_id: int) -> str:
    """Their name. Raises NotFound, and Conflict while they speak somewhere."""
    row = await _locked(db, event_id, speaker_id)
    if await sessions_of_speaker(db, speaker_id):
        raise Conflict(_("They speak in a session. Please take them off there first."))
    await db.delete(row)
    await agenda_changed(db, event_id)
    return row.name


async def _locked(db: AsyncSession, event_id: int, speaker_id: int) -> Speaker:
    """With the event, as by whoever writes its sessions, so that nobody puts one who is just taken
    away into any, and no two wait for each other. Raises NotFound."""
    await locked_event(db, event_id)
    return await speaker_of(db, event_id, speaker_id, anew=True)

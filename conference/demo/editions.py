"""The demo's two editions: each an event with its rooms, tracks, speakers and programme."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.actions import (
    add_room,
    add_session,
    add_speaker,
    add_track,
    create_event,
)
from conference.agenda.models import Level, SessionKind, SessionState
from conference.agenda.pictures import Picture, event_picture, portrait
from conference.agenda.scheduling import put_off
from conference.agenda.session_editing import SessionFacts, new_session
from conference.agenda.uploads import set_picture, set_portrait
from conference.demo.cast import read_seed
from conference.i18n import Translated
from conference.resources import resource

# Folders of the seed: this edition, and the one a year before.
NOW, BEFORE = "", "earlier/"
# The night ends shortly before the doors open, at whatever hour the demo is started.
DAY_CHANGE = time(7)


@dataclass(frozen=True)
class Edition:
    """`sessions`: their ids by the seed's key."""

    folder: str
    event_id: int
    sessions: Mapping[str, int]

    def seed(self, name: str) -> Any:
        return read_seed(f"{self.folder}{name}")

    @property
    def slug(self) -> str:
        return slug_of(self.folder)


@dataclass(frozen=True)
class _Places:
    """What sessions point at, by the seed's keys."""

    first_day: date
    zone: ZoneInfo
    rooms: Mapping[str, int]
    tracks: Mapping[str, int]
    speakers: Mapping[str, int]

    def moment(self, day: int, hour: str) -> datetime:
        date_ = self.first_day + timedelta(days=day - 1)
        return datetime.combine(date_, time.fromisoformat(hour), self.zone).astimezone(UTC)


def slug_of(folder: str) -> str:
    return str(read_seed(f"{folder}event")["slug"])


async def plant_edition(db: AsyncSession, folder: str) -> Edition:
    facts, rows = read_seed(f"{folder}event"), read_seed(f"{folder}sessions")
    event_id = await _plant_event(db, facts)
    places = await _plant_places(db, event_id, facts, rows)
    sessions = {row["key"]: await _plant_session(db, event_id, places, row) for row in rows}
    for row in rows:
        if delay := row.get("put_off"):
            late = timedelta(minutes=delay)
            id_ = sessions[row["key"]]
            await put_off(db, event_id, id_, late, version=1, with_following=False)
    return Edition(folder, event_id, sessions)


async def _plant_event(db: AsyncSession, facts: Mapping[str, Any]) -> int:
    event_id = await create_event(
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
    if path := facts.get("picture"):
        content = resource("seed", path).read_bytes()
        await set_picture(db, event_id, await asyncio.to_thread(event_picture, content))
    return event_id


async def _plant_places(
    db: AsyncSession, event_id: int, facts: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]
) -> _Places:
    rooms = {name: await add_room(db, event_id, name=name) for name in facts["rooms"]}
    tracks = {
        key: await add_track(db, event_id, name=Translated(name), key=key)
        for key, name in facts["tracks"].items()
    }
    speaking = {key for row in rows for key in row.get("speakers", ())}
    speakers = {
        key: await _plant_speaker(db, event_id, row)
        for key, row in read_seed("speakers").items()
        if key in speaking
    }
    first_day, zone = date.fromisoformat(facts["starts_on"]), ZoneInfo(facts["timezone"])
    return _Places(first_day, zone, rooms, tracks, speakers)


async def _plant_speaker(db: AsyncSession, event_id: int, row: Mapping[str, Any]) -> int:
    speaker_id = await add_speaker(
        db,
        event_id,
        name=row["name"],
        headline=Translated(row["headline"]),
        biography=Translated(row["biography"]),
    )
    await set_portrait(db, event_id, speaker_id, await asyncio.to_thread(_drawn, row["portrait"]))
    return speaker_id


@cache
def _drawn(path: str) -> Picture:
    """Made ready once for both editions."""
    return portrait(resource("seed", path).read_bytes())


async def _plant_session(
    db: AsyncSession, event_id: int, places: _Places, row: Mapping[str, Any]
) -> int:
    if "from" not in row:
        return await new_session(db, event_id, _facts(places, row), None)
    return await add_session(
        db,
        event_id,
        title=Translated(row["title"]),
        starts_at=places.moment(row["day"], row["from"]),
        ends_at=places.moment(row["day"], row["to"]),
        kind=SessionKind(row["kind"]),
        state=SessionState(row.get("state", "confirmed")),
        subtitle=_text(row, "subtitle"),
        abstract=_text(row, "abstract"),
        description=_text(row, "description"),
        languages=row.get("languages", "").split(),
        level=Level(row.get("level", "all")),
        tags=row.get("tags", ()),
        track_id=places.tracks.get(row.get("track", "")),
        room_id=places.rooms.get(row.get("room", "")),
        speaker_ids=[places.speakers[key] for key in row.get("speakers", ())],
        video=row.get("video", ""),
        recording=row.get("recording", ""),
    )


def _facts(places: _Places, row: Mapping[str, Any]) -> SessionFacts:
    return SessionFacts(
        kind=SessionKind(row["kind"]),
        title=Translated(row["title"]),
        subtitle=_text(row, "subtitle"),
        abstract=_text(row, "abstract"),
        description=_text(row, "description"),
        languages=",".join(row["languages"].split()),
        level=Level.ALL,
        tags="",
        track_id=places.tracks.get(row["track"]),
        video="",
        recording="",
        links=(),
        speaker_ids=tuple(places.speakers[key] for key in row["speakers"]),
    )


def _text(row: Mapping[str, Any], name: str) -> Translated:
    return Translated(row.get(name, {}))

"""Writes schedule.json, version 1, as its schema asks: https://c3voc.de/schedule/schema.json."""

import json
import re
from datetime import date
from itertools import groupby
from typing import Any

from conference.agenda.formats.model import ImportedLink
from conference.agenda.formats.outgoing import (
    OutgoingAgenda,
    OutgoingSession,
    OutgoingSpeaker,
    clock,
)
from conference.agenda.formats.own import CANCELLED, GENERATOR

MEDIA_TYPE = "application/json"
# The schema takes names of these forms only; our own reader finds others under "meta".
ZONE = re.compile("[A-Z][a-z]+/[A-Z][a-z]+|UTC$")
TYPES = {"recording": "media"}
SINGLE = ("feedback", "origin")


def write_json(agenda: OutgoingAgenda, root_url: str) -> bytes:
    document = {
        "generator": {"name": GENERATOR, "url": root_url},
        "schedule": {
            "version": agenda.version,
            "base_url": f"{root_url}/",
            "conference": _conference(agenda, root_url),
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _conference(agenda: OutgoingAgenda, root_url: str) -> dict[str, Any]:
    zone = agenda.zone.key
    return {
        "acronym": agenda.acronym,
        "title": agenda.title,
        "start": agenda.starts_on.isoformat(),
        "end": agenda.ends_on.isoformat(),
        "daysCount": len(agenda.days),
        "timeslot_duration": "00:05",
        **({"time_zone_name": zone} if ZONE.match(zone) else {}),
        "url": f"{root_url}/events/{agenda.slug}",
        "meta": {"source": agenda.source, "time_zone_name": zone},
        "tracks": [{"name": track} for track in agenda.tracks],
        "rooms": [{"name": room.name, "guid": room.guid} for room in agenda.rooms],
        "days": [_day(agenda, at, day, root_url) for at, day in enumerate(agenda.days, 1)],
    }


def _day(agenda: OutgoingAgenda, index: int, day: date, root_url: str) -> dict[str, Any]:
    begins, ends = agenda.bounds(day)
    sessions = sorted((s for s in agenda.shown if s.day == day), key=_room)
    return {
        "index": index,
        "date": day.isoformat(),
        "day_start": begins.isoformat(),
        "day_end": ends.isoformat(),
        "rooms": {
            room: [_event(agenda, session, root_url) for session in held]
            for room, held in groupby(sessions, _room)
        },
    }


def _room(session: OutgoingSession) -> str:
    return session.room


def _event(agenda: OutgoingAgenda, session: OutgoingSession, root_url: str) -> dict[str, Any]:
    local = agenda.local(session.starts_at)
    links = session.links
    single = {str(link.kind): link.url for link in links[::-1] if link.kind in SINGLE}
    return {
        "guid": session.uid,
        "id": session.id,
        "date": local.isoformat(),
        "start": f"{local:%H:%M}",
        "duration": clock(session.length),
        "room": session.room,
        "slug": agenda.slug_of(session),
        "url": session.address(root_url),
        "title": CANCELLED * session.is_cancelled + session.title,
        "subtitle": session.subtitle,
        "track": session.track or None,
        "type": session.kind,
        "language": ", ".join(session.languages) or None,
        "abstract": session.abstract,
        "description": session.description,
        "persons": [_person(speaker) for speaker in session.speakers],
        "links": [_link(link) for link in links if _is_listed(link, single)],
        "attachments": [_link(link) for link in links if link.kind == "attachment"],
        **{f"{kind}_url": url for kind, url in single.items()},
    }


def _person(speaker: OutgoingSpeaker) -> dict[str, Any]:
    """With `name`, and without `public_name`: the schema has a person be one or the other."""
    return {
        "id": speaker.id,
        "guid": speaker.guid,
        "name": speaker.name,
        "biography": speaker.biography or None,
        "avatar": speaker.avatar_url,
        **({"url": speaker.url} if speaker.url else {}),
    }


def _is_listed(link: ImportedLink, single: dict[str, str]) -> bool:
    return link.kind != "attachment" and single.get(link.kind) != link.url


def _link(link: ImportedLink) -> dict[str, Any]:
    return {"url": link.url, "title": link.title, "type": TYPES.get(link.kind, "related")}

"""Made-up schedule.json files: a sound one, and changes to it that copy what real ones do."""

import json
from typing import Any

from conference.agenda.formats.model import ImportedAgenda, ImportedSession
from conference.agenda.formats.schedule_json import read_schedule_json

DAY = "2027-05-11"
GUID = "0f0e7a52-6d0c-4f0e-9d1b-3b8f6c1a2d01"


def entry(**fields: Any) -> dict[str, Any]:
    """A sound session; a field given as `...` is left out."""
    sound = {
        "id": 7,
        "guid": GUID,
        "date": f"{DAY}T10:00:00+02:00",
        "start": "10:00",
        "duration": "00:45",
        "room": "Lighthouse",
        "title": "Tides of trust",
        "language": "en",
        "persons": [],
        "links": [],
    }
    return {key: value for key, value in (sound | fields).items() if value is not ...}


def day(*entries: Any, date: Any = DAY, room: str = "Lighthouse", **fields: Any) -> dict[str, Any]:
    return {"index": 1, "date": date, "rooms": {room: list(entries)}, **fields}


def schedule(*days: Any, base_url: Any = None, generator: Any = None, **conference: Any) -> Any:
    sound = {
        "acronym": "harbour27",
        "title": "Harbour Days 2027",
        "start": DAY,
        "end": DAY,
        "time_zone_name": "Europe/Berlin",
        "days": list(days),
    }
    return {
        "schedule": {"base_url": base_url, "generator": generator, "conference": sound | conference}
    }


def agenda_of(document: Any, timezone: str | None = None) -> ImportedAgenda:
    return read_schedule_json(json.dumps(document).encode(), timezone=timezone)


def agenda(*entries: Any, **conference: Any) -> ImportedAgenda:
    """One day, one room, these entries."""
    return agenda_of(schedule(day(*entries), **conference))


def session(**fields: Any) -> ImportedSession:
    return agenda(entry(**fields)).sessions[0]


def notes(agenda: ImportedAgenda) -> list[tuple[str, str]]:
    """What was repaired and where, as a person would read it."""
    return [(repair.where, str(repair.note)) for repair in agenda.repairs]


def session_notes(**fields: Any) -> list[str]:
    return [note for _where, note in notes(agenda(entry(**fields)))]

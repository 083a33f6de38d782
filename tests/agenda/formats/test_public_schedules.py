"""An independent reader, a plain walk through the JSON, finds every field of a file again.

It runs over one file of our own, and over the public ones where they lie beside the project.
"""

import json
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conference.agenda.formats.model import ImportedAgenda, ImportedSession
from conference.agenda.formats.schedule_json import read_schedule_json
from conference.agenda.matching import StoredSession
from conference.agenda.plan import plan_import
from tests.agenda.formats.files import DAY, day, entry, schedule

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "schedules"
COUNTS = {
    "vocexample-pretalx-democon.json": 36,
    "klimacamp-rheinland-2015.schedule.json": 106,
    "39c3-everything.schedule.json": 895,
}

OUR_OWN = schedule(
    day(
        entry(
            subtitle="What\tebbs",
            abstract="\r\nShort.\r\n",
            description="Long \x06 and\u200b wide.",
            language="de, en",
            track="Trust",
            persons=[{"id": 3, "public_name": " Ada Brandt"}, {"id": 4, "full_public_name": "Jo"}],
            links=[{"url": "https://a.example/", "title": "Paper"}],
            attachments=[{"url": "/slides.pdf", "title": "Slides"}],
            feedback_url="https://a.example/feedback",
        ),
        entry(guid="late", title="Night watch", date="2027-05-12T01:30:00+02:00", start="01:30"),
    ),
    day(
        entry(guid="next", title="Morning tide ", date="2027-05-12T09:00:00+02:00", start="09:00"),
        date="2027-05-12",
        room="Pier",
    ),
    base_url="https://agenda.example/",
    end="2027-05-12",
)


def files() -> list[Any]:
    public = [path for path in map(FOLDER.joinpath, COUNTS) if path.is_file()]
    own = pytest.param(json.dumps(OUR_OWN).encode(), 3, id="our own")
    return [own, *(pytest.param(p.read_bytes(), COUNTS[p.name], id=p.name) for p in public)]


def visible(text: str | None) -> str:
    """Without blanks and what nobody sees, as these are evened out on the way in."""
    unseen = ("Cc", "Zs", "Zl", "Zp")
    seen = (c for c in text or "" if unicodedata.category(c) not in unseen)
    return "".join(seen).translate(dict.fromkeys(map(ord, "\u200b\ufeff\u2060")))


def walked(data: bytes) -> dict[str, dict[str, Any]]:
    """What the file says, by guid."""
    conference = json.loads(data)["schedule"]["conference"]
    return {
        event["guid"]: said(event, day["date"], room)
        for day in conference["days"]
        for room, events in day["rooms"].items()
        for event in events
    }


def said(event: dict[str, Any], day: str, room: str) -> dict[str, Any]:
    hours, minutes = event["duration"].split(":")
    texts = ("title", "subtitle", "abstract", "description", "track", "type")
    names = (p.get("public_name") or p["full_public_name"] for p in event["persons"])
    return {
        **{name: visible(event.get(name)) for name in texts},
        "day": day,
        "room": visible(room),
        "start": datetime.fromisoformat(event["date"]),
        "length": timedelta(hours=int(hours), minutes=int(minutes)),
        "languages": [w.strip() for w in (event.get("language") or "").split(",") if w.strip()],
        "speakers": [visible(name) for name in names],
        "biographies": [visible(p.get("biography")) for p in event["persons"]],
        "links": links_said(event),
    }


def links_said(event: dict[str, Any]) -> list[tuple[str, str]]:
    listed = [*event.get("links", []), *event.get("attachments", [])]
    single = [event[key] for key in ("feedback_url", "origin_url") if event.get(key)]
    return sorted([(link["url"], link["title"]) for link in listed] + [(u, "") for u in single])


def read(session: ImportedSession, written: list[tuple[str, str]]) -> dict[str, Any]:
    """The same shape from what was imported. `written`: the links, which may be relative."""
    return {
        "title": visible(session.title),
        "subtitle": visible(session.subtitle),
        "abstract": visible(session.abstract),
        "description": visible(session.description),
        "track": visible(session.track),
        "type": visible(session.kind),
        "day": session.day.isoformat(),
        "room": visible(session.room),
        "start": session.starts_at,
        "length": session.ends_at - session.starts_at,
        "languages": list(session.languages),
        "speakers": [visible(speaker.name) for speaker in session.speakers],
        "biographies": [visible(speaker.biography) for speaker in session.speakers],
        "links": sorted(
            next((w for w in written if link.url.endswith(w[0]) and link.title == w[1]), ("", ""))
            for link in session.links
        ),
    }


def imported(data: bytes) -> ImportedAgenda:
    return read_schedule_json(data, timezone="Europe/Berlin")


@pytest.mark.parametrize(("data", "count"), files())
def test_every_field_of_every_session_is_found_again(data: bytes, count: int) -> None:
    agenda, expected = imported(data), walked(data)

    found = {s.guid: read(s, expected[s.guid]["links"]) for s in agenda.sessions}

    assert found == expected
    assert len(found) == len(agenda.sessions) == count
    assert agenda.unreadable == ()


@pytest.mark.parametrize(("data", "count"), files())
def test_every_room_and_track_is_found_again(data: bytes, count: int) -> None:
    agenda, conference = imported(data), json.loads(data)["schedule"]["conference"]
    sessions = walked(data).values()

    named = {name: [entry["name"] for entry in conference.get(name, [])] for name in NAMED}
    rooms = {visible(name) for name in named["rooms"]} | {entry["room"] for entry in sessions}
    tracks = {visible(name) for name in named["tracks"]} | {entry["track"] for entry in sessions}

    assert {visible(room.name) for room in agenda.rooms} == rooms
    assert {visible(track.name) for track in agenda.tracks} == tracks - {""}
    assert len(sessions) == count


NAMED = ("rooms", "tracks")


@pytest.mark.parametrize(("data", "count"), files())
def test_times_are_utc_and_within_the_days_of_the_conference(data: bytes, count: int) -> None:
    agenda = imported(data)

    assert {session.starts_at.tzinfo for session in agenda.sessions} == {UTC}
    assert all(agenda.starts_on <= session.day <= agenda.ends_on for session in agenda.sessions)
    assert len(agenda.sessions) == count


@pytest.mark.parametrize(("data", "count"), files())
def test_a_second_import_of_the_same_file_changes_nothing(data: bytes, count: int) -> None:
    agenda = imported(data)
    stored = [StoredSession(n, agenda.source, s) for n, s in enumerate(agenda.sessions)]

    plan = plan_import(stored, imported(data))

    assert plan.changes_nothing
    assert (plan.counts()["unchanged"], plan.counts()["new"]) == (count, 0)


def test_our_own_file_has_something_to_find() -> None:
    found = walked(json.dumps(OUR_OWN).encode()).values()

    assert {entry["day"] for entry in found} == {DAY, "2027-05-12"}
    assert sum(len(entry["links"]) for entry in found) == 3

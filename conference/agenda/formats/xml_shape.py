"""A schedule.xml, put as the schedule.json of the same programme, so that one code reads both.

Accepts what old tools wrote: sessions right in their day, what should be an attribute as an
element and the other way round, an address as the text of a link.
"""

import textwrap
from collections.abc import Iterator
from typing import Any

from conference.agenda.formats.model import AgendaUnreadable
from conference.agenda.formats.texts import TEXT_LIMIT
from conference.agenda.formats.xml_document import Element
from conference.i18n import _


def as_document(root: Element) -> dict[str, Any]:
    """Raises AgendaUnreadable for other XML."""
    if root.tag != "schedule":
        raise AgendaUnreadable(
            _("The file is XML, but no schedule: it begins with <%(tag)s>.", tag=root.tag[:40])
        )
    schedule = _fields(root)
    generator = next(_named(root, "generator"), None)
    if generator:
        schedule["generator"] = {"name": generator.text.strip(), **generator.attributes}
    return {"schedule": schedule | {"conference": _conference(root)}}


def _conference(root: Element) -> dict[str, Any]:
    conference = next(_named(root, "conference"), Element("conference", {}))
    days = list(_named(root, "day"))
    tracks = [*_named(conference, "track"), *_inside(root, "tracks", "track")]
    # Its own "days" are their number.
    return _fields(conference) | {
        "rooms": _rooms(days),
        "tracks": [{"name": track.text.strip(), **track.attributes} for track in tracks],
        "days": [_day(day) for day in days],
    }


def _rooms(days: list[Element]) -> list[dict[str, Any]]:
    """Each name once: the days repeat them."""
    found = (_fields(room) for day in days for room in _named(day, "room"))
    rooms: dict[Any, dict[str, Any]] = {}
    for fields in found:
        name = fields.get("name")
        rooms.setdefault(name, {"name": name, "guid": fields.get("guid")})
    rooms.pop("", None)
    return list(rooms.values())


def _day(day: Element) -> dict[str, Any]:
    fields = _fields(day)
    rooms = ((_fields(room).get("name"), room) for room in _named(day, "room"))
    return {
        "index": fields.get("index"),
        "date": fields.get("date"),
        "day_start": fields.get("start"),
        "day_end": fields.get("end"),
        "rooms": [{"name": name, "events": _events(room)} for name, room in rooms],
        "events": _events(day),
    }


def _events(holder: Element) -> list[dict[str, Any]]:
    return [_event(event) for event in _named(holder, "event")]


def _event(event: Element) -> dict[str, Any]:
    fields = _fields(event)
    recording = next(_named(event, "recording"), None)
    return fields | {
        "persons": [_person(person) for person in _inside(event, "persons", "person")],
        "links": [_link(link) for link in _inside(event, "links", "link")],
        "attachments": [_link(each) for each in _inside(event, "attachments", "attachment")],
        "recording": _fields(recording) if recording else None,
        "recording_url": fields.get("video_download_url"),
    }


def _person(person: Element) -> dict[str, Any]:
    fields = _fields(person)
    return {"name": person.text, **fields} if not fields.get("name") else fields


def _link(link: Element) -> dict[str, Any]:
    text, address = link.text.strip(), link.attributes.get("href")
    title = text if address else ""
    return {"url": address or text, "title": title, "type": link.attributes.get("type")}


def _fields(element: Element) -> dict[str, Any]:
    """Attributes and the texts of elements; of several the first that has one."""
    fields: dict[str, Any] = dict(element.attributes)
    for child in element.children:
        if not fields.get(child.tag):
            fields[child.tag] = _text(child)
    return fields


def _text(element: Element) -> str:
    """Where a tool has indented it to show the file's own depth, without that."""
    text = element.text
    # What is longer is no text of a session; its lines would take ten times its memory.
    is_indented = text.startswith("\n") and len(text) <= TEXT_LIMIT
    return textwrap.dedent(text) if is_indented else text


def _inside(holder: Element, wrapper: str, tag: str) -> Iterator[Element]:
    for wrapped in _named(holder, wrapper):
        yield from _named(wrapped, tag)
    yield from _named(holder, tag)


def _named(holder: Element, tag: str) -> Iterator[Element]:
    return (child for child in holder.children if child.tag == tag)

"""Writes schedule.xml as its schema asks: https://c3voc.de/schedule/schema.xsd.

The first day names every room, since their order stands nowhere else. Several languages of a
session stand in one field, separated by commas, as its readers have long had to expect.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from conference.agenda.formats.outgoing import OutgoingAgenda, OutgoingSession, clock
from conference.agenda.formats.own import CANCELLED, GENERATOR

MEDIA_TYPE = "application/vnd.c3voc.schedule+xml"
# The schema has two digits for hours; a longer session is told to last this long.
LONGEST = timedelta(hours=99, minutes=59)


def write_xml(agenda: OutgoingAgenda, root_url: str) -> bytes:
    schedule = Element("schedule")
    SubElement(schedule, "generator", name=GENERATOR, system=root_url)
    SubElement(schedule, "version").text = agenda.version
    schedule.append(_conference(agenda, root_url))
    for index, day in enumerate(agenda.days, 1):
        schedule.append(_day(agenda, index, day, root_url))
    indent(schedule)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n%s\n' % tostring(schedule, "utf-8")


def _conference(agenda: OutgoingAgenda, root_url: str) -> Element:
    conference = Element("conference")
    facts = {
        "title": agenda.title,
        "acronym": agenda.source.ljust(4, "_"),
        "start": agenda.starts_on.isoformat(),
        "end": agenda.ends_on.isoformat(),
        "days": str(len(agenda.days)),
        "timeslot_duration": "00:05",
        "base_url": f"{root_url}/",
        "url": f"{root_url}/events/{agenda.slug}",
        "time_zone_name": agenda.zone.key,
    }
    for name, text in facts.items():
        SubElement(conference, name).text = text
    for track in agenda.tracks:
        SubElement(conference, "track", name=track)
    return conference


def _day(agenda: OutgoingAgenda, index: int, day: date, root_url: str) -> Element:
    begins, ends = agenda.bounds(day)
    element = Element(
        "day",
        index=str(index),
        date=day.isoformat(),
        start=begins.isoformat(),
        end=ends.isoformat(),
    )
    held: defaultdict[str, list[OutgoingSession]] = defaultdict(list)
    for session in agenda.shown:
        if session.day == day:
            held[session.room].append(session)
    for room in agenda.rooms:
        if index == 1 or room.name in held:
            element.append(_room(agenda, room.name, room.guid, held[room.name], root_url))
    if "" in held:
        element.append(_room(agenda, "", None, held[""], root_url))
    return element


def _room(
    agenda: OutgoingAgenda,
    name: str,
    guid: str | None,
    sessions: Iterable[OutgoingSession],
    root_url: str,
) -> Element:
    room = Element("room", {"name": name} | ({"guid": guid} if guid else {}))
    room.extend(_event(agenda, session, root_url) for session in sessions)
    return room


def _event(agenda: OutgoingAgenda, session: OutgoingSession, root_url: str) -> Element:
    event = Element("event", id=str(session.id), guid=session.uid)
    local = agenda.local(session.starts_at)
    facts = {
        "date": local.isoformat(),
        "start": f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}",
        "duration": clock(min(session.length, LONGEST)),
        "room": session.room,
        "slug": agenda.slug_of(session),
        "url": session.address(root_url),
        "title": CANCELLED * session.is_cancelled + session.title,
        "subtitle": session.subtitle,
        "track": session.track,
        "type": session.kind,
        "language": ", ".join(session.languages),
        "abstract": session.abstract,
        "description": session.description,
    }
    for name, text in facts.items():
        SubElement(event, name).text = text
    persons = SubElement(event, "persons")
    for speaker in session.speakers:
        person = SubElement(persons, "person", id=str(speaker.id), guid=speaker.guid)
        person.text = speaker.name
    _write_links(event, session)
    return event


def _write_links(event: Element, session: OutgoingSession) -> None:
    links, attachments = SubElement(event, "links"), SubElement(event, "attachments")
    single: dict[str, str] = {}
    for link in session.links:
        name = f"{link.kind}_url"
        if link.kind in ("feedback", "origin") and name not in single:
            single[name] = link.url
        elif link.kind == "attachment":
            SubElement(attachments, "attachment", href=link.url).text = link.title
        else:
            SubElement(links, "link", href=link.url, type=link.kind).text = link.title
    for name, url in single.items():
        SubElement(event, name).text = url

"""A keynote that is on, from an agenda that was imported, and its people: Sabine and Anna attend
for companies on the partner list, Jonas moderates, Mara is of the channel team."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from conference import clock
from conference.accounts.models import Reach
from conference.agenda.formats.schedule_json import read_schedule_json
from conference.agenda.imports import import_agenda
from conference.agenda.models import Session
from tests import factories
from tests.browser.site import SignedIn, Site

SLUG = "frankly-speaking"


@dataclass
class Staged:
    event_id: int
    session_id: int
    sabine: SignedIn
    anna: SignedIn
    jonas: SignedIn
    mara: SignedIn

    @property
    def path(self) -> str:
        return f"/sessions/{self.session_id}"


async def staged(site: Site) -> Staged:
    async with site.app.database.writing() as db:
        event_id = await factories.an_event(db, SLUG)
        agenda = read_schedule_json(json.dumps(schedule()).encode(), timezone=None)
        await import_agenda(db, event_id, agenda)
        session_id = await db.scalar(select(Session.id).where(Session.guid == "keynote-1"))
        assert session_id is not None
        shown = {"video": "/media/keynote.mp4"}
        await db.execute(update(Session).where(Session.id == session_id).values(shown))
        sabine = await factories.an_attendee(db, event_id)
        anna = await factories.an_attendee(db, event_id, "Anna Weser", "Weserbogen IT")
        await factories.a_company(db, "Alpenrand IT", sabine)
        await factories.a_company(db, "Weserbogen IT", anna)
        jonas = await factories.a_moderator(db, event_id, session_id)
        mara = await factories.a_staff_member(db, event_id)
        attendees, team = (SignedIn(sabine), SignedIn(anna)), (jonas, mara)
        return Staged(event_id, session_id, *attendees, *(SignedIn(p, Reach.FULL) for p in team))


def schedule() -> dict[str, Any]:
    """A file as a scheduling tool writes it: a keynote that began ten minutes ago, a talk next."""
    begins = clock.now().replace(second=0) - timedelta(minutes=10)
    day = begins.date().isoformat()
    sessions = [
        entry("keynote-1", "What changes for you", "Keynote", begins, "01:00"),
        entry("talk-1", "Support plans", "Talk", begins + timedelta(hours=1), "00:45"),
    ]
    return {
        "schedule": {
            "version": "1",
            "base_url": "https://programme.halvestra.example/",
            "conference": {
                "acronym": "frankly",
                "title": "Frankly speaking",
                "start": day,
                "end": day,
                "time_zone_name": "UTC",
                "days": [{"index": 1, "date": day, "rooms": {"Elbe": sessions}}],
            },
        }
    }


def entry(guid: str, title: str, kind: str, begins: Any, duration: str) -> dict[str, Any]:
    return {
        "guid": guid,
        "id": len(guid),
        "title": title,
        "subtitle": "",
        "abstract": f"About **{title}**.",
        "description": "",
        "type": kind,
        "track": "Programme",
        "language": "en",
        "room": "Elbe",
        "date": begins.isoformat(),
        "start": begins.strftime("%H:%M"),
        "duration": duration,
        "persons": [{"id": 1, "public_name": "Miriam Vogt-Adeyemi"}],
        "links": [],
    }

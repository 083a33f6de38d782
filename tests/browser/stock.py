"""The demo's event with something of everything, so that every page has something to show."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.models import Person, Reach
from conference.agenda.models import Event, SessionState
from conference.agenda.queries import agenda
from conference.demo.cast import event_slug, member
from conference.demo.seed import plant
from conference.qa.actions import Asking, ask_question
from conference.qa.moderation import decline
from conference.registration.links import personal_token
from conference.registration.models import Registration
from tests.browser.site import SignedIn, Site


class Who(StrEnum):
    NOBODY = "nobody"
    WAITING = "waiting"
    ATTENDEE = "attendee"
    MODERATOR = "moderator"
    ORGANISER = "organiser"


@dataclass(frozen=True)
class Stock:
    """`names`: what paths may mention, such as {slug} or {running}."""

    names: Mapping[str, object]
    people: Mapping[Who, SignedIn]

    def path(self, template: str) -> str:
        return template.format_map(self.names)


async def stocked(site: Site) -> Stock:
    async with site.app.database.writing() as db:
        await plant(db, site.app.keys)
        event = (await db.scalars(select(Event).where(Event.slug == event_slug()))).one()
        people = {role: await _person_id(db, role) for role in ("attendee", "moderator")}
        organiser_id = await _person_id(db, "organiser")
        names = await _names(db, site, event, people["attendee"])
        await _ask(site, db, names["running"], people["attendee"])
    await _send_mails(site)
    return Stock(
        names,
        {
            Who.WAITING: SignedIn(None, Reach.WAITING, event.id),
            Who.ATTENDEE: SignedIn(people["attendee"]),
            Who.MODERATOR: SignedIn(people["moderator"], Reach.FULL),
            Who.ORGANISER: SignedIn(organiser_id, Reach.FULL),
        },
    )

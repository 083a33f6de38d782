"""Plants the demo's two editions, once, through the same actions that people's clicks call.

The demo is moved in time for it: each thing happens when now is the moment it happened at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import find_or_add_person, give_role
from conference.accounts.models import RoleKind
from conference.agenda.events import set_state
from conference.agenda.models import Event, EventState
from conference.demo.answers import circle
from conference.demo.bookmarks import plant_bookmarks
from conference.demo.cast import Turnout, attendees, attendees_before, event_slug, team
from conference.demo.editions import BEFORE, NOW, Edition, plant_edition
from conference.demo.feedback import close_all_feedback, plant_feedback
from conference.demo.guests import People, deny_some, plant_guests
from conference.demo.moods import close_mood, plant_mood
from conference.demo.partners import plant_partners
from conference.demo.polls import plant_polls
from conference.demo.questions import plant_questions
from conference.demo.shift import bring_to, bring_to_end, bring_to_now
from conference.demo.stays import plant_stays
from conference.privacy import KeyFolder

MINUTE = timedelta(minutes=1)
# When the sound check is over; when the questions of the edition before had been asked.
DOORS, ASKED = -12 * MINUTE, 55 * MINUTE
# Sessions can be rated for a week.
RATED = timedelta(days=8)


async def plant(
    db: AsyncSession, keys: KeyFolder, turnout: Turnout, tell: Callable[[str], None]
) -> None:
    """Nothing, if it is there already. All in this one transaction, so never half of it.

    `tell` is called as each step begins, with what is done in it.
    """
    if await is_planted(db):
        return
    tell("Writing the programme of two years")
    now, before = await plant_edition(db, NOW), await plant_edition(db, BEFORE)
    tell("Founding companies")
    await plant_partners(db)
    moderator_id = await _plant_team(db, now, before)
    planting = Planting(db, keys, turnout, moderator_id, tell)
    guests = await _plant_before(planting, before)
    people = await _plant_now(planting, now)
    await bring_to_now(db)
    tell("Counting who was in which session")
    await plant_stays(db, before, guests)
    await plant_stays(db, now, people)


async def is_planted(db: AsyncSession) -> bool:
    return await db.scalar(select(Event.id).where(Event.slug == event_slug())) is not None


@dataclass(frozen=True)
class Planting:
    """What both editions are planted with."""

    db: AsyncSession
    keys: KeyFolder
    turnout: Turnout
    moderator_id: int
    tell: Callable[[str], None]


async def _plant_before(planting: Planting, edition: Edition) -> People:
    db, tell = planting.db, planting.tell
    tell("Registering the partners of the year before")
    people = await plant_guests(db, edition, attendees_before(planting.turnout))
    guests = await circle(db, planting.keys, people)
    await bring_to(db, BEFORE, ASKED)
    tell("Asking and voting as they did then")
    await plant_questions(db, edition, guests, planting.moderator_id)
    await plant_polls(db, edition, guests)
    tell("Feeling as they did then")
    await plant_mood(db, edition, guests)
    await bring_to_end(db, BEFORE, -MINUTE)
    await close_mood(db, edition, guests)
    tell("Rating its sessions")
    await plant_feedback(db, edition, guests)
    await bring_to_end(db, BEFORE, RATED)
    await close_all_feedback(db, edition, guests)
    await set_state(db, edition.event_id, EventState.ARCHIVED)
    return people


async def _plant_now(planting: Planting, edition: Edition) -> People:
    db, tell = planting.db, planting.tell
    tell("Registering the partners of this year")
    people = await plant_guests(db, edition, attendees(planting.turnout))
    await deny_some(db, people)
    tell("Bookmarking sessions")
    await plant_bookmarks(db, edition.sessions, people)
    guests = await circle(db, planting.keys, people)
    await bring_to(db, NOW, DOORS)
    tell("Feeling and voting")
    await plant_feedback(db, edition, guests)
    await plant_mood(db, edition, guests)
    await plant_polls(db, edition, guests)
    await bring_to_now(db)
    tell("Asking questions")
    await plant_questions(db, edition, guests, planting.moderator_id)
    return people


async def _plant_team(db: AsyncSession, now: Edition, before: Edition) -> int:
    """The moderator's person id."""
    person_ids = {
        role: await find_or_add_person(
            db, name=member.name, email=member.email, language=member.language
        )
        for role, member in team().items()
    }
    for edition in (now, before):
        await give_role(db, person_ids["organiser"], RoleKind.ORGANISER, edition.event_id)
        await give_role(db, person_ids["channel-staff"], RoleKind.CHANNEL_STAFF, edition.event_id)
    for session_id in now.sessions.values():
        own = now.event_id, session_id
        await give_role(db, person_ids["moderator"], RoleKind.MODERATOR, *own)
    return person_ids["moderator"]

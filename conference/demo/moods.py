"""How the demo's attendees feel. They say so in waves, each released where the demo then stands in
time; with the keynote the mood changes, and most of all for those whom the new rule touches."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.editions import masthead
from conference.agenda.models import Event
from conference.demo.answers import LEVELS, Circle, give, one_of, some, written_by
from conference.demo.cast import Attendee
from conference.demo.chance import chance
from conference.demo.editions import Edition
from conference.demo.shift import bring_to
from conference.privacy import ScopeKind
from conference.privacy.planting import close_now, release_now
from conference.privacy.scopes import find_open
from conference.sentiment.votes import OWNER, mood_of, open_vote

TOUCHED = "must-change"


async def plant_mood(db: AsyncSession, edition: Edition, circle: Circle) -> None:
    """`of_hundred`: who has answered by then; `changing`: those of them who answer anew."""
    facts, rng = edition.seed("moods"), chance()
    event = await db.get_one(Event, edition.event_id)
    order = rng.sample(list(circle.people), len(circle.people))
    heard = 0
    for wave in facts["waves"]:
        await bring_to(db, edition.folder, timedelta(minutes=wave["at"]))
        await db.refresh(event)
        await open_vote(db, circle.keys, mood_of(masthead(event)))
        until = len(order) * wave["of_hundred"] // 100
        speaking = [*order[heard:until], *some(rng, order[:heard], wave["changing"])]
        contents = {
            person_id: _content(rng, facts["tones"][wave["tone"]], circle.people[person_id])
            for person_id in speaking
        }
        for person_id, text in written_by(circle, speaking, wave["comments"]):
            contents[person_id] = dict(text)
        await give(db, circle, (ScopeKind.MOOD, event.id), contents)
        if scope := await find_open(db, ScopeKind.MOOD, event.id):
            await release_now(db, circle.keys, scope, OWNER)
        heard = until


async def close_mood(db: AsyncSession, edition: Edition, circle: Circle) -> None:
    if scope := await find_open(db, ScopeKind.MOOD, edition.event_id):
        await close_now(db, circle.keys, scope, OWNER)


def _content(rng: Random, tone: Mapping[str, Any], attendee: Attendee) -> dict[str, Any]:
    """A wave's comments bring their own value."""
    company = attendee.company
    weights = tone[TOUCHED if company.must_change else company.partner_type]
    value = one_of(rng, weights, LEVELS)
    return {"value": value, "topic": "", "text": "", "language": attendee.language}

"""What the demo's attendees say of its sessions: without a name, and with one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.queries import session_view
from conference.demo.answers import LEVELS, Circle, give, one_of, some, written_by
from conference.demo.chance import chance
from conference.demo.editions import Edition
from conference.privacy import ScopeKind
from conference.privacy.planting import close_now
from conference.privacy.scopes import find_open
from conference.sentiment.actions import Sending, close_feedback, send_feedback
from conference.sentiment.entries import NamedEntry
from conference.sentiment.votes import OWNER, feedback_of, open_vote


async def plant_feedback(db: AsyncSession, edition: Edition, circle: Circle) -> None:
    rng, people = chance(), list(circle.people)
    for key, facts in edition.seed("feedback").items():
        session = await session_view(db, edition.sessions[key])
        vote = feedback_of(session.event, session.id, session.starts_at)
        await open_vote(db, circle.keys, vote)
        voices = some(rng, people, facts["of_hundred"])
        contents: dict[int, Mapping[str, Any]] = {
            person_id: {
                "value": one_of(rng, facts["ratings"], LEVELS),
                "text": "",
                "language": circle.people[person_id].language,
            }
            for person_id in voices
        }
        contents |= dict(written_by(circle, voices, facts["comments"]))
        await give(db, circle, (ScopeKind.FEEDBACK, session.id), contents)
        await _send_messages(db, edition, session.id, facts["messages"], circle)


async def close_all_feedback(db: AsyncSession, edition: Edition, circle: Circle) -> None:
    for key in edition.seed("feedback"):
        if scope := await find_open(db, ScopeKind.FEEDBACK, edition.sessions[key]):
            await close_now(db, circle.keys, scope, OWNER)


async def _send_messages(
    db: AsyncSession,
    edition: Edition,
    session_id: int,
    rows: Sequence[Mapping[str, Any]],
    circle: Circle,
) -> None:
    senders = written_by(circle, list(reversed(circle.people)), rows)
    for person_id, row in senders:
        entry = NamedEntry(rating=row["rating"], text=row["text"])
        company = circle.people[person_id].company.name
        place = edition.event_id, session_id
        sending = Sending(*place, person_id, company, row["language"], entry)
        feedback_id = await send_feedback(db, sending)
        if row.get("state") == "closed":
            await close_feedback(db, edition.event_id, feedback_id, version=1)

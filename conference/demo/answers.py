"""What the demo's attendees have answered: polls of the keynote, their mood, feedback.

All of it is sealed like anybody's answer; the server that starts after planting closes the poll
that is over, and forms the figures.
"""

from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.editions import masthead
from conference.agenda.models import Event, Session
from conference.agenda.queries import session_view
from conference.demo.cast import Attendee, read_seed
from conference.i18n import Translated
from conference.partners.queries import company_of
from conference.polls.actions import close_poll, create_poll, open_poll
from conference.polls.models import Poll, PollKind, ResultsShown
from conference.polls.typed import Draft
from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.answers import Answering, seal_answers
from conference.sentiment.actions import Sending, send_feedback
from conference.sentiment.entries import NamedEntry
from conference.sentiment.votes import Vote, feedback_of, mood_of, open_vote

# Of so many attendees, one has not said how they feel, or not voted.
SILENT_OF = 6
OPENED = ("open", "closed")

People = dict[int, Attendee]


async def plant_polls(
    db: AsyncSession, keys: KeyFolder, session_ids: dict[str, int], people: People
) -> None:
    for row in read_seed("polls"):
        poll_id = await create_poll(db, session_ids[row["session"]], _draft(row))
        if row["state"] in OPENED:
            version = (await db.get_one(Poll, poll_id)).version
            await open_poll(db, keys, poll_id, version=version)
            poll = await db.get_one(Poll, poll_id)
            choices = _weighted(row["choices"], [str(choice.id) for choice in poll.choices])
            contents = [{"choices": [next(choices)]} for _ in people]
            await _answer(db, keys, (ScopeKind.POLL, poll_id), people, contents)
        if row["state"] == "closed":
            await close_poll(db, poll_id)


async def plant_mood(db: AsyncSession, keys: KeyFolder, event_id: int, people: People) -> None:
    """By type of partner, so that there is something to see; the comments come from the first."""
    facts = read_seed("moods")
    event = await db.get_one(Event, event_id)
    values = {type_: _ratings(weights) for type_, weights in facts["by_type"].items()}
    comments = iter(facts["comments"])
    contents = [
        {"value": next(values[attendee.company.partner_type]), "topic": "", "text": ""}
        | {"language": attendee.language}
        | next(comments, {})
        for attendee in people.values()
    ]
    await _give(db, keys, mood_of(masthead(event)), people, contents)


async def plant_feedback(
    db: AsyncSession, keys: KeyFolder, session_ids: dict[str, int], people: People
) -> None:
    for key, facts in read_seed("feedback").items():
        session = await session_view(db, session_ids[key])
        ratings = _ratings(facts["ratings"])
        contents = [
            {"value": next(ratings), "text": "", "language": attendee.language}
            for attendee in people.values()
        ]
        vote = feedback_of(session.event, session.id, session.starts_at)
        await _give(db, keys, vote, people, contents)
        await _send_messages(db, session_ids[key], facts["messages"], people)


async def _send_messages(
    db: AsyncSession, session_id: int, rows: Sequence[dict[str, Any]], people: People
) -> None:
    event_id = (await db.get_one(Session, session_id)).event_id
    for row, (person_id, attendee) in zip(rows, reversed(people.items()), strict=False):
        entry = NamedEntry(rating=row["rating"], text=row["text"])
        company = attendee.company.name
        sending = Sending(event_id, session_id, person_id, company, row["language"], entry)
        await send_feedback(db, sending)


async def _give(
    db: AsyncSession, keys: KeyFolder, vote: Vote, people: People, contents: Sequence[Any]
) -> None:
    await open_vote(db, keys, vote)
    await _answer(db, keys, (vote.kind, vote.subject_id), people, contents)


async def _answer(
    db: AsyncSession,
    keys: KeyFolder,
    subject: tuple[ScopeKind, int],
    people: People,
    contents: Sequence[Any],
) -> None:
    answerings = [
        Answering(*subject, person_id, await company_of(db, person_id), content, keys)
        for place, (person_id, content) in enumerate(zip(people, contents, strict=True))
        if place % SILENT_OF
    ]
    for refused in await seal_answers(db, answerings):
        if refused is not None:
            raise refused


def _draft(row: dict[str, Any]) -> Draft:
    return Draft(
        kind=PollKind(row["kind"]),
        wording=Translated(row["wording"]),
        choices=tuple(Translated(choice["wording"]) for choice in row["choices"]),
        least=row.get("least", 1),
        most=row.get("most", 1),
        minutes=row["minutes"],
        shown=ResultsShown.CLOSED,
    )


def _ratings(weights: Sequence[int]) -> Iterator[int]:
    return (int(value) for value in _spread(weights, range(1, 6)))


def _weighted(rows: Sequence[dict[str, Any]], values: Sequence[str]) -> Iterator[str]:
    return (str(value) for value in _spread([row["weight"] for row in rows], values))


def _spread(weights: Sequence[int], values: Sequence[Any]) -> Iterator[Any]:
    """Each value as often as its weight says, in an order that does not clot. For ever."""
    deck = [value for value, weight in zip(values, weights, strict=True) for _ in range(weight)]
    step = next(step for step in (7, 5, 3, 1) if len(deck) % step)
    return cycle(deck[place * step % len(deck)] for place in range(len(deck)))

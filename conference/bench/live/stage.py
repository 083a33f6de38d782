"""A temporary installation with one event, a session that is on, people who are signed in, and a
live question that takes their upvotes.

Written by the actions of the product, for many at once; only the sign-ins, which the product opens
one by one, are rows of our own.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.cookies import new_token, token_hash
from conference.accounts.lifetimes import expiry, to_the_hour
from conference.accounts.models import Reach, SignIn
from conference.agenda.actions import add_room, add_session, create_event
from conference.db import Database
from conference.db.migrate import upgrade
from conference.i18n import Translated
from conference.partners.models import CompanySize, PartnerType
from conference.polls.actions import create_poll, open_poll
from conference.polls.models import PollKind, ResultsShown
from conference.polls.typed import Draft
from conference.privacy import KeyFolder
from conference.qa.actions import Asking, ask_question
from conference.qa.models import Question, QuestionState
from conference.registration.consents import consent_text
from conference.registration.entry import Entry
from conference.registration.guests import confirm_all, enrol_all
from conference.registration.models import Job
from conference.settings import sqlite_url

HOUR = timedelta(hours=1)
COMPANIES = 100
POLL_MINUTES = 60
AT_ONCE = 1_000
COMPANY = "Partner for Systems, Services and Training in Administration, Health and Education"
# So long, with the company, that what is pushed of it is 1.5 KB.
QUESTION = (
    "Which of the changes to the partner programme that were announced this morning will cost us "
    "margin, from when on, and by how much, if we renew the contracts of our larger customers "
    "before the end of this year? Please tell us also what holds for those that run for three "
    "years, what becomes of the discounts that we were promised in writing, and to whom we can "
    "turn if the figures in the portal do not agree with those on the invoice, as has happened."
)


@dataclass(frozen=True)
class Stage:
    """`person_ids` and `tokens`, of their sign-ins: of the attendees in the order they came; the
    last one has asked. `poll_id`: of an open one, if there is any."""

    folder: Path
    database: str
    session_id: int
    question_ids: Sequence[int]
    poll_id: int | None
    person_ids: Sequence[int]
    tokens: Sequence[str]

    @property
    def question_id(self) -> int:
        return self.question_ids[0]

    @property
    def variables(self) -> dict[str, str]:
        """For the commands of the product: this installation and no other."""
        return {
            "CONFERENCE_DATA": str(self.folder),
            "CONFERENCE_DATABASE": self.database,
            "CONFERENCE_KEYS": "",
            "CONFERENCE_ROOT_URL": "",
        }


def text_of(number: int) -> str:
    """Of a question. Each has the same words, and so the same length, in an order of its own."""
    words = QUESTION.split()
    if number:
        Random(number).shuffle(words)  # noqa: S311
    return " ".join(words)


def set_stage(
    folder: Path,
    people: int,
    *,
    url: str | None = None,
    questions: int = 1,
    has_poll: bool = False,
) -> Stage:
    """In an SQLite file in `folder`, or in the empty database at `url`."""
    url = url or sqlite_url(folder / "conference.sqlite")
    return asyncio.run(_set(folder, url, people, questions, has_poll=has_poll))


async def _set(folder: Path, url: str, people: int, questions: int, *, has_poll: bool) -> Stage:
    await upgrade(url)
    database, keys = Database(url), KeyFolder(folder / "keys")
    try:
        async with database.writing() as db:
            event_id, session_id = await _programme(db)
        person_ids: list[int] = []
        for batch in _batches(people):
            async with database.writing() as db:
                entries = [_entry(number) for number in batch]
                enrolments = await enrol_all(db, event_id, entries)
                await confirm_all(db, [each.registration_id for each in enrolments])
                person_ids += [each.person_id for each in enrolments]
        async with database.writing() as db:
            asking = (db, keys, session_id, person_ids)
            question_ids = [await _ask(*asking, number) for number in range(questions)]
            poll_id = await _open_poll(db, keys, session_id) if has_poll else None
            tokens = await _sign_in(db, event_id, person_ids)
    finally:
        await database.close()
    return Stage(folder, url, session_id, question_ids, poll_id, person_ids, tokens)


async def _programme(db: AsyncSession) -> tuple[int, int]:
    now = clock.now()
    event_id = await create_event(
        db,
        slug="bench",
        title=Translated(en="Bench"),
        motto=Translated(),
        starts_on=now.date() - timedelta(days=1),
        ends_on=now.date() + timedelta(days=1),
        timezone="UTC",
    )
    room_id = await add_room(db, event_id, name="Room")
    session_id = await add_session(
        db,
        event_id,
        title=Translated(en="Keynote"),
        starts_at=now - HOUR,
        ends_at=now + 12 * HOUR,
        room_id=room_id,
    )
    return event_id, session_id


async def _ask(
    db: AsyncSession, keys: KeyFolder, session_id: int, person_ids: Sequence[int], number: int
) -> int:
    """Each by another one, from the last on, as one may not ask many at once."""
    text = text_of(number)
    person_id = person_ids[-1 - number]
    asking = Asking(session_id, person_id, text, "en", is_anonymous=False, company=COMPANY)
    question_id = await ask_question(db, keys, asking)
    (await db.get_one(Question, question_id)).state = QuestionState.LIVE
    return question_id


async def _open_poll(db: AsyncSession, keys: KeyFolder, session_id: int) -> int:
    draft = Draft(
        kind=PollKind.SCALE,
        wording=Translated(en="How much do you like it?"),
        choices=(),
        least=1,
        most=1,
        minutes=POLL_MINUTES,
        shown=ResultsShown.CLOSED,
    )
    poll_id = await create_poll(db, session_id, draft)
    await open_poll(db, keys, poll_id, version=1)
    return poll_id


async def _sign_in(db: AsyncSession, event_id: int, person_ids: Sequence[int]) -> list[str]:
    now = clock.now()
    tokens = [new_token() for _ in person_ids]
    rows = [
        {
            "token_hash": token_hash(token),
            "reach": Reach.ATTENDEE,
            "person_id": person_id,
            "event_id": event_id,
            "created_at": now,
            "seen_at": to_the_hour(now),
            "expires_at": expiry(Reach.ATTENDEE, now, now),
        }
        for token, person_id in zip(tokens, person_ids, strict=True)
    ]
    await db.execute(insert(SignIn), rows)
    return tokens


def _entry(number: int) -> Entry:
    return Entry(
        name=f"Person {number}",
        email=f"person-{number}@partner-{number % COMPANIES}.example",
        company=f"Partner {number % COMPANIES}",
        country="DE",
        job=Job.SALES,
        partner_type=PartnerType.DIRECT_BILLING,
        company_size=CompanySize.FROM_10,
        language="en",
        consent=consent_text(),
    )


def _batches(people: int) -> Iterator[range]:
    """The first of each company come first: they make it, and that goes one by one."""
    starts = [0, *range(min(COMPANIES, people), people, AT_ONCE), people]
    for start, end in pairwise(starts):
        yield range(start, end)

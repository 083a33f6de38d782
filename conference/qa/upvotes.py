"""Upvotes, which come in thousands: written in groups, one row a person and question."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, bindparam, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from conference.accounts.guards import Viewer
from conference.agenda.models import Session
from conference.db import announce, insert_missing
from conference.errors import Conflict, NotFound, Refused
from conference.i18n import _
from conference.privacy import KeyFolder, ScopeKind, Sealer
from conference.privacy.scopes import find_sealer
from conference.qa import queries
from conference.qa.actions import QuestionChanged
from conference.qa.models import Question, QuestionState, Upvote
from conference.qa.queries import SHOWN, Place
from conference.registration.admission import admitted


@dataclass(frozen=True)
class Cast:
    """One click: `wanted` is False for taking the upvote back."""

    question_id: int
    person_id: int
    wanted: bool
    keys: KeyFolder


async def placed(
    db: AsyncSession, asked: Sequence[tuple[int, Viewer | None]]
) -> list[Place | NotFound]:
    """For `gathered`: where questions were asked, each for a viewer; NotFound to who is not
    admitted there."""
    places = await queries.places_of(db, {question_id for question_id, _ in asked})
    there = [(viewer, places[id_].event_id) for id_, viewer in asked if id_ in places]
    are_in = iter(await admitted(db, there))
    return [places[id_] if id_ in places and next(are_in) else NotFound() for id_, _viewer in asked]


async def cast_upvotes(db: AsyncSession, casts: Sequence[Cast]) -> list[Refused | None]:
    """For `grouped`. The last of several clicks of one person counts; repeats change nothing.

    The asker's own voice is counted from the start, so theirs is accepted and is no row.
    """
    questions = await _questions(db, {cast.question_id for cast in casts})
    results = [_check(questions.get(cast.question_id)) for cast in casts]
    taken = [cast for cast, refused in zip(casts, results, strict=True) if refused is None]
    last = {(cast.question_id, cast.person_id): cast for cast in taken}
    # In one order, so that two processes do not wait for each other's rows.
    ordered = [cast for _, cast in sorted(last.items(), key=lambda item: item[0])]
    askers = await _askers(db, ordered, questions)
    others = [cast for cast in ordered if (cast.question_id, cast.person_id) not in askers]
    await _write(db, others)
    await _count(db, {cast.question_id: questions[cast.question_id][0] for cast in others})
    return results


async def _questions(db: AsyncSession, ids: set[int]) -> dict[int, tuple[Question, int]]:
    """The locks come first, and in one order, so that the count at the end sees every upvote
    committed before. They leave room for the one that each new upvote of other processes holds by
    its foreign key."""
    rows = await db.execute(_locked(), {"ids": list(ids)})
    return {question.id: (question, event_id) for question, event_id in rows}


@cache
def _locked() -> Select[Question, int]:
    """To build it takes as long as to send it; so for the next."""
    return (
        select(Question, Session.event_id)
        .join(Session)
        .where(Question.id.in_(bindparam("ids", expanding=True)))
        .order_by(Question.id)
        .with_for_update(key_share=True, of=Question)
    )


def _check(found: tuple[Question, int] | None) -> Refused | None:
    if found is None or found[0].state not in SHOWN:
        return NotFound()
    if found[0].state == QuestionState.ANSWERED:
        return Conflict(_("This question has been answered, so its votes stand as they are."))
    return None


async def _askers(
    db: AsyncSession, casts: Sequence[Cast], questions: dict[int, tuple[Question, int]]
) -> set[tuple[int, int]]:
    """Question and person of those who clicked on their own. One look at each event's scope."""
    own = set()
    sealers: dict[int, Sealer | None] = {}
    for cast in casts:
        question, event_id = questions[cast.question_id]
        if question.author is None:
            is_own = question.person_id == cast.person_id
        else:
            if event_id not in sealers:
                sealers[event_id] = await find_sealer(db, cast.keys, ScopeKind.QUESTIONS, event_id)
            seal = sealers[event_id]
            is_own = seal is not None and seal(cast.person_id) == question.author
        if is_own:
            own.add((cast.question_id, cast.person_id))
    return own


async def _write(db: AsyncSession, casts: Sequence[Cast]) -> None:
    await insert_missing(db, Upvote, [_row(cast) for cast in casts if cast.wanted])
    if unwanted := [(cast.question_id, cast.person_id) for cast in casts if not cast.wanted]:
        own = tuple_(Upvote.question_id, Upvote.person_id).in_(unwanted)
        await db.execute(delete(Upvote).where(own).execution_options(synchronize_session=False))


def _row(cast: Cast) -> dict[str, int]:
    return {"question_id": cast.question_id, "person_id": cast.person_id}


async def _count(db: AsyncSession, questions: dict[int, Question]) -> None:
    """The rows themselves are counted in the database: on PostgreSQL writers run in parallel."""
    if not questions:
        return
    rows = await db.execute(_counted(), {"ids": list(questions)})
    after = {row.id: row.upvotes for row in rows}
    for question_id, question in questions.items():
        if after[question_id] != question.upvotes:
            announce(db, QuestionChanged(question.session_id, question.id))


@cache
def _counted() -> ReturningUpdate[int, int]:
    counted = (
        select(func.count())
        .where(Upvote.question_id == Question.id)
        .correlate(Question)
        .scalar_subquery()
    )
    return (
        update(Question)
        .where(Question.id.in_(bindparam("ids", expanding=True)))
        .values(upvotes=counted)
        .returning(Question.id, Question.upvotes)
        .execution_options(synchronize_session=False)
    )

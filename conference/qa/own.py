"""What only one viewer knows of a board: what they have upvoted and asked."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.scopes import find_sealer
from conference.qa.models import Question, Upvote
from conference.qa.queries import Place, QuestionView, questions, view_of


@dataclass(frozen=True)
class Mine:
    """What the viewer alone knows: ids of questions they upvoted and asked."""

    upvoted: tuple[int, ...] = ()
    asked: tuple[int, ...] = ()


@dataclass(frozen=True)
class Own:
    """What the viewer alone sees. `unseen`: their own questions that wait or were declined."""

    mine: Mine = Mine()
    unseen: tuple[QuestionView, ...] = ()


async def own(db: AsyncSession, keys: KeyFolder, place: Place, person_id: int | None) -> Own:
    if person_id is None:
        return Own()
    owns = await owns_of(db, keys, place.session_id, place.event_id, [person_id])
    return owns[person_id]


@dataclass(frozen=True)
class Whose:
    session_id: int
    event_id: int
    person_id: int
    keys: KeyFolder


async def owns(db: AsyncSession, asked: Sequence[Whose]) -> list[Own]:
    """For `gathered`."""
    together: dict[tuple[KeyFolder, int, int], set[int]] = defaultdict(set)
    for each in asked:
        together[each.keys, each.session_id, each.event_id].add(each.person_id)
    found = {place: await owns_of(db, *place, people) for place, people in together.items()}
    return [found[each.keys, each.session_id, each.event_id][each.person_id] for each in asked]


async def owns_of(
    db: AsyncSession,
    keys: KeyFolder,
    session_id: int,
    event_id: int,
    person_ids: Collection[int],
) -> dict[int, Own]:
    """The same of many, by person id."""
    whose = {"session_id": session_id, "person_ids": list(person_ids)}
    upvoted = defaultdict(set)
    for person_id, question_id in await db.execute(upvoting(), whose):
        upvoted[person_id].add(question_id)
    return await owns_with(
        db, keys, session_id, event_id, {id_: upvoted[id_] for id_ in person_ids}
    )


async def owns_with(
    db: AsyncSession,
    keys: KeyFolder,
    session_id: int,
    event_id: int,
    upvoted: Mapping[int, Set[int]],
) -> dict[int, Own]:
    """The same, of those of whom it is known already which questions they have `upvoted`."""
    seal = await find_sealer(db, keys, ScopeKind.QUESTIONS, event_id)
    sealed = {seal(person_id): person_id for person_id in upvoted} if seal else {}
    whose = {"session_id": session_id, "person_ids": list(upvoted), "authors": list(sealed)}
    asked = defaultdict(list)
    for question, zone in await db.execute(_asked(), whose):
        asker = sealed[question.author] if question.author else question.person_id
        asked[asker].append(view_of(question, zone))
    return {id_: _own(sorted(ids), asked[id_]) for id_, ids in upvoted.items()}


async def is_by(
    db: AsyncSession, keys: KeyFolder, place: Place, person_id: int
) -> ColumnElement[bool]:
    """A condition: asked by the person, named or anonymously."""
    seal = await find_sealer(db, keys, ScopeKind.QUESTIONS, place.event_id)
    named = Question.person_id == person_id
    return or_(named, Question.author == seal(person_id)) if seal else named


@cache
def upvoting() -> Select[int, int]:
    """`person_ids`, and questions of `session_id`. To build it takes as long as to send it; so for
    the next."""
    return (
        select(Upvote.person_id, Upvote.question_id)
        .join(Question)
        .where(Question.session_id == bindparam("session_id"))
        .where(Upvote.person_id.in_(bindparam("person_ids", expanding=True)))
    )


@cache
def _asked() -> Select[Question, str]:
    named = Question.person_id.in_(bindparam("person_ids", expanding=True))
    sealed = Question.author.in_(bindparam("authors", expanding=True))
    ours = questions().where(Question.session_id == bindparam("session_id"))
    return ours.where(or_(named, sealed)).order_by(Question.id)


def _own(upvoted: Sequence[int], asked: Sequence[QuestionView]) -> Own:
    mine = Mine(tuple(upvoted), tuple(view.id for view in asked))
    return Own(mine, tuple(view for view in asked if not view.is_shown))

"""What attendees of the demo answer: sealed like anybody's answer, and how they are drawn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from conference.demo.cast import Attendee
from conference.demo.guests import People
from conference.partners.queries import companies_of
from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.answers import Answering, seal_answers

LEVELS = range(1, 6)


@dataclass(frozen=True)
class Circle:
    """Who may answer, and whom they count for."""

    keys: KeyFolder
    people: People
    companies: Mapping[int, int]


async def circle(db: AsyncSession, keys: KeyFolder, people: People) -> Circle:
    return Circle(keys, people, await companies_of(db, people))


async def give(
    db: AsyncSession,
    circle: Circle,
    subject: tuple[ScopeKind, int],
    contents: Mapping[int, Mapping[str, Any]],
) -> None:
    """`contents`: by person id."""
    answerings = [
        Answering(*subject, person_id, circle.companies.get(person_id), content, circle.keys)
        for person_id, content in contents.items()
    ]
    for refused in await seal_answers(db, answerings):
        if refused is not None:
            raise refused


def some(rng: Random, people: Sequence[int], of_hundred: int) -> list[int]:
    return rng.sample(people, len(people) * of_hundred // 100)


def one_of(rng: Random, weights: Sequence[int], values: Sequence[Any]) -> Any:
    return rng.choices(values, weights)[0]


def written_by(
    circle: Circle, person_ids: Sequence[int], texts: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Each text with one who writes in its language; no company says two things."""
    taken = set[int | None]()
    for text in texts:
        for person_id in person_ids:
            company = circle.companies.get(person_id)
            if company not in taken and _writes(circle.people[person_id], text):
                taken.add(company)
                yield person_id, text
                break


def _writes(attendee: Attendee, text: Mapping[str, Any]) -> bool:
    return attendee.language == str(text["language"])

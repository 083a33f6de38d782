"""Voices: what persons say now and what of it is released; united to the companies they speak for.

A company has one voice, the mean over its persons, so that a large one weighs as much as a small
one. Only on stage are persons counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from conference.privacy.disclosure.scale import Scale
from conference.privacy.plan import Plan, Statistic, Unit


@dataclass(frozen=True)
class Said:
    """One person's answer: a `value` from 1 to 5, or names of the plan's `choices`."""

    value: int | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Voice:
    """`now` None: withdrawn. `since`: the number of the release that copied `released`; 0 none."""

    company: int | None
    now: Said | None
    released: Said | None
    since: int


@dataclass(frozen=True)
class Stand:
    """`mix`: how often each point of the scale was named, summing up to `weight` times the picks.
    `weight`: 1 for a company, however many `persons` it has; in votes by person, their number."""

    persons: int
    weight: int
    mix: tuple[float, ...]


@dataclass(frozen=True)
class Company:
    """`category` None: no unit, a person without a counted company. `voices`: their indices.

    A company moves as a whole, with all its persons: otherwise the last of them would tell when the
    company's figure was last changed, and by whom.
    """

    category: str | None
    voices: tuple[int, ...]
    now: Stand | None
    released: Stand | None
    since: int
    is_pending: bool


@dataclass
class _Gathered:
    now: list[Said] = field(default_factory=list)
    released: list[Said] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    since: int = 0
    is_pending: bool = False


def gather(
    plan: Plan, scale: Scale, categories: Mapping[int, str], voices: Sequence[Voice]
) -> tuple[Company, ...]:
    """In the order of the companies' ids, whatever the order of the voices; who has none is last.

    Where companies are counted, only those of the frame are there at all.
    """
    found: dict[tuple[bool, int], _Gathered] = {}
    for index, voice in enumerate(voices):
        if plan.unit == Unit.COMPANY and voice.company not in categories:
            continue
        # Each person without a company stands alone.
        key = (True, index) if voice.company is None else (False, voice.company)
        gathered = found.setdefault(key, _Gathered())
        gathered.indices.append(index)
        gathered.now += [voice.now] if voice.now else []
        gathered.released += [voice.released] if voice.released else []
        gathered.since = max(gathered.since, voice.since)
        gathered.is_pending |= voice.now != voice.released
    return tuple(
        Company(
            category=None if is_alone else categories.get(number),
            voices=tuple(gathered.indices),
            now=_stand(plan, scale, gathered.now),
            released=_stand(plan, scale, gathered.released),
            since=gathered.since,
            is_pending=gathered.is_pending,
        )
        for (is_alone, number), gathered in sorted(found.items(), key=lambda item: item[0])
    )


def _stand(plan: Plan, scale: Scale, answers: Iterable[Said]) -> Stand | None:
    named = [points for said in answers if (points := _points(plan, scale, said))]
    if not named:
        return None
    persons = len(named)
    weight = persons if plan.unit == Unit.PERSON else 1
    mix = (
        sum(point in points for points in named) * weight / persons
        for point in range(len(scale.points))
    )
    return Stand(persons, weight, tuple(mix))


def _points(plan: Plan, scale: Scale, said: Said) -> set[int]:
    if plan.statistic == Statistic.LEVELS:
        return {said.value - 1} if said.value is not None else set()
    return {scale.points.index(name) for name in said.choices if name in scale.points}

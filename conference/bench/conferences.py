"""Simulated conferences: companies and what their people say, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from conference.privacy.disclosure import Said, Voice
from conference.privacy.plan import Plan, Statistic, Unit


@dataclass(frozen=True)
class Conference:
    """`said`: who answers, changes or withdraws what, in order; the place is the person's. `looks`:
    how often a release is asked for."""

    plan: Plan
    categories: dict[int, str]
    said: tuple[tuple[int, int, Said | None], ...]
    looks: int = 1

    def voices(self) -> Iterator[list[Voice]]:
        """As they stand at each look, nothing of them released."""
        voices: dict[int, Voice] = {}
        looks = {round(len(self.said) * (look + 1) / self.looks) for look in range(self.looks)}
        for number, (place, company, said) in enumerate(self.said, start=1):
            voices[place] = Voice(company, said, None, 0)
            if number in looks:
                yield [voices[place] for place in sorted(voices)]


def conference(rng: np.random.Generator) -> Conference:
    """Sizes are skewed, colleagues feel alike; some rooms nearly agree, every fourth is small."""
    is_small = rng.random() < 0.25
    companies = int(rng.integers(22, 226) if is_small else rng.integers(60, 1501))
    answers = int(companies * rng.uniform(0.8, 2)) if is_small else int(rng.integers(300, 3001))
    groups = int(rng.integers(3, 11))
    shares = rng.permutation(1 / np.arange(1, groups + 1) ** 0.8)
    chosen = rng.choice(groups, companies, p=shares / shares.sum())
    categories = {number + 1: f"group {group}" for number, group in enumerate(chosen)}
    is_live = bool(rng.random() < 0.5)
    plan = Plan(Unit.COMPANY, Statistic.LEVELS, dimension="group", is_live=is_live)
    looks = int(rng.integers(2, 11)) if is_live else 1
    return Conference(plan, categories, tuple(_said(rng, companies, answers)), looks)


def _said(
    rng: np.random.Generator, companies: int, answers: int
) -> Iterator[tuple[int, int, Said | None]]:
    agree = rng.random() < 0.25
    lean, apart = (4.8, 0.2) if agree else (rng.uniform(2.4, 4.3), rng.uniform(0.3, 0.9))
    moods = rng.normal(lean, apart, companies)
    weights = rng.lognormal(0, 1, companies)
    drawn = rng.choice(companies, answers, p=weights / weights.sum())
    owners: list[int] = []
    for company in drawn:
        event = rng.random()
        place = int(rng.integers(len(owners))) if owners and event < 0.15 else len(owners)
        if place == len(owners):
            owners.append(int(company))
        value = int(np.clip(round(rng.normal(moods[owners[place]], 0.7 * apart)), 1, 5))
        yield (
            place,
            owners[place] + 1,
            None if event < 0.03 and place < len(owners) - 1 else Said(value),
        )


def released(voices: list[Voice], moved: frozenset[int], number: int) -> list[Voice]:
    """After the release of this number."""
    return [
        replace(voice, released=voice.now, since=number) if index in moved else voice
        for index, voice in enumerate(voices)
    ]

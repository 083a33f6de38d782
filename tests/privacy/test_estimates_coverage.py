"""The simulation of `bench coverage`, smaller and seeded: companies whose people answer alike."""

from functools import cache
from math import ceil, floor
from typing import Any

import numpy as np
import pytest
from scipy import stats

from conference.bench import coverage
from conference.privacy import estimates
from conference.privacy.estimates import MEAN_DELTA, Verdict
from conference.privacy.figures import End, Value

REPEATS, MAPS = 400, 150
ROOMS = [(companies, icc) for companies in coverage.COMPANIES for icc in coverage.ALIKE]


@cache
def measured() -> dict[str, Any]:
    return coverage.run(REPEATS, MAPS, seed=2)


@pytest.mark.parametrize("statistic", list(coverage.STATISTICS))
def test_intervals_hold_what_they_say(statistic: str) -> None:
    by_companies = {
        companies: np.mean(
            [
                row["covered"]
                for row in measured()["rows"]
                if (row["statistic"], row["companies"]) == (statistic, companies)
            ]
        )
        for companies in coverage.COMPANIES
    }

    print(f"\n{statistic}: " + ", ".join(f"{n}: {c:.1%}" for n, c in by_companies.items()))
    assert min(by_companies.values()) >= 0.93
    assert max(c for companies, c in by_companies.items() if companies >= 30) <= 0.97


def test_every_room_is_measured() -> None:
    rows = [(row["companies"], row["icc"]) for row in measured()["rows"]]

    assert rows == ROOMS * len(coverage.STATISTICS)


def test_a_map_in_which_nothing_is_true_is_seldom_flagged() -> None:
    rng = np.random.default_rng(2)
    unadjusted = sum(min(coverage.null_map(rng)) <= 0.05 for _ in range(30)) / 30

    print(f"\nflagged: {measured()['flagged']:.1%}; cell by cell: {unadjusted:.0%}")
    assert measured()["flagged"] <= 0.10
    assert unadjusted > 0.9


def test_counting_persons_would_hold_less_than_it_says() -> None:
    rng = np.random.default_rng(2)
    covered = 0
    for _ in range(REPEATS):
        room = coverage.draw(rng, (1, 0), 30, icc=0.35)
        answers = [int(answer) for company in room for answer in company]
        held = stats.binomtest(sum(answers), len(answers)).proportion_ci(method="wilson")
        covered += held.low <= 0.5 <= held.high

    print(f"\nWilson by persons: {covered / REPEATS:.1%}")
    assert covered / REPEATS < 0.9


def test_two_published_means_of_nothing_seldom_differ() -> None:
    rng = np.random.default_rng(2)
    words = [
        estimates.compare(published(rng, 15), published(rng, 40), MEAN_DELTA) for _ in range(1000)
    ]
    told = sum(word in {Verdict.HIGHER, Verdict.LOWER} for word in words) / len(words)

    print(f"\ntold apart by their published figures: {told:.1%}")
    assert told <= 0.05


def published(rng: np.random.Generator, companies: int) -> Value:
    """As `disclosure` rounds a mean: to tenths, the interval outwards."""
    room = coverage.draw(rng, coverage.LEVELS, companies, icc=0.2)
    found = estimates.mean([float(np.mean(company)) for company in room])
    return Value(
        round(found.value, 1), End.EXACT, floor(found.low * 10) / 10, ceil(found.high * 10) / 10
    )

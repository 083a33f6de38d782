"""The scenario `coverage`: do the intervals hold what they say where colleagues answer alike, and
how often is a heat map flagged in which nothing is true? It measures, and judges nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import product
from math import sqrt
from statistics import fmean
from typing import Any

import numpy as np
from scipy.stats import ttest_ind

from conference.privacy import estimates
from conference.privacy.estimates import Estimate

Companies = list[list[float]]

COMPANIES = (10, 15, 30, 60, 100)
ALIKE = (0.0, 0.1, 0.2, 0.35)
ITEMS, SEGMENTS, ANSWERING = 20, 8, 240

# What everybody would answer, each value as often as it occurs.
LEVELS = (1, 2, 2, 3, 3, 3, 3, 3, *(4,) * 8, *(5,) * 4)
SHARES = ((1, *(0,) * 9), (1, 0, 0, 0, 0), (1, 0), (1, 1, 1, 0))


@dataclass(frozen=True)
class Row:
    """`covered`: the share of intervals that held the true value."""

    statistic: str
    companies: int
    icc: float
    covered: float


def run(
    repeats: int = 4000,
    maps: int = 1000,
    seed: int = 1,
    count: Callable[[int, str], None] = lambda _done, _words: None,
) -> dict[str, Any]:
    """`lowest` of all rows, `highest` of those from 30 companies on; `flagged`: the share of null
    maps with any flag. `count` is called with how many of `CASES` are done, and with
    words for it."""
    rng = np.random.default_rng(seed)
    rows = []
    for row in product(STATISTICS, COMPANIES, ALIKE):
        rows.append(Row(*row, covered=sum(_hits(rng, *row, repeats)) / repeats))
        count(len(rows), f"{len(rows)} of {CASES} cases tried")
    flagged = sum(any(estimates.benjamini_hochberg(null_map(rng))) for _ in range(maps))
    return {
        "repeats": repeats,
        "rows": [asdict(row) for row in rows],
        "lowest": min(row.covered for row in rows),
        "highest": max(row.covered for row in rows if row.companies >= 30),
        "maps": maps,
        "flagged": flagged / maps,
    }


def draw(
    rng: np.random.Generator, population: Sequence[float], companies: int, icc: float
) -> Companies:
    """Companies of 1 to 5 persons. Each gives the company's answer with chance √ICC, else one of
    their own, so that two colleagues correlate by `icc` whatever the population."""
    own, common = rng.choice(population, (companies, 5)), rng.choice(population, (companies, 1))
    answers = np.where(rng.random((companies, 5)) < sqrt(icc), common, own).tolist()
    sizes = rng.integers(1, 6, companies)
    return [row[:size] for row, size in zip(answers, sizes, strict=True)]


def null_map(rng: np.random.Generator, icc: float = 0.2) -> list[float]:
    """The p-values (Welch) of a map of items by segments, each against all other companies, where
    the segments differ in nothing."""
    segment = rng.permutation(ANSWERING) % SEGMENTS
    values = np.array([_means(draw(rng, LEVELS, ANSWERING, icc)) for _ in range(ITEMS)])
    return [
        float(p)
        for one in range(SEGMENTS)
        for p in ttest_ind(
            values[:, segment == one], values[:, segment != one], axis=1, equal_var=False
        ).pvalue
    ]


def _mean(companies: Companies) -> Estimate:
    return estimates.mean(_means(companies))


def _share(companies: Companies) -> Estimate:
    return estimates.share(_means(companies), sum(map(len, companies)))


def _means(companies: Companies) -> list[float]:
    return [fmean(company) for company in companies]


STATISTICS: dict[str, tuple[Callable[[Companies], Estimate], Sequence[Sequence[float]]]] = {
    "mean": (_mean, (LEVELS,)),
    "share": (_share, SHARES),
    "persons": (estimates.clustered_share, SHARES),
}
CASES = len(STATISTICS) * len(COMPANIES) * len(ALIKE)


def _hits(
    rng: np.random.Generator, statistic: str, companies: int, icc: float, repeats: int
) -> Iterator[bool]:
    """Shares take turns: each of SHARES is the truth as often as the others."""
    estimate, populations = STATISTICS[statistic]
    for turn in range(repeats):
        population = populations[turn % len(populations)]
        found = estimate(draw(rng, population, companies, icc))
        yield found.low <= fmean(population) <= found.high

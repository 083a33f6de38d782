"""The scenario `attack`: what does somebody learn of fewer than ten companies who keeps every
release and knows who was in it?

Three ways: two releases that differ by a few companies; sums of which algebra leaves a few; and,
for small groups, how many of them each class can have (linear programming). It shares no code with
the checks of `privacy.disclosure`, and must break what `told` publishes plainly.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array, csr_array

from conference.bench.conferences import conference
from conference.bench.told import (
    CLASSES,
    PLAIN,
    THRESHOLD,
    VALUES,
    Observed,
    Told,
    Version,
    by_pipeline,
    by_threshold,
)

Group = frozenset[Version]
Array = np.ndarray[Any, np.dtype[np.float64]]

DIGIT = 1e-6  # of the solver
CERTAIN = 1e-3  # of a company: less is no doubt
FIGURES = ("releases", "shown", "shown_by_threshold", "attacked", "exposed")


@dataclass(frozen=True)
class Found:
    differences: int = 0
    algebra: int = 0
    groups: int = 0
    attacked: int = 0

    @property
    def exposed(self) -> int:
        return self.differences + self.algebra + self.groups


def run(
    conferences: int = 200,
    seed: int = 1,
    groups: int = 8,
    jobs: int = 1,
    count: Callable[[int, str], None] = lambda _done, _words: None,
) -> dict[str, Any]:
    """`shown`: cells at the end, the total included; `shown_by_threshold`: as many as a bare
    threshold would show. `exposed`: differences of 1 to 9 companies, sums over as few, and attacked
    groups with a class fixed or its majority certain. `plain`: as much for the plain variants, in
    every fifth conference. `count` is called with how many are done, and with words for it."""
    one = partial(_measure, seed, groups)
    sums: Counter[str] = Counter()
    for done, measured in enumerate(_measured(one, conferences, jobs), 1):
        sums += measured
        count(done, f"{done} of {conferences} conferences attacked")
    return {
        "conferences": conferences,
        **{name: sums[name] for name in FIGURES},
        "plain": {name: sums[name] for name in PLAIN},
    }


def _measured(
    one: Callable[[int], Counter[str]], conferences: int, jobs: int
) -> Iterator[Counter[str]]:
    if jobs == 1:
        yield from map(one, range(conferences))
    else:
        with ProcessPoolExecutor(jobs) as pool:
            yield from pool.map(one, range(conferences))


def _measure(seed: int, groups: int, number: int) -> Counter[str]:
    rng = np.random.default_rng([seed, number])
    room = conference(rng)
    observed = by_pipeline(room)
    found = attack(observed, rng, groups)
    plain = PLAIN.items() if number % 5 == 0 else ()
    return Counter(
        releases=observed.releases,
        shown=len(observed.cells),
        shown_by_threshold=len(by_threshold(room).cells),
        attacked=found.attacked,
        exposed=found.exposed,
        **{name: attack(publish(room), rng, groups).exposed for name, publish in plain},
    )


def attack(observed: Observed, rng: np.random.Generator, groups: int) -> Found:
    told = list(dict.fromkeys(observed.told))
    sets = list(dict.fromkeys(each.members for each in told))
    if not sets:
        return Found()
    attacked = list(small_groups(observed, sets, rng, groups))
    return Found(
        differences=sum(_is_few(first, second) for first, second in combinations(sets, 2)),
        algebra=_small_sums(sets),
        groups=sum(is_exposed(told, group) for group in attacked),
        attacked=len(attacked),
    )


def small_groups(
    observed: Observed, sets: Sequence[Group], rng: np.random.Generator, count: int
) -> Iterator[Group]:
    """Of 1 to 9 companies: in a cell, in what two sets differ by, in one original category, of one
    history, or anywhere."""
    histories = list(_histories(sets).values())
    anyone = [version for history in histories for version in history]
    for turn in range(count):
        pool: Sequence[Version] = anyone
        if turn % 5 == 0:
            pool = histories[int(rng.integers(len(histories)))]
        elif turn % 5 == 1:
            pool = sorted(sets[int(rng.integers(len(sets)))])
        elif turn % 5 == 2 and len(sets) > 1:
            first, second = rng.choice(len(sets), 2, replace=False)
            pool = sorted(sets[first] - sets[second]) or anyone
        elif turn % 5 == 3:
            name = observed.categories[anyone[rng.integers(len(anyone))][0]]
            pool = [version for version in anyone if observed.categories[version[0]] == name]
        size = 9 if turn % 2 == 0 else int(rng.integers(1, THRESHOLD))
        places = rng.permutation(len(pool))[:size]
        # Of a company with several versions, one.
        yield frozenset({pool[place][0]: pool[place] for place in places}.values())


def is_exposed(told: Sequence[Told], group: Group) -> bool:
    """Whether some class is certain for more than half of the group, or for none or all of it."""
    program = _Program(told, group)
    for values in CLASSES.values():
        least, most = program.bounds(values)
        if least > len(group) / 2 + DIGIT or most < CERTAIN or most - least < CERTAIN:
            return True
    return False


class _Program:
    """Unknown: how often each value is named in the group and out of it, by history."""

    def __init__(self, told: Sequence[Told], group: Group) -> None:
        histories = _histories([each.members for each in told], group)
        sizes = [len(members) for members in histories.values()]
        self._inside = [bool(members[0] in group) for members in histories.values()]
        count = len(sizes) * len(VALUES)
        self._totals = csr_array(np.kron(np.eye(len(sizes)), np.ones(len(VALUES))))
        self._sizes = np.array(sizes, dtype=float)
        masks = {each: place for place, each in enumerate(dict.fromkeys(t.members for t in told))}
        rows: list[int] = []
        columns: list[int] = []
        entries: list[float] = []
        for row, each in enumerate(told):
            bit = 1 << masks[each.members]
            for place, mask in enumerate(key[0] for key in histories):
                if mask & bit:
                    rows += [row] * len(VALUES)
                    columns += range(place * len(VALUES), (place + 1) * len(VALUES))
                    entries += each.weights
        sums = coo_array((entries, (rows, columns)), shape=(len(told), count)).tocsr()
        lows, highs = (np.array([getattr(t, end) for t in told]) for end in ("low", "high"))
        self._lines = csr_array(np.vstack([sums.toarray(), -sums.toarray()]))
        self._limits = np.concatenate([highs, -lows]) + DIGIT

    def bounds(self, values: Iterable[int]) -> tuple[float, float]:
        chosen = [float(value in values) for value in VALUES]
        costs = np.array([x if inside else 0.0 for inside in self._inside for x in chosen])
        ends = []
        for sign in (1, -1):
            result = linprog(sign * costs, self._lines, self._limits, self._totals, self._sizes)
            if result.status != 0:
                raise RuntimeError("What is told contradicts itself.")
            ends.append(sign * float(result.fun))
        return ends[0], ends[1]


def _histories(
    sets: Sequence[Group], group: Group = frozenset()
) -> dict[tuple[int, bool], list[Version]]:
    """Versions that are in the same sets, as bits, and in the group alike."""
    found: dict[Version, int] = defaultdict(int)
    for place, members in enumerate(dict.fromkeys(sets)):
        for version in members:
            found[version] |= 1 << place
    histories: dict[tuple[int, bool], list[Version]] = defaultdict(list)
    for version, mask in sorted(found.items()):
        histories[mask, version in group].append(version)
    return histories


def _is_few(first: Group, second: Group) -> bool:
    apart = first ^ second
    return len(apart) < 2 * THRESHOLD and 0 < len({company for company, _ in apart}) < THRESHOLD


def _small_sums(sets: Sequence[Group]) -> int:
    """Reduced rows of the matrix of sets by companies that are supported on fewer than ten (Chin &
    Özsoyoğlu 1982)."""
    histories = _histories(sets)
    sizes = np.array([len(members) for members in histories.values()])
    matrix = np.array(
        [[mask >> row & 1 for mask, _ in histories] for row in range(len(sets))], float
    )
    return sum(bool(0 < sizes[np.abs(row) > DIGIT].sum() < THRESHOLD) for row in _reduced(matrix))


def _reduced(matrix: Array) -> Array:
    """The reduced row echelon form."""
    rank = 0
    for column in range(matrix.shape[1]):
        if rank == len(matrix):
            break
        pivot = rank + int(np.argmax(np.abs(matrix[rank:, column])))
        if abs(matrix[pivot, column]) < DIGIT:
            continue
        matrix[[rank, pivot]] = matrix[[pivot, rank]]
        matrix[rank] /= matrix[rank, column]
        others = np.arange(len(matrix)) != rank
        matrix[others] -= np.outer(matrix[others, column], matrix[rank])
        rank += 1
    return matrix[:rank]

"""What somebody learns who keeps every release and knows who was in it: of fewer than ten companies
nothing. The same attack breaks three plain ways to publish."""

import json
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from conference.bench import attack
from conference.bench.conferences import conference
from conference.bench.told import PLAIN, Observed, Told, by_pipeline
from conference.commands.bench import command, words

TEN = frozenset((company, 1) for company in range(10))
NINE = frozenset((company, 1) for company in range(9))
HIGH = (0.0, 0.0, 0.0, 1.0, 1.0)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return attack.run(conferences=20, seed=1, groups=4)


@pytest.mark.slow
def test_nothing_is_exposed_and_nearly_all_cells_of_a_threshold_are_shown(
    found: dict[str, Any],
) -> None:
    print(f"\n{found}")
    assert (found["conferences"], found["exposed"]) == (20, 0)
    assert found["attacked"] >= 70
    assert found["shown"] >= 0.9 * found["shown_by_threshold"]


@pytest.mark.slow
@pytest.mark.parametrize("variant", PLAIN)
def test_the_same_attack_breaks_each_plain_variant(found: dict[str, Any], variant: str) -> None:
    assert found["plain"][variant] > 0


def told(low: float, high: float, members: frozenset[tuple[int, int]] = TEN) -> Told:
    return Told(members, HIGH, low, high)


@pytest.mark.parametrize(
    ("low", "high", "is_exposed"),
    [(5, 10, False), (6, 10, True), (0, 5, False), (4.5, 5.5, False), (9, 9, True)],
)
def test_of_ten_companies_five_must_be_able_to_think_otherwise(
    low: float, high: float, is_exposed: bool
) -> None:
    assert attack.is_exposed([told(low, high)], NINE) is is_exposed


def test_the_difference_of_two_releases_betrays_a_unanimous_wave() -> None:
    more = TEN | {(company, 2) for company in range(10, 20)}
    wave = frozenset((company, 2) for company in range(10, 19))

    assert attack.is_exposed([told(4.5, 5.5), told(14.5, 15.5, more)], wave)
    assert not attack.is_exposed([told(3, 8), told(10, 15, more)], wave)


def test_a_class_that_nobody_can_be_in_is_exposed() -> None:
    assert attack.is_exposed([Told(TEN, HIGH, 0, 0)], NINE)


def test_sets_that_differ_by_a_few_companies_are_found_also_by_algebra() -> None:
    first, second = (frozenset((c, 1) for c in range(start, start + 10)) for start in (0, 10))
    both = first | second | {(30, 1)}
    observed = Observed({}, told=[told(0, 20, members) for members in (first, second, both)])

    found = attack.attack(observed, np.random.default_rng(1), 0)

    assert (found.differences, found.algebra) == (0, 1)


def test_a_simulated_conference_is_the_same_for_the_same_seed() -> None:
    first, second = (by_pipeline(conference(np.random.default_rng([3, 0]))) for _ in range(2))

    assert first == second


@pytest.mark.slow
def test_the_command_prints_one_object() -> None:
    answer = CliRunner().invoke(command, ["attack", "--conferences", "1", "--seed", "3", "--json"])

    printed = json.loads(answer.output)
    assert printed == attack.run(conferences=1, seed=3)


@pytest.mark.slow
def test_without_json_it_says_it_in_words(found: dict[str, Any]) -> None:
    lines = list(words({**found, "shown": 95, "shown_by_threshold": 100, "attacked": 80}))

    assert lines[1:4] == [
        "Cells shown: 95, 95% of a bare threshold's",
        "Groups attacked: 80",
        "Exposed: 0",
    ]

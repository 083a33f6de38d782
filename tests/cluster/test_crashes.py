"""`kill -9` while people click: what was acknowledged is there, once, and pages are right again."""

import os

import pytest

from conference.bench.live.crash import QUESTIONS, Survived, people_for, survive
from conference.bench.live.installation import alone
from tests.cluster.conftest import Cluster

pytestmark = pytest.mark.slow

ROUNDS = 2
PARTS = ("worker", "valkey", "postgres")


def test_the_only_process() -> None:
    cores = frozenset(os.sched_getaffinity(0))
    with alone(people_for(ROUNDS), QUESTIONS, cores) as place:
        assert_survived(survive(place, "process", ROUNDS))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_of_several(part: str, cluster: Cluster) -> None:
    assert_survived(survive(cluster.place, part, ROUNDS, first=PARTS.index(part) * ROUNDS))


def assert_survived(found: Survived) -> None:
    assert found.rounds == ROUNDS
    assert found.acknowledged
    assert found.is_right, found

"""`kill -9` of the only process while people click: what was acknowledged is there, once."""

import os
import sys

import pytest

from conference.bench.live.crash import QUESTIONS, people_for, survive
from conference.bench.live.installation import alone
from tests.cluster.surviving import ROUNDS, assert_survived

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Its bench needs Linux."),
]


def test_what_was_acknowledged_survives_the_death_of_the_only_process() -> None:
    cores = frozenset(os.sched_getaffinity(0))
    with alone(people_for(ROUNDS), QUESTIONS, cores) as place:
        assert_survived(survive(place, "process", ROUNDS))

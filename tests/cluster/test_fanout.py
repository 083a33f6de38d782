"""`conference bench cluster`: every upvote reaches all readers. No time is asserted."""

import shutil

import pytest

from conference.bench.live.cluster import measure
from conference.bench.live.machine import COMPILERS, cores
from tests.cluster.conftest import Cluster

pytestmark = pytest.mark.slow


def test_every_upvote_reaches_the_readers_of_both(cluster: Cluster) -> None:
    if not any(map(shutil.which, COMPILERS)):
        pytest.skip("There is no C compiler here, so no readers.")

    found = measure(cluster.place, cores(), sockets=20, seconds=0, ticks=5)

    assert (found.scenario, found.workers, found.ticks) == ("cluster", 2, 5)
    assert found.deliveries == found.messages == 20 * 5
    assert (found.deliveries_per_cpu_s or 0) > 0

"""Limits over several processes: they count together while what they share is there."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from redis import Redis

from conference.bench.live.valkey import Valkey, valkey
from conference.errors import TooMany
from conference.web.limits import Limit, Limits
from conference.web.shared_windows import SharedWindows, wait_s

THREE = Limit(3, per_s=60)


@dataclass
class Clock:
    s: float = 60_000_000.0

    def __call__(self) -> float:
        return self.s


@asynccontextmanager
async def two(url: str, clock: Clock) -> AsyncIterator[tuple[Limits, Limits]]:
    limits = [Limits(SharedWindows(url, b"secret", clock)) for _ in range(2)]
    try:
        yield limits[0], limits[1]
    finally:
        for each in limits:
            await each.close()


@pytest.fixture
def shared(valkey_server: Valkey) -> Iterator[Redis]:
    client = Redis(port=valkey_server.port)
    client.flushall()
    yield client
    client.close()


async def test_processes_count_together_and_keep_no_name(
    valkey_server: Valkey, shared: Redis
) -> None:
    clock = Clock()
    async with two(valkey_server.url, clock) as (one, other):
        for limits in (one, other, one):
            await limits.check("sabine", THREE)
        with pytest.raises(TooMany) as refusal:
            await other.check("sabine", THREE)
        (kept,) = shared.scan_iter()
        lasts_s = shared.ttl(kept)
        await other.check("anna", THREE)
        clock.s += 60 + 21
        await other.check("sabine", THREE)
        counts = [await each.count("jonas", THREE) for each in (one, other, one, other)]

    # As soon as one of three is out of view: a third of the next window.
    assert refusal.value.retry_after_s in {60 + 20, 60 + 21}
    assert b"sabine" not in kept
    assert lasts_s in range(1, 121)
    assert counts == [1, 2, 3, 3]


async def test_without_what_they_share_each_counts_for_itself() -> None:
    with valkey() as server:
        async with two(server.url, Clock()) as (one, other):
            for limits in (one, one, other):
                await limits.check("sabine", THREE)
            server.kill()
            await one.check("sabine", THREE)
            with pytest.raises(TooMany):
                await one.check("sabine", THREE)
            await other.check("sabine", THREE)
            assert await other.count("jonas", THREE) == 1


@pytest.mark.parametrize(
    ("now", "before", "passed", "wait"),
    [
        (0, 0, 0.0, 0.0),
        (2, 0, 0.5, 0.0),
        (3, 0, 0.5, 0.5 + 1 / 3),
        (0, 3, 0.0, 1 / 3),
        (0, 3, 0.34, 0.0),
        (1, 2, 0.25, 0.25),
        (2, 4, 0.5, 0.5),
        (2, 4, 1.0, 0.0),
    ],
)
def test_the_wait_ends_when_one_more_fits(
    now: int, before: int, passed: float, wait: float
) -> None:
    assert wait_s(now, before, passed, most=3) == pytest.approx(wait)

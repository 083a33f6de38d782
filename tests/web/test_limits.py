"""Sliding windows: counts, waits and forgets."""

from typing import Any

import pytest
from litestar import Request

from conference.errors import TooMany
from conference.web.limits import Limit, Windows, origin_of

THREE = Limit(3, per_s=60)


class Clock:
    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def time() -> Clock:
    return Clock()


@pytest.fixture
def limits(time: Clock) -> Windows:
    return Windows(time)


def test_the_fourth_within_the_window_is_refused_and_told_when(
    limits: Windows, time: Clock
) -> None:
    for _ in range(3):
        limits.check("sabine", THREE)
        time.s += 10

    with pytest.raises(TooMany) as refusal:
        limits.check("sabine", THREE)

    assert (refusal.value.status, refusal.value.retry_after_s) == (429, 30)


def test_the_window_slides(limits: Windows, time: Clock) -> None:
    for _ in range(3):
        limits.check("sabine", THREE)
        time.s += 10
    time.s += 30

    limits.check("sabine", THREE)

    with pytest.raises(TooMany):
        limits.check("sabine", THREE)


def test_refused_tries_do_not_lengthen_the_wait(limits: Windows, time: Clock) -> None:
    for _ in range(3):
        limits.check("sabine", THREE)
    for _ in range(100):
        with pytest.raises(TooMany):
            limits.check("sabine", THREE)

    time.s += 60

    limits.check("sabine", THREE)


def test_each_key_has_its_own_window(limits: Windows) -> None:
    for _ in range(3):
        limits.check(("links", "192.0.2.1"), THREE)

    limits.check(("links", "192.0.2.2"), THREE)
    limits.check(("registration", "192.0.2.1"), THREE)


def test_counting_never_refuses_and_ends_at_the_limit(limits: Windows, time: Clock) -> None:
    counts = [limits.count("sabine", THREE) for _ in range(5)]
    time.s += 61

    assert (counts, limits.count("sabine", THREE)) == ([1, 2, 3, 3, 3], 1)


def test_who_does_not_come_again_is_forgotten(limits: Windows, time: Clock) -> None:
    for number in range(1500):
        limits.check(number, THREE)
    time.s += 61
    for _ in range(1000):
        limits.count("sabine", THREE)

    assert len(limits) == 1


@pytest.mark.parametrize(
    ("client", "origin"),
    [
        (("192.0.2.1", 4711), "192.0.2.1"),
        (("2001:db8:1:2:3:4:5:6", 4711), "2001:db8:1:2::/64"),
        (("::ffff:192.0.2.1", 4711), "::ffff:192.0.2.1"),
        (("testclient", 4711), "testclient"),
        (None, ""),
    ],
)
def test_an_ipv6_network_counts_as_one(client: tuple[str, int] | None, origin: str) -> None:
    request: Request[Any, Any, Any] = Request({"type": "http", "client": client, "headers": []})  # type: ignore[arg-type]

    assert origin_of(request) == origin

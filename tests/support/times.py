"""Fixtures that move the clock; import them where they are wanted."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from conference import clock

Later = Callable[[timedelta], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    def move(by: timedelta) -> None:
        moment = clock.now() + by
        monkeypatch.setattr(clock, "now", lambda: moment)

    return move


@pytest.fixture
def by_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """It goes on from noon: what comes within hours is of the same day."""
    now = clock.now
    ahead = now().replace(hour=12, minute=0) - now()
    monkeypatch.setattr(clock, "now", lambda: now() + ahead)

"""A fixture that moves the clock on; import it into a conftest."""

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

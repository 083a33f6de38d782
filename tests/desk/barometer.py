"""A channel team that looks at a mood of two days, on the second morning."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC

import httpx
import pytest

from conference import clock
from conference.accounts.models import Reach
from conference.app import App
from tests import factories
from tests.desk import releases

MOOD = "/desk/events/offen-gesagt/mood"


@dataclass
class Barometer:
    """`mara` is of the channel team."""

    app: App
    event_id: int
    scope_id: int
    mara_id: int
    mara: httpx.AsyncClient

    async def get(self, path: str = MOOD, lang: str = "en") -> str:
        answer = await self.mara.get(path, params={"lang": lang})
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
async def barometer(app: App, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Barometer]:
    monkeypatch.setattr(clock, "now", lambda: releases.NOW.astimezone(UTC))
    async with app.database.writing() as db:
        event_id, scope_id = await releases.a_barometer(db)
        app.keys.create(scope_id)
        mara_id = await factories.a_person(db, "Mara Quint")
        await releases.staffed(db, mara_id, event_id)
    async with await factories.signed_in(app, mara_id, Reach.FULL) as mara:
        yield Barometer(app, event_id, scope_id, mara_id, mara)

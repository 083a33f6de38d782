"""The line of a request: how many statements it took."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from structlog.testing import capture_logs

from conference.app import App
from tests import factories
from tests.support.statements import statements
from tests.support.times import Later, later

__all__ = ["later"]


@pytest.fixture
async def event_id(app: App) -> int:
    async with app.database.writing() as db:
        return await factories.an_event(db)


async def test_a_request_counts_its_own_statements(
    app: App, client: httpx.AsyncClient, event_id: int
) -> None:
    await client.get("/events/offen-gesagt/agenda")  # Its programme is kept from now on
    with statements(app.database) as sent:
        await client.get("/events/offen-gesagt/agenda")
    own = [statement for statement in sent if not statement.startswith("BEGIN")]

    with capture_logs() as logs:
        await asyncio.gather(
            client.get("/healthz"),
            client.get("/events/offen-gesagt/agenda"),
            client.get("/events/offen-gesagt/agenda"),
        )

    counted = sorted(log["queries"] for log in logs if log["event"] == "request")
    assert own
    assert counted == [0, len(own), len(own)]


async def test_what_is_written_for_many_counts_for_none(
    app: App, event_id: int, later: Later
) -> None:
    async with app.database.writing() as db:
        sabine_id = await factories.an_attendee(db, event_id)
    async with await factories.signed_in(app, sabine_id) as sabine:
        later(timedelta(hours=2))

        with capture_logs() as logs:
            await sabine.get("/account")
            await sabine.get("/account")

    first, second = (log["queries"] for log in logs if log["event"] == "request")
    assert first == second > 0

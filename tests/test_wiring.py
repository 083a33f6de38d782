"""A request's transaction ends with the request, however that ends."""

import gc
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import func, select

from conference.accounts.models import Reach
from conference.app import App
from conference.qa.models import Question
from tests import factories


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


async def refused(app: App, client: httpx.AsyncClient) -> list[int]:
    """By what a route asks for beside its session of the database."""
    return [
        (await client.get("/desk/events/offen-gesagt/people")).status_code,
        (await client.get("/sessions/1/moderation")).status_code,
        (await client.put("/sessions/1/questions/opening")).status_code,
        (await client.put("/questions/1/approval")).status_code,
    ]


async def test_who_is_refused_holds_no_connection_and_no_turn(app: App, uncollected: None) -> None:
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        await factories.a_session(db, event_id)
        anna = await factories.an_attendee(db, event_id, "Anna Weser")

    async with await factories.signed_in(app, anna, Reach.FULL) as client:
        statuses = await refused(app, client)
        held = app.database.engine.pool.checkedout()  # type: ignore[attr-defined]
        # It would wait for its turn.
        asked = await client.post("/sessions/1/questions", data={"text": "Why now?"})

    assert (statuses, held, asked.status_code) == ([404] * 4, 0, 303)
    async with app.database.reading() as db:
        assert await db.scalar(select(func.count(Question.id))) == 1

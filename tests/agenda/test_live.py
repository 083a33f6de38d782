"""What those who have an agenda open are told."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import pytest

from conference.agenda.actions import AgendaChanged, SessionChanged
from conference.agenda.boundaries import Boundaries, crossed
from conference.agenda.imports import create_event_from, import_agenda
from conference.agenda.topics import agenda_topic, programme_topics
from conference.app import App
from conference.db import Database
from conference.live import CrowdChanged
from tests.agenda.made import KEYNOTE, START, TALK, an_agenda
from tests.live.watching import Watcher

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def event_id(database: Database) -> int:
    async with database.writing() as db:
        event_id = await create_event_from(db, an_agenda(), "halvestra")
        await import_agenda(db, event_id, an_agenda())
    return event_id


@pytest.mark.parametrize("locale", ["de", "en"])
async def test_push_equals_page_after_every_change(
    app: App,
    client: httpx.AsyncClient,
    event_id: int,
    clock_at: Callable[[datetime], None],
    locale: str,
) -> None:
    clock_at(START - MINUTE)
    watcher = Watcher(
        app, client, agenda_topic(event_id), locale, ("/events/halvestra/agenda/now",)
    )
    await watcher.start()

    async with app.database.writing() as db:
        newer = an_agenda(replace(KEYNOTE, title="Was sich <jetzt> ändert", room="Saale"), TALK)
        await import_agenda(db, event_id, newer)
    await watcher.assert_right()
    clock_at(START + MINUTE)
    app.live.publish({AgendaChanged(event_id)})
    await watcher.assert_right()

    assert "ändert" in str(watcher.page)


async def test_who_comes_and_goes_makes_no_page_of_the_programme_out_of_date(
    app: App, client: httpx.AsyncClient, event_id: int
) -> None:
    """Unlike what changes in it."""

    async def seen() -> str:
        page = await client.get("/events/halvestra/agenda")
        (found,) = re.findall(r"live\?lang=\w+&amp;seen=(\w+)", page.text)
        return str(found)

    before = await seen()
    app.live.publish(map(CrowdChanged, programme_topics(event_id)))
    later = await seen()
    app.live.publish([AgendaChanged(event_id)])

    assert [before == later, later == await seen()] == [True, False]


@pytest.mark.parametrize(
    ("since", "until", "guids"),
    [
        (-2 * MINUTE, -MINUTE, []),
        (-MINUTE, 0 * MINUTE, ["k-1"]),
        (0 * MINUTE, MINUTE, []),
        (59 * MINUTE, 60 * MINUTE, ["k-1"]),
        (-MINUTE, 121 * MINUTE, ["k-1", "t-1"]),
    ],
)
async def test_each_beginning_and_end_is_told_once(
    database: Database, event_id: int, since: timedelta, until: timedelta, guids: list[str]
) -> None:
    async with database.reading() as db:
        changes = await crossed(db, START + since, START + until)

    sessions = [change for change in changes if isinstance(change, SessionChanged)]
    assert len(sessions) == len(guids)
    assert changes - set(sessions) == ({AgendaChanged(event_id)} if guids else set())


async def test_between_two_looks_nothing_is_missed_and_nothing_told_twice(
    database: Database, event_id: int, clock_at: Callable[[datetime], None]
) -> None:
    heard: list[int] = []
    clock_at(START - MINUTE)
    boundaries = Boundaries(database, lambda found: heard.append(len(set(found))), (crossed,))

    for minutes in (0, 1, 60, 61):
        clock_at(START + minutes * MINUTE)
        await boundaries.announce()

    assert heard == [2, 2]

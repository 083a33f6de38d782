"""The agenda as a browser gets it: days, filters, times, what is kept between requests."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.agenda.actions import agenda_changed
from conference.agenda.formats.model import ImportedSession
from conference.agenda.imports import create_event_from, import_agenda
from conference.agenda.models import Event, Session
from conference.agenda.pages import LONG, current_agenda
from conference.app import App
from conference.db import Database
from conference.i18n import Translated
from tests.agenda.conftest import statements
from tests.agenda.made import DAY, KEYNOTE, START, TALK, an_agenda

HOUR = timedelta(hours=1)
NIGHT = replace(
    KEYNOTE,
    guid="n-1",
    title="The long night",
    kind="Workshop",
    starts_at=START + 16 * HOUR,
    ends_at=START + 17 * HOUR,
    languages=("en",),
    track=None,
    room="Saale",
    speakers=(),
)
FRIDAY = replace(
    NIGHT,
    guid="f-1",
    title="Selling across the Alps",
    day=DAY + timedelta(days=1),
    starts_at=START + 24 * HOUR,
    ends_at=START + 25 * HOUR,
)
LUNCH = replace(
    FRIDAY,
    guid="b-1",
    title="Lunch",
    kind="Break",
    room=None,
    starts_at=START + 27 * HOUR,
    ends_at=START + 28 * HOUR,
)
URL = "/events/halvestra/agenda"


@pytest.fixture
async def programme(database: Database, clock_at: Callable[[datetime], None]) -> int:
    """Two days, seen ten minutes into the first keynote. The event's id."""
    clock_at(START + timedelta(minutes=10))
    return await put(database, KEYNOTE, TALK, NIGHT, FRIDAY, LUNCH)


async def put(database: Database, *sessions: ImportedSession) -> int:
    async with database.writing() as db:
        event_id = await db.scalar(select(Event.id)) or await create_event_from(
            db, an_agenda(), "halvestra"
        )
        await import_agenda(db, event_id, an_agenda(*sessions))
    return event_id


async def see(client: httpx.AsyncClient, **query: str) -> BeautifulSoup:
    answer = await client.get(URL, params=query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html5lib")


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(element.get_text(" ").split()) for element in page.select(selector)]


async def test_the_list_goes_by_conference_day_and_start(
    client: httpx.AsyncClient, programme: int
) -> None:
    page = await see(client)

    assert texts(page, "#agenda-days h2, #agenda-days h3, .slot--break > p:last-child") == [
        "Thursday 17 September",
        "What changes for you",
        "ENTFÄLLT: Ausschreibungen in drei Ländern",
        "The long night",
        "Friday 18 September",
        "Selling across the Alps",
        "Lunch",
    ]
    assert texts(page, ".slot__time")[:3] == [
        "09:30 to 10:30",
        "11:30 to 12:30",
        "01:30 to 02:30 Friday",
    ]


async def test_what_is_on_what_is_next_and_what_is_cancelled(
    client: httpx.AsyncClient, programme: int
) -> None:
    page = await see(client)

    assert texts(page, "#agenda-now a[href^='/sessions/']") == [
        "What changes for you",
        "The long night",
    ]
    assert texts(page, ".session--live h3") == ["What changes for you"]
    assert texts(page, ".tag--live:not([hidden])") == ["Live"]
    assert texts(page, ".session--cancelled h3") == ["ENTFÄLLT: Ausschreibungen in drei Ländern"]
    assert texts(page, ".now:not([hidden]) + .slot h3") == [
        "ENTFÄLLT: Ausschreibungen in drei Ländern"
    ]


async def test_before_and_after_its_days_no_line_of_the_present_stands(
    client: httpx.AsyncClient, programme: int, clock_at: Callable[[datetime], None]
) -> None:
    seen = []
    for moment in (START - HOUR, START + 60 * HOUR):
        clock_at(moment)
        page = await see(client)
        seen.append((texts(page, ".now:not([hidden])"), texts(page, "#agenda-now h2")))

    assert seen == [([], ["Next"]), ([], ["It is over"])]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "kranz"}, ["What changes for you", "ENTFÄLLT: Ausschreibungen in drei Ländern"]),
        ({"text": "alps <b>"}, []),
        ({"text": "ALPS  selling"}, ["Selling across the Alps"]),
        ({"language": "en", "text": "night"}, ["The long night"]),
        ({"language": "xx", "track": "99", "room": "-1", "text": "night"}, ["The long night"]),
        ({"day": "2026-09-18"}, ["Selling across the Alps"]),
        ({"day": "yesterday", "text": "night"}, ["The long night"]),
    ],
)
async def test_filters_find_over_all_days(
    client: httpx.AsyncClient, programme: int, query: dict[str, str], found: list[str]
) -> None:
    page = await see(client, **query)

    assert texts(page, "#agenda-days h3") == found
    text = page.select_one("input[name=text]")
    assert text is not None
    assert text["value"] == " ".join(query.get("text", "").split())


async def test_a_long_programme_is_shown_day_by_day(
    client: httpx.AsyncClient, database: Database, programme: int
) -> None:
    many = [replace(KEYNOTE, guid=f"m-{n}", kind="", title=f"Session {n}") for n in range(LONG)]
    await put(database, *many, FRIDAY)

    today, tomorrow, everything, found = [
        len((await see(client, **query)).select("#agenda-days h3"))
        for query in ({}, {"day": "2026-09-18"}, {"day": "all"}, {"text": "alps"})
    ]

    # Four more of the file before are gone from this one, and stay.
    assert (today, tomorrow, everything, found) == (LONG + 3, 1, LONG + 4, 1)
    tabs = [(tab["href"], tab.get("aria-current")) for tab in (await see(client)).select(".days a")]
    assert tabs == [("?day=2026-09-17", "date"), ("?day=2026-09-18", None), ("?day=all", None)]


async def test_german_readers_get_german(client: httpx.AsyncClient, programme: int) -> None:
    client.headers["accept-language"] = "de"

    page = await see(client)

    assert texts(page, "#agenda-days h2") == ["Donnerstag 17. September", "Freitag 18. September"]
    assert "17. und 18. September 2026" in texts(page, ".masthead__edition")[0]


async def test_a_second_look_reads_nothing_from_the_database(
    database: Database, programme: int
) -> None:
    async with database.reading() as db:
        event = await db.get_one(Event, programme)
        first = await current_agenda(db, event)
        async with statements(db) as sent:
            second = await current_agenda(db, event)

    assert (sent, second is first) == ([], True)


async def test_what_another_process_wrote_is_shown_at_once(
    app: App, client: httpx.AsyncClient, programme: int
) -> None:
    await see(client)
    other = Database(app.settings.database)
    async with other.writing() as db:
        session = (await db.scalars(select(Session).where(Session.guid == "k-1"))).one()
        session.title = Translated(en="What does not change")
        await agenda_changed(db, programme, [session.id])
    await other.close()

    page = await see(client)

    assert texts(page, "#agenda-days h3")[0] == "What does not change"


async def test_texts_of_a_file_are_never_markup(
    client: httpx.AsyncClient, database: Database, programme: int
) -> None:
    evil = "<script>alert(1)</script> “&amp;”"
    await put(database, replace(FRIDAY, title=evil, subtitle=evil))

    answer = await client.get(URL)

    assert "<script>alert" not in answer.text
    assert evil in texts(BeautifulSoup(answer.text, "html5lib"), "#agenda-days h3")


@pytest.mark.parametrize("path", ["agenda", "agenda/days", "agenda/now", "isobars.svg"])
async def test_an_unknown_event_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/events/nobody/{path}")).status_code == 404


@pytest.mark.parametrize("name", ["isobars.svg", "isobars-band.svg"])
async def test_isobars_are_a_picture_that_browsers_keep(
    client: httpx.AsyncClient, programme: int, name: str
) -> None:
    answer = await client.get(f"/events/halvestra/{name}")

    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert answer.text.startswith("<svg")


async def test_an_event_without_sessions_says_so(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with database.writing() as db:
        await create_event_from(db, an_agenda(), "halvestra")

    page = await see(client)

    assert texts(page, "#agenda-days .empty__say") == ["The programme is not published yet."]

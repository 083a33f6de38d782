"""The page of a session: what it says of one that has gone, its level and tags, what it costs."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from bs4 import BeautifulSoup

from conference import clock
from conference.agenda.actions import agenda_changed
from conference.agenda.announcements import announce_to
from conference.agenda.models import Event, EventState, Level, Session, SessionState, Slot
from conference.app import App
from conference.i18n import Translated
from tests import factories
from tests.support.statements import statements
from tests.support.times import by_day

__all__ = ["by_day"]

HOUR = timedelta(hours=1)


@pytest.fixture
async def place(app: App, by_day: None) -> tuple[int, int]:
    """The event and its session, which is on."""
    async with app.database.writing() as db:
        event_id = await factories.an_event(db)
        return event_id, await factories.a_session(db, event_id)


@pytest.fixture
async def sabine(app: App, place: tuple[int, int]) -> AsyncIterator[httpx.AsyncClient]:
    event_id, _session_id = place
    async with app.database.writing() as db:
        sabine_id = await factories.an_attendee(db, event_id)
    async with await factories.signed_in(app, sabine_id) as client:
        yield client


def texts(page: httpx.Response, selector: str) -> list[str]:
    found = BeautifulSoup(page.text, "html.parser").select(selector)
    return [" ".join(each.get_text().split()) for each in found]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (
            SessionState.WITHDRAWN,
            ["This session is no longer in the programme.", "No longer in the programme"],
        ),
        (SessionState.CANCELLED, ["This session is cancelled.", "Cancelled"]),
    ],
)
async def test_what_does_not_take_place_says_why(
    app: App,
    sabine: httpx.AsyncClient,
    place: tuple[int, int],
    state: SessionState,
    said: list[str],
) -> None:
    _event_id, session_id = place
    async with app.database.writing() as db:
        (await db.get_one(Session, session_id)).state = state

    page = await sabine.get(f"/sessions/{session_id}")

    assert texts(page, ".screen__slide, .screen__tag") == said


async def test_level_and_tags_stand_where_the_session_is_described(
    app: App, sabine: httpx.AsyncClient, place: tuple[int, int]
) -> None:
    event_id, session_id = place
    async with app.database.writing() as db:
        plain = await factories.a_session(db, event_id, title="For everybody")
        session = await db.get_one(Session, session_id)
        session.level, session.tags = Level.ADVANCED, "API,Cloud"

    pages = [await sabine.get(f"/sessions/{id_}") for id_ in (session_id, plain)]
    agenda = await sabine.get("/events/offen-gesagt/agenda")
    found = await sabine.get("/events/offen-gesagt/agenda?text=cloud")

    assert [texts(page, ".about__tags li") for page in pages] == [["Advanced", "API", "Cloud"], []]
    assert [text.count("Advanced") for text in texts(agenda, ".session__where")] == [1, 0]
    assert texts(found, ".session__title") == ["What changes for you"]


async def test_it_leads_on_to_ones_bookmarks_its_room_and_what_comes_next(
    app: App, sabine: httpx.AsyncClient, place: tuple[int, int]
) -> None:
    event_id, session_id = place
    now = clock.now()
    async with app.database.writing() as db:
        here = await db.get_one(Slot, session_id)
        soon = await factories.a_session(db, event_id, title="Soon", starts_at=now + HOUR)
        later = await factories.a_session(db, event_id, title="Later", starts_at=now + 3 * HOUR)
        bookmarked = await factories.a_session(db, event_id, title="Mine", starts_at=now + 2 * HOUR)
        (await db.get_one(Slot, later)).room_id = here.room_id
        await agenda_changed(db, event_id, [soon, later])
    await sabine.put(f"/sessions/{bookmarked}/bookmark")

    during = await sabine.get(f"/sessions/{session_id}")
    async with app.database.writing() as db:
        here = await db.get_one(Slot, session_id)
        here.starts_at, here.ends_at = now - 2 * HOUR, now - HOUR
        await agenda_changed(db, event_id, [session_id])
    over = await sabine.get(f"/sessions/{session_id}")

    for page in (during, over):
        assert texts(page, "#next li a, #next li .tag") == [
            *("Soon", "Mine", "Bookmarked", "Later", "In this room"),
        ]
        assert texts(page, ".onair__onward a") == ["Mine"]
    # What the style sheet shows the way on by.
    screens = [
        BeautifulSoup(page.text, "html.parser").select("#stage-screen") for page in (during, over)
    ]
    assert [screen["data-phase"] for (screen,) in screens] == ["running", "over"]


async def test_afterwards_the_recording_is_played_where_it_lies_here(
    app: App, sabine: httpx.AsyncClient, place: tuple[int, int]
) -> None:
    _event_id, session_id = place
    played, linked = [], []
    for recording, hours in (
        ("/media/talk.mp4", 0),
        ("/media/talk.mp4", 2),
        ("https://a.example/", 2),
    ):
        async with app.database.writing() as db:
            (await db.get_one(Session, session_id)).recording = recording
            slot = await db.get_one(Slot, session_id)
            slot.starts_at = clock.now() - hours * HOUR - HOUR / 2
            slot.ends_at = slot.starts_at + HOUR
        page = BeautifulSoup((await sabine.get(f"/sessions/{session_id}")).text, "html.parser")
        played += [source["src"] for source in page.select("video source")]
        linked.append([link["href"] for link in page.select("#about ul a")])

    assert played == ["/media/keynote.mp4", "/media/talk.mp4", "/media/keynote.mp4"]
    assert linked == [[], [], ["https://a.example/"]]


async def test_who_was_not_registered_is_not_sent_to_a_form_that_is_closed(
    app: App, client: httpx.AsyncClient, place: tuple[int, int]
) -> None:
    event_id, session_id = place
    shown = []
    for state in (EventState.PUBLISHED, EventState.ARCHIVED):
        async with app.database.writing() as db:
            (await db.get_one(Event, event_id)).state = state
        page = await client.get(f"/sessions/{session_id}")
        shown.append(texts(page, ".screen__slide, .onair__register"))

    assert shown == [
        ["Register free of charge, and watch at once.", "Register free of charge"],
        ["Whoever was registered can watch this after signing in.", "Sign in"],
    ]


async def test_what_is_announced_costs_no_statement_more(
    app: App, sabine: httpx.AsyncClient, place: tuple[int, int]
) -> None:
    event_id, session_id = place
    counts, shown = [], []
    for number in (1, 2):
        async with app.database.writing() as db:
            for to in (None, session_id):
                text = Translated(en=f"{number} to {'those here' if to else 'all'}")
                await announce_to(db, event_id, to, text, HOUR)
        app.live.kept.renew()
        with statements(app.database) as sent:
            page = await sabine.get(f"/sessions/{session_id}")
        counts.append(len([each for each in sent if not each.startswith("BEGIN")]))
        shown.append(texts(page, ".announcements .notice__text"))

    assert shown == [
        ["1 to all", "1 to those here"],
        ["2 to all", "1 to all", "2 to those here", "1 to those here"],
    ]
    assert counts == [17, 17]

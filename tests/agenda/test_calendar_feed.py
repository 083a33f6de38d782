"""Calendars over HTTP: of the event, of a session, and one's own at its secret address."""

import io
import re
from itertools import product

import httpx

from conference.agenda.calendar_links import calendar_token, read_token
from conference.agenda.models import Event, EventState, SessionState
from tests import factories
from tests.agenda.own import MINE, Programme, programme, see
from tests.conftest import ROOT_URL, browser
from tests.support.logs import printed

__all__ = ["printed", "programme"]

CALENDAR = f"{MINE}/calendar"


def lines(answer: httpx.Response, *names: str) -> list[str]:
    """Of the sessions only, and in the order of the file."""
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-store"
    unfolded = answer.content.decode().replace("\r\n ", "")
    sessions = re.findall(r"(?ms)^BEGIN:VEVENT\r\n.*?^END:VEVENT", unfolded)
    found = [line for session in sessions for line in session.split("\r\n")]
    return [line for line in found if line.split(":")[0].split(";")[0] in names]


async def address(programme: Programme) -> str:
    """As the page shows it, and the same to subscribe to."""
    page = await see(programme.sabine)
    shown = page.select_one("#address")
    assert shown is not None
    url = str(shown["value"])
    assert page.select(f"a[href='webcal://{url.partition('://')[2]}']")
    return url


async def test_the_own_calendar_is_what_is_bookmarked(programme: Programme) -> None:
    for title in ("Kept", "Cancelled", "Withdrawn", "Taken off", "Not mine"):
        await programme.add(title, 0, 60)
    await programme.bookmark("Kept", "Cancelled", "Withdrawn", "Taken off")
    await programme.change("Cancelled", SessionState.CANCELLED)
    await programme.change("Withdrawn", SessionState.WITHDRAWN)
    await programme.sabine.delete(f"/sessions/{programme.ids['Taken off']}/bookmark")
    url = await address(programme)

    async with browser(programme.app) as calendar:
        answer = await calendar.get(url)

    assert url.startswith(f"{ROOT_URL}/calendar/")
    assert sorted(lines(answer, "SUMMARY")) == [
        "SUMMARY:Cancelled",
        "SUMMARY:Kept",
        "SUMMARY:Withdrawn",
    ]
    assert sorted(lines(answer, "STATUS")) == [
        "STATUS:CANCELLED",
        "STATUS:CANCELLED",
        "STATUS:CONFIRMED",
    ]


async def test_the_event_and_a_session_are_there_for_everyone(programme: Programme) -> None:
    keynote = await programme.add("Keynote", 0, 60)
    await programme.add("Next", 60, 120)

    async with browser(programme.app) as nobody:
        event = await nobody.get("/events/halvestra/agenda.ics")
        session = await nobody.get(f"/sessions/{keynote}/calendar.ics")

    assert sorted(lines(event, "SUMMARY")) == ["SUMMARY:Keynote", "SUMMARY:Next"]
    assert lines(session, "SUMMARY") == ["SUMMARY:Keynote"]
    assert set(lines(session, "UID")) < set(lines(event, "UID"))


async def test_a_draft_has_no_calendars(programme: Programme) -> None:
    keynote = await programme.add("Keynote", 0, 60)
    url = await address(programme)
    async with programme.app.database.writing() as db:
        (await db.get_one(Event, programme.event_id)).state = EventState.DRAFT

    paths = (url, "/events/halvestra/agenda.ics", f"/sessions/{keynote}/calendar.ics")
    assert [(await programme.sabine.get(path)).status_code for path in paths] == [404] * 3


async def test_a_new_address_ends_the_one_before(programme: Programme) -> None:
    urls = [await address(programme)]
    for _ in range(2):
        answer = await programme.sabine.post(f"{CALENDAR}?_method=put")
        assert answer.status_code == 303
        urls.append(await address(programme))

    async with browser(programme.app) as calendar:
        statuses = [(await calendar.get(url)).status_code for url in urls]

    assert len(set(urls)) == 3
    assert statuses == [404, 404, 200]


async def test_each_person_and_event_has_an_address_of_its_own(programme: Programme) -> None:
    await programme.add("Keynote", 0, 60)
    await programme.bookmark("Keynote")
    secret = programme.app.settings.secret
    async with programme.app.database.writing() as db:
        anna = await factories.an_attendee(db, programme.event_id, "Anna Weser")
        other = await factories.an_event(db, "another")
        people, events = (programme.sabine_id, anna), (programme.event_id, other)

    answers = []
    async with browser(programme.app) as calendar:
        for person, event in product(people, events):
            token = calendar_token(secret, person, event, 1)
            answers.append(lines(await calendar.get(f"/calendar/{token}.ics"), "SUMMARY"))

    assert answers == [["SUMMARY:Keynote"], [], [], []]


async def test_what_is_no_address_is_not_found_and_soon_refused(programme: Programme) -> None:
    token = (await address(programme)).rpartition("/")[2].removesuffix(".ics")
    secret = programme.app.settings.secret
    wrong = [
        token,
        f"{token}.xml",
        f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}.ics",
        f"{token.swapcase()}.ics",
        f"{calendar_token(b'another secret of 32 characters.', 1, 1, 1)}.ics",
        f"{calendar_token(secret, programme.sabine_id, programme.event_id, 2)}.ics",
        f"{calendar_token(secret, 4711, programme.event_id, 1)}.ics",
        f"{calendar_token(secret, programme.sabine_id, 4711, 1)}.ics",
        ".ics",
        "%C3%A4.ics",
    ]

    async with browser(programme.app) as calendar:
        statuses = [(await calendar.get(f"/calendar/{name}")).status_code for name in wrong]
        tried = [(await calendar.get(f"/calendar/{token}")).status_code for _ in range(51)]
        right = (await calendar.get(f"/calendar/{token}.ics")).status_code

    assert statuses == [404] * len(wrong)
    assert tried == [404] * 50 + [429]
    assert right == 200


async def test_a_calendar_that_asks_all_the_time_is_refused(programme: Programme) -> None:
    url = await address(programme)

    async with browser(programme.app) as calendar:
        statuses = [(await calendar.get(url)).status_code for _ in range(61)]

    assert statuses == [200] * 60 + [429]


async def test_the_log_holds_no_address(programme: Programme, printed: io.StringIO) -> None:
    url = await address(programme)
    token = url.rpartition("/")[2].removesuffix(".ics")

    async with browser(programme.app) as calendar:
        for path in (url, f"/calendar/{token}", f"{url}?{token}"):
            await calendar.get(path)

    assert "/calendar/{name}" in printed.getvalue()
    assert token not in printed.getvalue()


def test_a_token_is_read_by_the_secret_that_made_it_only() -> None:
    token = calendar_token(b"one", 3, 2, 1)

    assert len(token) == 40
    assert read_token(b"one", token) == (3, 2, 1)
    assert read_token(b"two", token) is None
    assert [read_token(b"one", cut) for cut in ("", "ä", token[:16])] == [None] * 3

"""What organisers have done is said on the next page, where it was done; so is what is refused."""

from collections.abc import Callable
from datetime import datetime

import httpx
import pytest
from bs4 import BeautifulSoup, Tag

from tests.organise.conftest import HERE, Office, entered_in
from tests.organise.test_schedule import MINUTE, NINE, a_day

TYPED = {"title_en": "Talk", "kind": "talk", "level": "all", "day": "", "minutes": "45"}


def said(page: httpx.Response) -> tuple[str, str]:
    """The notice, and the id of the part of the page that it stands in."""
    notice = BeautifulSoup(page.text, "html5lib").select_one("#done")
    assert notice is not None
    assert (notice["role"], notice["tabindex"]) == ("status", "-1")
    part = notice.find_parent(["li", "section", "main"])
    assert isinstance(part, Tag)
    return notice.get_text(strip=True), str(part["id"])


async def after(office: Office, answer: httpx.Response) -> tuple[str, str]:
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("#done")
    return said(await office.claudia.get(answer.headers["location"]))


async def test_what_is_entered_changed_and_removed_is_confirmed_there(office: Office) -> None:
    claudia = office.claudia
    rooms, people = f"{HERE}/rooms", f"{HERE}/people"
    session = await claudia.post(f"{HERE}/sessions", data=TYPED)
    at = session.headers["location"].partition("?")[0]
    role = {"kind": "organiser", "email": "jana@vogt.example", "language": "de"}

    seen = [
        await after(office, await claudia.post(rooms, data={"name": "Elbe"})),
        await after(office, await claudia.post(rooms, data={"name": "Isar"})),
        await after(office, await claudia.put(f"{rooms}/2/place")),
        await after(office, await claudia.put(f"{rooms}/2", data={"name": "Inn"})),
        await after(office, await claudia.delete(f"{rooms}/2")),
        await after(office, await claudia.post(f"{HERE}/tracks", data={"name_en": "Practice"})),
        await after(office, session),
        await after(office, await claudia.put(at, data=entered_in(await claudia.get(at)))),
        await after(office, await claudia.post(f"{at}/moderators", data={"email": "a@b.example"})),
        await after(office, await claudia.post(f"{HERE}/speakers", data={"name": "Jana Vogt"})),
        await after(office, await claudia.post(people, data=role)),
        await after(office, await claudia.delete(f"{people}/4")),
    ]
    said_to_all = {"text_en": "Welcome.", "minutes": "30", "session": ""}
    announcement = await claudia.post(f"{HERE}/announcements", data=said_to_all)

    assert seen == [
        ("Added.", "room-1"),
        ("Added.", "room-2"),
        ("Moved up.", "room-2"),
        ("Saved.", "room-2"),
        ("Removed.", "rooms"),
        ("Added.", "track-1"),
        ("Added.", "content"),
        ("Saved.", "content"),
        ("They moderate the session now.", "moderators"),
        ("Added.", "content"),
        ("The role is given, and a mail that says so is on its way.", "content"),
        ("The role is taken away.", "content"),
    ]
    assert await after(office, announcement) == (
        *("Announced. It is shown from now on.", "announcement-1"),
    )


async def test_an_event_says_in_which_state_it_is_now(office: Office) -> None:
    claudia = office.claudia

    seen = [
        await after(office, await claudia.put(f"{HERE}/publication")),
        await after(office, await claudia.put(f"{HERE}/archive")),
        await after(office, await claudia.delete(f"{HERE}/archive")),
        await after(office, await claudia.delete(f"{HERE}/publication")),
    ]

    assert [sentence.partition(".")[0] for sentence, _part in seen] == [
        *("Published", "Archived", "Taken out of the archive", "The event is a draft again"),
    ]


async def test_whoever_puts_a_session_off_sees_how_far_and_with_what(office: Office) -> None:
    day = await a_day(office)
    await day.add("Talk", 0, 60)
    await day.add("Panel", 60, 90)

    seen = [
        await after(office, await day.change("Talk", "delay", minutes="10", with_following="yes")),
        await after(office, await day.change("Panel", "delay", minutes="1")),
        await after(office, await day.change("Panel", "cancellation")),
        await after(office, await day.change("Talk", "withdrawal")),
    ]

    delayed = "Put off by 10 minutes. One more session in its room as well. It begins at 09:10 now."
    assert seen == [
        (delayed, "on-the-day"),
        ("Put off by 1 minute. It begins at 10:11 now.", "on-the-day"),
        ("The session is cancelled, and its attendees see that.", "on-the-day"),
        ("The session is out of the programme.", "on-the-day"),
    ]


async def test_on_its_day_a_session_can_be_put_off_above_its_form(
    office: Office, clock_at: Callable[[datetime], None]
) -> None:
    day = await a_day(office)
    path = f"{HERE}/sessions/{await day.add('Talk', 0, 60)}"

    async def parts() -> list[str]:
        page = BeautifulSoup((await office.claudia.get(path)).text, "html5lib")
        return [str(part["id"]) for part in page.select("#session, #on-the-day")]

    clock_at(NINE - 24 * 60 * MINUTE)
    before = await parts()
    clock_at(NINE - 60 * MINUTE)

    assert (before, await parts()) == (["session", "on-the-day"], ["on-the-day", "session"])


@pytest.mark.parametrize(
    "query",
    [
        *("done=<b>", "done=added", "done=added&at=room-9"),
        "done=put-off&at=<script>&minutes=ten&others=99999",
    ],
)
async def test_an_address_that_nobody_has_made_says_nothing(office: Office, query: str) -> None:
    page = await office.claudia.get(f"{HERE}/rooms?{query}")

    assert page.status_code == 200
    assert BeautifulSoup(page.text, "html5lib").select("#done") == []


async def test_what_is_refused_takes_focus_where_it_was_sent(office: Office) -> None:
    day = await a_day(office)
    talk = f"{HERE}/sessions/{await day.add('Talk', 0, 60)}"
    await day.add("Panel", 60, 90)
    elbe = day.rooms["Elbe"]
    claudia, version = office.claudia, {"version": "1"}

    def focused(answer: httpx.Response) -> list[str]:
        found = BeautifulSoup(answer.text, "html5lib").select("[autofocus]")
        return [str(each.get("id") or each.get_text(strip=True)[:30]) for each in found]

    answers = [
        await claudia.post(f"{HERE}/rooms", data={"name": "elbe"}),
        await claudia.delete(f"{HERE}/rooms/{elbe}"),
        await claudia.put(f"{talk}/delay", data=version | {"minutes": "0"}),
        await claudia.put(f"{talk}/delay", data=version | {"minutes": "10"}),
        await claudia.put(f"{talk}/cancellation", data={"version": "9"}),
        await claudia.post(f"{talk}/moderators", data={"person": "", "email": "lisa"}),
        await claudia.delete(f"{HERE}/people/1"),
        await claudia.post(f"{HERE}/import", data={}),
    ]

    assert [focused(answer) for answer in answers] == [
        ["new-room-name"],
        [f"room-{elbe}-name"],
        ["delay-minutes"],
        ["“Panel” is in that room at thi"],
        ["Somebody has meanwhile changed"],
        ["moderator-email"],
        ["Without an organiser nobody co"],
        ["file"],
    ]
    assert "Put off what follows as well" in answers[3].text

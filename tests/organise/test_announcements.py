"""Announcements: said to all or to a session, for a while, and taken back."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from conference import clock
from conference.accounts.models import Reach
from conference.agenda.announcements import AnnouncementChanged, all_announcements, expired
from conference.agenda.models import EventState
from tests import factories
from tests.organise.conftest import HERE, SLUG, Office

PATH = f"{HERE}/announcements"


async def said(office: Office, path: str) -> list[str]:
    """To Claudia, in English."""
    page = BeautifulSoup((await office.claudia.get(path)).text, "html.parser")
    return [each.get_text(strip=True) for each in page.select(".announcements .notice__text")]


@pytest.fixture
async def sessions(office: Office) -> tuple[int, int]:
    await office.set_state(EventState.PUBLISHED)
    async with office.database.writing() as db:
        here = await factories.a_session(db, office.event_id, title="Here")
        there = await factories.a_session(db, office.event_id, title="There")
    return here, there


async def test_what_is_said_to_all_stands_on_every_page_and_to_a_session_on_its_own(
    office: Office, sessions: tuple[int, int]
) -> None:
    here, there = sessions
    await office.claudia.post(PATH, data={"text_en": "Lunch is open.", "minutes": "30"})
    to_session = {"text_de": "Folien folgen.", "session": str(here), "minutes": "10"}
    await office.claudia.post(PATH, data=to_session)

    pages = [f"/events/{SLUG}", f"/events/{SLUG}/agenda", f"/sessions/{here}", f"/sessions/{there}"]
    assert [await said(office, page) for page in pages] == [
        ["Lunch is open."],
        ["Lunch is open."],
        ["Lunch is open.", "Folien folgen."],
        ["Lunch is open."],
    ]
    assert await office.logged() == [
        "Claudia Kern: Announcement “Lunch is open.” sent",
        "Claudia Kern: Announcement “Folien folgen.” sent",
    ]


async def test_it_goes_when_it_is_taken_back_and_when_its_time_is_over(
    office: Office, sessions: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.claudia.post(PATH, data={"text_en": "Wrong.", "minutes": "30"})
    await office.claudia.post(PATH, data={"text_en": "Right.", "minutes": "10"})
    async with office.database.reading() as db:
        right, wrong = await all_announcements(db, office.event_id)

    await office.claudia.delete(f"{PATH}/{wrong.id}")
    after = await said(office, f"/events/{SLUG}")
    later: datetime = clock.now() + timedelta(minutes=11)
    async with office.database.reading() as db:
        told = await expired(db, clock.now(), later)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert (after, await said(office, f"/events/{SLUG}")) == (["Right."], [])
    assert told == {AnnouncementChanged(office.event_id, None)}
    assert right.is_shown


async def test_a_session_of_another_event_and_an_empty_text_are_refused(office: Office) -> None:
    other = await office.event("weitblick")
    async with office.database.writing() as db:
        foreign = await factories.a_session(db, other.id)

    answers = [
        await office.claudia.post(PATH, data={"text_en": "Hello.", "minutes": "30"} | wrong)
        for wrong in ({"session": str(foreign)}, {"text_en": " "}, {"minutes": "99999"})
    ]

    assert [answer.status_code for answer in answers] == [422] * 3
    async with office.database.reading() as db:
        assert await all_announcements(db, office.event_id) == []


async def test_what_another_event_said_is_not_there_to_take_back(
    office: Office, sessions: tuple[int, int]
) -> None:
    await office.claudia.post(PATH, data={"text_en": "Lunch is open.", "minutes": "30"})
    async with office.database.reading() as db:
        (announcement,) = await all_announcements(db, office.event_id)

    path = f"/manage/events/weitblick/announcements/{announcement.id}"

    assert (await office.jonas.delete(path)).status_code == 404
    assert await said(office, f"/events/{SLUG}") == ["Lunch is open."]


async def test_who_has_not_registered_is_told_nothing_of_a_session(
    office: Office, sessions: tuple[int, int]
) -> None:
    region = f"/sessions/{sessions[0]}/regions"

    assert (await office.nobody.get(region)).status_code == 401
    async with office.database.writing() as db:
        anna = await factories.an_attendee(db, office.event_id, "Anna Weser")
    async with await factories.signed_in(office.app, anna, Reach.ATTENDEE) as client:
        assert (await client.get(region)).status_code == 200

"""All that is live on a session's page in one answer: the same for all, one's own behind it."""

from datetime import timedelta

import httpx
from bs4 import BeautifulSoup

from conference.agenda.announcements import announce_to
from conference.i18n import Translated
from conference.qa.actions import Asking, ask_question
from conference.qa.moderation import approve
from tests.polls.conftest import Room, room
from tests.support.statements import statements
from tests.support.times import Later, later

__all__ = ["later", "room"]

PARTS = [
    *("#announcements-all", "#announcements-here", "#stage-screen", "#stage-where", "#about-where"),
    *("#stage-audience", "#polls-region", "#polls-results", "#polls-tab"),
    *("#questions-region", "#questions-count", "#questions-own"),
]


async def test_they_are_what_the_page_shows(room: Room) -> None:
    await ask(room)
    await room.open()
    async with room.app.database.writing() as db:
        for to in (None, room.session_id):
            text = Translated(en="Lunch is open.")
            await announce_to(db, room.event_id, to, text, timedelta(hours=1))
    await room.app.live.settled()

    page, regions = [
        parsed(await room.sabine.get(f"/sessions/{room.session_id}{path}"))
        for path in ("", "/regions")
    ]

    assert [part["hx-target"] for part in regions.select("hx-partial")] == PARTS
    for part in regions.select("hx-partial"):
        (shown,) = page.select(str(part["hx-target"]))
        assert part.decode_contents().split() == shown.decode().split()
    assert page.select_one(".stage")["data-region"] == f"/sessions/{room.session_id}/regions"  # type: ignore[index]


async def test_each_finds_their_own_behind_what_is_the_same_for_all(room: Room) -> None:
    question_id = await ask(room)
    await room.sabine.put(f"/questions/{question_id}/upvote")
    await room.app.live.settled()

    texts = []
    for client in (room.sabine, room.anna):
        zipped, plain = [
            await client.get(
                f"/sessions/{room.session_id}/regions", headers={"accept-encoding": wish}
            )
            for wish in ("gzip", "identity")
        ]
        assert [each.headers.get("content-encoding") for each in (zipped, plain)] == ["gzip", None]
        assert zipped.text == plain.text
        texts.append(plain.text)

    (common, sabines), (same, annas) = (text.split('"#questions-own"') for text in texts)
    assert common == same
    assert f'{{"asked": [], "upvoted": [{question_id}]}}' in sabines
    assert f'{{"asked": [{question_id}], "upvoted": []}}' in annas


async def test_what_is_the_same_for_all_is_read_once(room: Room, later: Later) -> None:
    await ask(room)
    await room.app.live.settled()
    later(timedelta())

    counts = []
    for client in (room.anna, room.sabine):
        with statements(room.app.database) as sent:
            await client.get(f"/sessions/{room.session_id}/regions")
        counts.append(sum("FROM poll" in each for each in sent))

    assert counts == [1, 0]


async def ask(room: Room) -> int:
    """Anna, and it is live."""
    async with room.app.database.writing() as db:
        asking = Asking(room.session_id, room.anna_id, "Why?", "en", is_anonymous=False)
        question_id = await ask_question(db, room.app.keys, asking)
        await approve(db, question_id)
    return question_id


def parsed(answer: httpx.Response) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")

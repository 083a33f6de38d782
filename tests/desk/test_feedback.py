"""Named feedback as the channel team works on it, in its lists, on its page and pushed."""

import httpx
import pytest
from bs4 import BeautifulSoup

from conference.live import Topic
from conference.sentiment.actions import (
    Sending,
    assign_feedback,
    close_feedback,
    send_feedback,
)
from conference.sentiment.entries import NamedEntry
from conference.sentiment.models import FeedbackState, NamedFeedback
from tests import factories
from tests.desk.world import DESK, Desk, desk
from tests.live.watching import Watcher, watch
from tests.support.statements import statements

__all__ = ["desk"]


async def a_message(desk: Desk, text: str = "Please call me about margins.", n: int = 0) -> int:
    async with desk.database.writing() as db:
        sender = await factories.an_attendee(db, desk.event_id, f"Sabine Ortlieb {n}")
        sending = Sending(
            desk.event_id, desk.session_id, sender, "Alpenrand IT", "en", NamedEntry(2, text)
        )
        return await send_feedback(db, sending)


async def row(desk: Desk, feedback_id: int) -> NamedFeedback:
    async with desk.database.reading() as db:
        return await db.get_one(NamedFeedback, feedback_id)


async def put(desk: Desk, feedback_id: int, what: str, **form: object) -> httpx.Response:
    method = "" if "?" in what else "?_method=put"
    return await desk.mara.post(f"{DESK}/feedback/{feedback_id}/{what}{method}", data=form)


def texts(page: str) -> list[str]:
    return [words.get_text(strip=True) for words in BeautifulSoup(page, "html5lib").select("ol a")]


async def lists(desk: Desk) -> dict[str, list[str]]:
    names = ("open", "unassigned", "mine", "answered", "closed")
    return {name: texts((await desk.get(f"feedback?show={name}")).text) for name in names}


async def test_lists_by_state_and_by_who_answers(desk: Desk) -> None:
    async with desk.database.writing() as db:
        jonas = await factories.a_staff_member(db, desk.event_id, "Jonas Feld")
    free, mine, his, done = [await a_message(desk, f"Message {n}", n) for n in range(4)]
    async with desk.database.writing() as db:
        await assign_feedback(db, desk.event_id, mine, desk.mara_id, version=1)
        await assign_feedback(db, desk.event_id, his, jonas, version=1)
        await close_feedback(db, desk.event_id, done, version=1)

    shown = await lists(desk)

    assert free
    assert {name: sorted(found) for name, found in shown.items()} == {
        "open": ["Message 0", "Message 1", "Message 2"],
        "unassigned": ["Message 0"],
        "mine": ["Message 1"],
        "answered": [],
        "closed": ["Message 3"],
    }


async def test_what_is_no_list_shows_the_open_ones(desk: Desk) -> None:
    await a_message(desk)

    assert len(texts((await desk.get("feedback?show=nonsense")).text)) == 1
    assert "Nothing here." in (await desk.get("feedback?show=closed")).text


async def test_a_message_is_assigned_answered_by_mail_closed_and_opened_again(desk: Desk) -> None:
    feedback_id = await a_message(desk)

    answers = [
        await put(desk, feedback_id, "assignment", assignee=desk.mara_id, version=1),
        await put(desk, feedback_id, "reply", reply="We call you today.", version=2),
        await put(desk, feedback_id, "closure", version=3),
        await put(desk, feedback_id, "closure?_method=delete", version=4),
        await put(desk, feedback_id, "assignment", assignee="", version=5),
    ]

    written = await row(desk, feedback_id)
    assert [(answer.status_code, answer.headers["location"]) for answer in answers] == [
        (303, f"{DESK}/feedback/{feedback_id}")
    ] * 5
    assert (written.state, written.reply) == (FeedbackState.OPEN, "We call you today.")
    assert (written.assignee_id, written.version) == (None, 6)
    assert "We call you today." in (await desk.get(f"feedback/{feedback_id}")).text


@pytest.mark.parametrize(
    ("what", "form", "status"),
    [
        ("assignment", {"assignee": "{mara}", "version": 7}, 409),
        ("assignment", {"assignee": "{mara}", "version": "x"}, 409),
        ("assignment", {"assignee": "{sender}", "version": 1}, 422),
        ("assignment", {"assignee": "x", "version": 1}, 422),
        ("reply", {"reply": "My words", "version": 7}, 409),
        ("reply", {"reply": "", "version": 1}, 422),
        ("reply", {"reply": "My words" + "." * 4000, "version": 1}, 422),
        ("closure", {"version": 7}, 409),
        ("closure?_method=delete", {"version": 7}, 409),
    ],
)
async def test_what_is_refused_changes_nothing_and_keeps_what_was_written(
    desk: Desk, what: str, form: dict[str, object], status: int
) -> None:
    feedback_id = await a_message(desk)
    sender = (await row(desk, feedback_id)).person_id
    people = {"{mara}": desk.mara_id, "{sender}": sender}

    answer = await put(
        desk, feedback_id, what, **{name: people.get(str(v), v) for name, v in form.items()}
    )

    page = BeautifulSoup(answer.text, "html5lib")
    area, version = page.select_one("textarea"), page.select_one("form.stack [name=version]")
    assert area is not None
    assert version is not None
    assert (answer.status_code, str(version["value"])) == (status, "1")
    assert area.get_text().strip() == str(form.get("reply", ""))
    written = await row(desk, feedback_id)
    assert (written.version, written.state, written.assignee_id) == (1, FeedbackState.OPEN, None)


async def test_a_text_is_shown_as_it_is_and_runs_nothing(desk: Desk) -> None:
    feedback_id = await a_message(desk, "<script>alert(1)</script> {{ 7*7 }}")

    for path in ("feedback", f"feedback/{feedback_id}"):
        page = (await desk.get(path)).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page
        assert "<script>alert" not in page


async def test_messages_of_another_event_are_not_there(desk: Desk) -> None:
    async with desk.database.writing() as db:
        other = await factories.an_event(db, "weitblick")
        session_id = await factories.a_session(db, other)
        bela = await factories.an_attendee(db, other, "Bela Isar")
        sending = Sending(other, session_id, bela, "Isarwinkel", "de", NamedEntry(3, "Anderswo"))
        foreign = await send_feedback(db, sending)

    answers = [
        await desk.get(f"feedback/{foreign}"),
        await desk.get(f"feedback/{foreign}/state"),
        await put(desk, foreign, "assignment", assignee=desk.mara_id, version=1),
        await put(desk, foreign, "reply", reply="x", version=1),
        await put(desk, foreign, "closure", version=1),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert texts((await desk.get("feedback")).text) == []
    assert (await row(desk, foreign)).version == 1


async def test_what_is_pushed_is_what_the_page_shows(desk: Desk) -> None:
    feedback_id = await a_message(desk, "First")
    other = await a_message(desk, "Second", 1)
    topic = Topic(f"event/{desk.event_id}/desk/messages")
    regions = [f"{DESK}/feedback/list?show={name}" for name in ("open", "mine", "unassigned")]
    regions += [f"{DESK}/feedback/list?show=answered", f"{DESK}/feedback/{feedback_id}/state"]
    watchers = [
        Watcher(desk.app, desk.mara, topic, locale, (region,))
        for region in regions
        for locale in ("de", "en")
    ]
    await watch(*watchers)

    async with desk.database.writing() as db:
        await assign_feedback(db, desk.event_id, feedback_id, desk.mara_id, version=1)
    for watcher in watchers:
        await watcher.assert_right()
    third = await a_message(desk, "Third <b>", 2)
    await put(desk, feedback_id, "reply", reply="Now & here", version=2)
    await put(desk, other, "closure", version=1)
    await put(desk, third, "assignment", assignee=desk.mara_id, version=1)
    for watcher in watchers:
        await watcher.assert_right()

    assert texts((await desk.get("feedback?show=mine")).text) == ["Third <b>"]


@pytest.mark.parametrize("messages", [1, 3])
async def test_the_number_of_statements_does_not_grow(desk: Desk, messages: int) -> None:
    for n in range(messages):
        await a_message(desk, f"Message {n}", n)

    with statements(desk.database) as sent:
        page = (await desk.get("feedback")).text

    # The event, the messages, the counts.
    assert len([statement for statement in sent if not statement.startswith("BEGIN")]) == 3
    assert len(texts(page)) == messages

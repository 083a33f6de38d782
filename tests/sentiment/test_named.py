"""Feedback by name: sent, listed for its sender, assigned, answered by mail, closed, reopened."""

import asyncio
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from conference.db import Change
from conference.db.changes import announced
from conference.errors import Conflict, Invalid, NotFound
from conference.mail import waiting
from conference.mail.models import OutboxMail
from conference.sentiment import actions
from conference.sentiment.actions import NamedFeedbackChanged
from conference.sentiment.models import FeedbackState, NamedFeedback
from tests.sentiment.conftest import Conference, chosen, words

HTMX = {"hx-request": "true"}
FULL = {"value": "2", "text": "Please call me.\nSee https://alpenrand.example/x"}


async def messages(conference: Conference) -> list[NamedFeedback]:
    async with conference.app.database.reading() as db:
        return list(await db.scalars(select(NamedFeedback).order_by(NamedFeedback.id)))


async def sent(conference: Conference) -> int:
    await conference.sabine.post(conference.named, data=FULL)
    (message,) = await messages(conference)
    return message.id


async def mails(conference: Conference) -> list[EmailMessage]:
    async with asyncio.timeout(10):
        while await _owed(conference):  # noqa: ASYNC110 - the outbox is a table
            await asyncio.sleep(0.02)
    folder = conference.app.settings.mail_folder
    assert folder is not None
    read = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in sorted(folder.glob("*.eml"))
    ]
    return [mail for mail in read if isinstance(mail, EmailMessage)]


async def _owed(conference: Conference) -> int:
    async with conference.app.database.reading() as db:
        return await waiting(db)


async def test_it_is_an_ordinary_message_with_name_and_company(conference: Conference) -> None:
    answer = await conference.sabine.post(conference.named, data=FULL)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"{conference.feedback}?said=message#named"
    (message,) = await messages(conference)
    assert (message.person_id, message.company) == (conference.sabine_id, "Alpenrand IT")
    assert (message.rating, message.text, message.language) == (2, FULL["text"], "en")
    assert (message.state, message.reply, message.version) == (FeedbackState.OPEN, "", 1)


async def test_in_place_the_form_is_empty_again(conference: Conference) -> None:
    answer = await conference.sabine.post(conference.named, data=FULL, headers=HTMX)

    assert answer.status_code == 200
    assert "Sent. The channel team answers by mail" in words(answer)
    assert chosen(answer, "#named-form") == []


async def test_the_same_sent_again_is_one_message(conference: Conference) -> None:
    sends = [conference.sabine.post(conference.named, data=FULL) for _ in range(20)]
    statuses = {answer.status_code for answer in await asyncio.gather(*sends)}

    assert statuses == {303}
    assert len(await messages(conference)) == 1


async def test_the_sixth_of_a_day_is_refused_and_kept(conference: Conference) -> None:
    sends = [
        conference.sabine.post(conference.named, data=FULL | {"text": f"Message {number}"})
        for number in range(8)
    ]
    statuses = [answer.status_code for answer in await asyncio.gather(*sends)]

    answer = await conference.sabine.post(conference.named, data=FULL)

    assert (statuses.count(303), statuses.count(429), answer.status_code) == (5, 3, 429)
    assert 0 < int(answer.headers["retry-after"]) <= 24 * 3600
    assert "Please call me." in answer.text
    assert chosen(answer, "#named-form") == ["2"]
    assert len(await messages(conference)) == 5


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"text": "Kept"}, "Please choose one of the five needles."),
        ({"value": "4"}, "This is still missing."),
        ({"value": "4", "text": "x" * 1501}, "At most 1500 characters; these are 1501."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_what_cannot_be_taken_comes_back_as_it_was_typed(
    conference: Conference, form: dict[str, str], sentence: str, headers: dict[str, str]
) -> None:
    answer = await conference.sabine.post(conference.named, data=form, headers=headers)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert form.get("text", "") in answer.text
    assert await messages(conference) == []


async def test_who_waits_is_refused_and_keeps_what_they_typed(conference: Conference) -> None:
    answer = await conference.waiting.post(conference.named, data=FULL)

    assert answer.status_code == 403
    assert "Please call me." in answer.text
    assert await messages(conference) == []


async def test_its_whole_life(conference: Conference) -> None:
    id_, event_id = await sent(conference), conference.event_id
    seen: list[frozenset[Change]] = []

    async with conference.app.database.writing() as db:
        await actions.assign_feedback(db, event_id, id_, conference.vera_id, version=1)
        await actions.reply_feedback(db, event_id, id_, "Gladly.\n\nAt noon?", version=2)
        await actions.close_feedback(db, event_id, id_, version=3)
        await actions.reopen_feedback(db, event_id, id_, version=4)
        await actions.reply_feedback(db, event_id, id_, "Or at one?", version=5)
        seen.append(announced(db))

    (message,) = await messages(conference)
    assert (message.state, message.version) == (FeedbackState.ANSWERED, 6)
    assert (message.assignee_id, message.reply) == (conference.vera_id, "Or at one?")
    assert NamedFeedbackChanged(event_id, id_) in seen[0]


async def test_the_answer_comes_by_mail_with_what_was_asked(conference: Conference) -> None:
    id_ = await sent(conference)

    async with conference.app.database.writing() as db:
        await actions.reply_feedback(db, conference.event_id, id_, "Gladly.\n\nAt noon?", version=1)

    (mail,) = await mails(conference)
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert mail["subject"] == "Answer to your feedback: What changes for you"
    assert mail["to"].addresses[0].addr_spec == "sabine.ortlieb@alpenrand.example"
    assert [part in text for part in ("Gladly.", "At noon?", "Please call me.")] == [True] * 3
    assert "https://alpenrand.example" not in text


async def test_a_message_that_is_gone_is_answered_by_no_mail(conference: Conference) -> None:
    id_ = await sent(conference)
    async with conference.app.database.writing() as db:
        await actions.reply_feedback(db, conference.event_id, id_, "Gladly.", version=1)
        await db.delete(await db.get_one(NamedFeedback, id_))

    assert await mails(conference) == []
    async with conference.app.database.reading() as db:
        assert list(await db.scalars(select(OutboxMail))) == []


async def test_of_two_who_work_on_it_at_once_the_second_is_told(conference: Conference) -> None:
    id_, event_id = await sent(conference), conference.event_id
    async with conference.app.database.writing() as db:
        await actions.close_feedback(db, event_id, id_, version=1)

    for action in (actions.close_feedback, actions.reopen_feedback):
        async with conference.app.database.writing() as db:
            with pytest.raises(Conflict):
                await action(db, event_id, id_, version=1)
    async with conference.app.database.writing() as db:
        with pytest.raises(Conflict):
            await actions.reply_feedback(db, event_id, id_, "Too late", version=1)
        with pytest.raises(Conflict):
            await actions.assign_feedback(db, event_id, id_, None, version=1)


async def test_a_closed_one_is_answered_only_after_reopening(conference: Conference) -> None:
    id_, event_id = await sent(conference), conference.event_id
    async with conference.app.database.writing() as db:
        await actions.close_feedback(db, event_id, id_, version=1)
        with pytest.raises(Conflict):
            await actions.reply_feedback(db, event_id, id_, "Again", version=2)


async def test_only_the_channel_team_of_its_event_may_be_assigned(conference: Conference) -> None:
    id_ = await sent(conference)
    async with conference.app.database.writing() as db:
        with pytest.raises(Invalid):
            await actions.assign_feedback(
                db, conference.event_id, id_, conference.anna_id, version=1
            )


@pytest.mark.parametrize("text", ["", "x" * 4001])
async def test_an_answer_needs_words_and_not_too_many(conference: Conference, text: str) -> None:
    id_ = await sent(conference)
    async with conference.app.database.writing() as db:
        with pytest.raises(Invalid):
            await actions.reply_feedback(db, conference.event_id, id_, text, version=1)


async def test_a_message_of_another_event_is_not_there(conference: Conference) -> None:
    id_ = await sent(conference)
    async with conference.app.database.writing() as db:
        with pytest.raises(NotFound):
            await actions.close_feedback(db, conference.event_id + 1, id_, version=1)
        with pytest.raises(NotFound):
            await actions.close_feedback(db, conference.event_id, id_ + 1, version=1)


async def test_the_account_shows_ones_own_messages_and_answers(conference: Conference) -> None:
    id_ = await sent(conference)
    async with conference.app.database.writing() as db:
        await actions.reply_feedback(db, conference.event_id, id_, "Gladly.", version=1)

    own, other = [
        words(await client.get("/account")) for client in (conference.sabine, conference.anna)
    ]

    assert [part in own for part in ("Please call me.", "Gladly.", "Answered")] == [True] * 3
    assert [part in other for part in ("Please call me.", "Gladly.")] == [False] * 2

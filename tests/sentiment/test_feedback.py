"""Anonymous feedback on a session: once it has begun, one answer a person, never told again."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from conference import clock
from conference.agenda.models import Session, SessionKind, SessionState
from conference.privacy import ScopeKind
from conference.sentiment.votes import FEEDBACK_STAYS
from tests import factories
from tests.sentiment.conftest import Conference, chosen, words
from tests.support.times import Later

HTMX = {"hx-request": "true"}
FULL = {"value": "2", "text": "Too fast for me."}


async def test_the_first_one_opens_the_vote_until_a_week_after_the_event(
    conference: Conference,
) -> None:
    answer = await conference.sabine.post(f"{conference.feedback}?_method=put", data=FULL)

    to = f"/sessions/{conference.session_id}?said=feedback#feedback"
    assert (answer.status_code, answer.headers["location"]) == (303, to)
    (scope,) = await conference.scopes()
    assert (scope.kind, scope.subject_id) == (ScopeKind.FEEDBACK, conference.session_id)
    assert (scope.plan["dimension"], scope.plan["is_live"]) == ("", True)
    assert FEEDBACK_STAYS < scope.closes_at - clock.now() < FEEDBACK_STAYS + timedelta(days=3)


async def test_after_sending_the_session_says_so_and_nothing_of_it(
    conference: Conference,
) -> None:
    url = f"{conference.feedback}?_method=put"

    page = await conference.sabine.post(url, data=FULL, follow_redirects=True)
    in_place = await conference.sabine.post(url, data=FULL, headers=HTMX)

    for answer in (page, in_place):
        assert answer.status_code == 200
        assert "Saved. For your protection we do not show your answer again" in words(answer)
        assert chosen(answer, "#feedback-form") == []
        assert FULL["text"] not in answer.text


async def test_many_sends_at_once_are_one_answer(conference: Conference) -> None:
    url = f"{conference.feedback}?_method=put"

    sends = [conference.sabine.post(url, data=FULL) for _ in range(200)]
    statuses = [answer.status_code for answer in await asyncio.gather(*sends)]

    assert (statuses.count(303), statuses.count(429)) == (30, 170)
    assert await conference.sealed(ScopeKind.FEEDBACK) == 1


async def test_it_can_be_withdrawn(conference: Conference) -> None:
    await conference.sabine.post(f"{conference.feedback}?_method=put", data=FULL)

    answer = await conference.sabine.post(f"{conference.feedback}?_method=delete")

    to = f"/sessions/{conference.session_id}?said=no-feedback#feedback"
    assert (answer.status_code, answer.headers["location"]) == (303, to)
    assert await conference.sealed(ScopeKind.FEEDBACK) == 0


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"text": "Kept"}, "Please choose one of the five needles."),
        ({"value": "0", "text": "Kept"}, "Please choose one of the five needles."),
        ({"value": "4", "text": "x" * 1501}, "At most 1500 characters; these are 1501."),
        ({"value": "4", "text": "ß" * 1500}, "This text is too long. Please shorten it."),
        ({"value": "4", "text": "\\" * 1500}, "This text is too long. Please shorten it."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_what_cannot_be_taken_comes_back_as_it_was_typed(
    conference: Conference, form: dict[str, str], sentence: str, headers: dict[str, str]
) -> None:
    answer = await conference.sabine.post(
        f"{conference.feedback}?_method=put", data=form, headers=headers
    )

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert form["text"] in answer.text
    assert await conference.sealed(ScopeKind.FEEDBACK) == 0


async def test_who_waits_is_refused_and_keeps_what_they_typed(conference: Conference) -> None:
    answer = await conference.waiting.post(f"{conference.feedback}?_method=put", data=FULL)

    assert answer.status_code == 403
    assert "Please open the link in the mail we have sent you" in words(answer)
    assert FULL["text"] in answer.text
    assert await conference.scopes() == []


async def test_whoever_is_not_of_this_event_is_refused(conference: Conference) -> None:
    for client in (conference.nobody, conference.elsewhere):
        statuses = [
            (await client.get(conference.feedback)).status_code,
            (await client.post(f"{conference.feedback}?_method=put", data=FULL)).status_code,
            (await client.post(conference.named, data=FULL)).status_code,
        ]
        assert statuses == [401, 401, 401]
    assert (await conference.sabine.get("/sessions/4711/feedback")).status_code == 404


async def test_before_the_session_begins_nothing_can_be_said(conference: Conference) -> None:
    async with conference.app.database.writing() as db:
        begins = clock.now() + timedelta(hours=2)
        coming = await factories.a_session(db, conference.event_id, title="Later", starts_at=begins)

    page = await conference.sabine.get(f"/sessions/{coming}")
    answers = [
        await conference.sabine.post(f"/sessions/{coming}/feedback?_method=put", data=FULL),
        await conference.sabine.post(f"/sessions/{coming}/named-feedback", data=FULL),
    ]

    assert "You can rate this session once it has begun." in words(page)
    assert "feedback-form" not in page.text
    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("This is not open yet. Nothing was sent." in words(answer) for answer in answers)
    assert all(FULL["text"] in answer.text for answer in answers)


async def test_a_week_after_the_event_it_is_closed(conference: Conference, later: Later) -> None:
    later(timedelta(days=12))

    page = await conference.sabine.get(conference.feedback)
    answer = await conference.sabine.post(f"{conference.feedback}?_method=put", data=FULL)

    assert "Feedback on this session has closed." in words(page)
    assert answer.status_code == 409
    assert FULL["text"] in answer.text
    assert await conference.scopes() == []


@pytest.mark.parametrize("values", [{"state": SessionState.CANCELLED}, {"kind": SessionKind.BREAK}])
async def test_what_did_not_happen_and_breaks_take_none(
    conference: Conference, values: dict[str, str]
) -> None:
    async with conference.app.database.writing() as db:
        await db.execute(update(Session).where(Session.id == conference.session_id).values(values))

    page = await conference.sabine.get(f"/sessions/{conference.session_id}")
    answers = [
        await conference.sabine.get(conference.feedback),
        await conference.sabine.post(f"{conference.feedback}?_method=put", data=FULL),
        await conference.sabine.post(conference.named, data=FULL),
    ]

    assert "Your feedback" not in words(page)
    assert [answer.status_code for answer in answers] == [404, 404, 404]


async def test_no_route_tells_it_not_even_to_its_author(conference: Conference) -> None:
    await conference.sabine.post(f"{conference.feedback}?_method=put", data=FULL)

    for path in (conference.feedback, f"/sessions/{conference.session_id}", "/account"):
        own, other = await conference.sabine.get(path), await conference.anna.get(path)
        assert FULL["text"] not in own.text
        assert chosen(own, "#feedback-form") == chosen(other, "#feedback-form")
        if path == conference.feedback:
            assert own.text == other.text


async def test_the_two_ways_say_who_sees_what(conference: Conference) -> None:
    page = words(await conference.sabine.get(conference.feedback))

    assert "Anonymous. Your answer is stored encrypted and without your name" in page
    assert "2 companies are invited (all confirmed partner companies)." in page
    assert "Not anonymous: the channel team sees your name, your company" in page

"""The mood: who may answer and when, what comes back, and that one person is one answer.

It is long, as every refusal stands beside what is taken.
"""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert

from conference.partners.models import Standing
from conference.privacy import ScopeKind
from conference.privacy.plan import Plan, Statistic, Unit, read_plan
from conference.sentiment.models import Dimension, MoodPlan
from tests.sentiment.conftest import MOOD, Conference, a_company, chosen, words
from tests.support.times import Later

PUT, DELETE = f"{MOOD}?_method=put", f"{MOOD}?_method=delete"
SAVED = (
    "Saved. For your protection we do not show your answer again; answer once more to replace it."
)
HTMX = {"hx-request": "true"}
FULL = {"value": "4", "topic": "margin", "text": "Mehr Marge, bitte."}


async def test_the_first_answer_opens_the_vote(conference: Conference) -> None:
    answer = await conference.sabine.post(PUT, data=FULL)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{MOOD}?said=mood")
    (scope,) = await conference.scopes()
    assert (scope.kind, scope.subject_id) == (ScopeKind.MOOD, conference.event_id)
    expected = Plan(Unit.COMPANY, Statistic.LEVELS, dimension="type", is_live=True)
    assert read_plan(scope.plan) == expected
    assert await conference.sealed(ScopeKind.MOOD) == 1


async def test_it_is_split_as_the_event_plans(conference: Conference) -> None:
    async with conference.app.database.writing() as db:
        planned = {"event_id": conference.event_id, "dimension": Dimension.REGION}
        await db.execute(insert(MoodPlan).values(planned))

    await conference.sabine.post(PUT, data=FULL)

    assert [scope.plan["dimension"] for scope in await conference.scopes()] == ["region"]


async def test_a_needle_alone_is_an_answer(conference: Conference) -> None:
    answer = await conference.sabine.post(PUT, data={"value": "1"})

    assert answer.status_code == 303
    assert await conference.sealed(ScopeKind.MOOD) == 1


async def test_after_sending_the_page_says_so_and_nothing_of_the_answer(
    conference: Conference,
) -> None:
    answer = await conference.sabine.post(PUT, data=FULL, follow_redirects=True)

    assert SAVED in words(answer)
    assert chosen(answer, "#mood-form") == [""]
    assert "Mehr Marge" not in answer.text


async def test_after_sending_in_place_the_form_is_empty_again(conference: Conference) -> None:
    answer = await conference.sabine.post(PUT, data=FULL, headers=HTMX)

    assert answer.status_code == 200
    assert SAVED in words(answer)
    assert chosen(answer, "#mood-form") == [""]
    assert "Mehr Marge" not in answer.text


async def test_200_double_sends_are_one_answer(conference: Conference) -> None:
    """As the limit lets through; both windows of a person at once."""
    sends = [conference.sabine.post(PUT, data=FULL) for _ in range(200)]

    statuses = [answer.status_code for answer in await asyncio.gather(*sends)]

    assert (statuses.count(303), statuses.count(429)) == (30, 170)
    assert await conference.sealed(ScopeKind.MOOD) == 1
    assert len(await conference.scopes()) == 1


async def test_two_people_are_two_answers(conference: Conference) -> None:
    for client in (conference.sabine, conference.anna):
        await client.post(PUT, data=FULL)

    assert await conference.sealed(ScopeKind.MOOD) == 2


async def test_an_answer_can_be_withdrawn(conference: Conference) -> None:
    await conference.sabine.post(PUT, data=FULL)

    answer = await conference.sabine.post(DELETE)

    assert (answer.status_code, answer.headers["location"]) == (303, f"{MOOD}?said=no-mood")
    assert await conference.sealed(ScopeKind.MOOD) == 0


async def test_withdrawing_says_the_same_where_there_is_nothing(conference: Conference) -> None:
    await conference.sabine.post(PUT, data=FULL)

    answers = [await client.post(DELETE) for client in (conference.sabine, conference.anna)]

    assert len({(answer.status_code, answer.headers["location"]) for answer in answers}) == 1


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Please choose one of the five needles."),
        ({"value": "6"}, "Please choose one of the five needles."),
        ({"value": "4", "topic": "weather"}, "Please choose one of these."),
        ({"value": "4", "text": "x" * 501}, "At most 500 characters; these are 501."),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_what_cannot_be_taken_comes_back_as_it_was_typed(
    conference: Conference, form: dict[str, str], sentence: str, headers: dict[str, str]
) -> None:
    typed = {"text": "Kept"} | form

    answer = await conference.sabine.post(PUT, data=typed, headers=headers)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert typed["text"] in answer.text
    assert await conference.scopes() == []


@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_the_thirty_first_within_a_minute_is_refused_and_kept(
    conference: Conference, headers: dict[str, str]
) -> None:
    for _ in range(30):
        assert (await conference.sabine.post(PUT, data={"value": "3"})).status_code == 303

    answer = await conference.sabine.post(PUT, data=FULL, headers=headers)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert chosen(answer, "#mood-form") == ["4", "margin"]
    assert "Mehr Marge" in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX])
async def test_who_waits_is_refused_and_keeps_what_they_typed(
    conference: Conference, headers: dict[str, str]
) -> None:
    answer = await conference.waiting.post(PUT, data=FULL, headers=headers)

    assert answer.status_code == 403
    assert "Please open the link in the mail we have sent you" in words(answer)
    assert chosen(answer, "#mood-form") == ["4", "margin"]
    assert "Mehr Marge" in answer.text
    assert await conference.scopes() == []


async def test_whoever_is_not_of_this_event_is_refused(conference: Conference) -> None:
    for client in (conference.nobody, conference.elsewhere):
        statuses = [
            (await client.get(MOOD)).status_code,
            (await client.post(PUT, data=FULL)).status_code,
            (await client.post(DELETE)).status_code,
        ]
        assert statuses == [401, 401, 401]
    assert (await conference.sabine.get("/events/nowhere/mood")).status_code == 404
    assert await conference.scopes() == []


async def test_before_the_first_day_it_is_not_open(conference: Conference, later: Later) -> None:
    later(timedelta(days=-3))

    page = await conference.sabine.get(MOOD)
    answer = await conference.sabine.post(PUT, data=FULL)

    assert "This question opens on" in words(page)
    assert chosen(page, "#mood-form") == []
    assert answer.status_code == 409
    assert "This is not open yet. Nothing was sent." in words(answer)
    assert await conference.scopes() == []


async def test_after_the_last_day_it_is_closed(conference: Conference, later: Later) -> None:
    later(timedelta(days=3))

    page = await conference.sabine.get(MOOD)
    answers = [await conference.sabine.post(path, data=FULL) for path in (PUT, DELETE)]

    assert "This question has closed." in words(page)
    assert [answer.status_code for answer in answers] == [409, 409]
    assert await conference.scopes() == []


async def test_no_route_tells_an_answer_not_even_its_author(conference: Conference) -> None:
    """On the device that sent it and on another, beside one who has not answered."""
    await conference.sabine.post(PUT, data=FULL)
    pages = [MOOD, f"/sessions/{conference.session_id}", "/account"]

    for path in pages:
        answers = [await client.get(path) for client in (conference.sabine, conference.anna)]
        own, other = (answer.text for answer in answers)
        assert "Mehr Marge" not in own
        assert chosen(answers[0], "#mood-form") == chosen(answers[1], "#mood-form")
        if path == MOOD:
            assert own == other


async def test_the_page_is_the_same_before_and_after_answers(conference: Conference) -> None:
    await conference.sabine.post(PUT, data=FULL)
    before = (await conference.anna.get(MOOD)).text

    await conference.sabine.post(PUT, data=FULL | {"value": "1"})
    await conference.finn.post(PUT, data=FULL)

    assert (await conference.anna.get(MOOD)).text == before


async def test_the_promise_names_the_end_and_who_is_invited(conference: Conference) -> None:
    page = words(await conference.sabine.get(MOOD))

    assert "Until the vote closes (" in page
    assert "2 companies are invited (all confirmed partner companies)." in page
    assert "No page, export or setting shows anyone figures on fewer than 10 companies." in page
    assert "Shown word for word, without company, segment or date." in page


async def test_whose_answer_does_not_count_is_told_so_before(conference: Conference) -> None:
    async with conference.app.database.writing() as db:
        other = await a_company(db, "Not on the list", conference.vera_id, Standing.DOMAIN)
    assert other

    told = [
        words(await client.get(MOOD))
        for client in (conference.sabine, conference.finn, conference.vera)
    ]

    unknown, unlisted = "Your answer would be in no figure so far", "Your answer counts once"
    assert [(unknown in page, unlisted in page) for page in told] == [
        (False, False),
        (True, False),
        (False, True),
    ]


async def test_it_leads_back_to_where_one_came_from(conference: Conference) -> None:
    back = "/events/offen-gesagt/agenda"
    session = f"/sessions/{conference.session_id}"

    to_agenda = await conference.sabine.post(PUT, data=FULL | {"back": back})
    to_session = await conference.sabine.post(PUT, data=FULL | {"back": session})

    assert to_session.headers["location"] == f"{session}?said=mood#mood"
    shown = await conference.sabine.get(to_agenda.headers["location"])
    assert shown.url.path == MOOD
    assert f'href="{back}"' in shown.text
    assert SAVED in words(await conference.sabine.get(to_session.headers["location"]))


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/\\x"])
async def test_it_never_leads_to_another_server(conference: Conference, back: str) -> None:
    answer = await conference.sabine.post(PUT, data=FULL | {"back": back})
    page = await conference.sabine.get(MOOD, params={"back": back})

    assert answer.headers["location"] == f"{MOOD}?said=mood"
    assert "Back to where you were" not in page.text


async def test_every_page_leads_to_it_while_it_is_open(
    conference: Conference, later: Later
) -> None:
    paths = [f"/sessions/{conference.session_id}", "/account", "/imprint", "/sessions/4711"]
    link = f'href="{MOOD}'

    def linked(pages: list[str]) -> list[bool]:
        return [link in page.partition("</header>")[0] for page in pages]

    await conference.app._find_event()
    shown = [(await conference.sabine.get(path)).text for path in paths]
    others = [
        (await client.get("/events/offen-gesagt/agenda")).text
        for client in (conference.waiting, conference.elsewhere, conference.nobody)
    ]
    later(timedelta(days=3))
    closed = [(await conference.sabine.get(path)).text for path in paths]

    assert (linked(shown), linked(others), linked(closed)) == (
        [True] * 4,
        [False] * 3,
        [False] * 4,
    )


async def test_the_link_never_repeats_a_path_that_may_hold_a_token(conference: Conference) -> None:
    await conference.app._find_event()

    page = (await conference.sabine.get("/sign-in/" + "A" * 32)).text

    assert "AAAA" not in page.partition("</header>")[0]

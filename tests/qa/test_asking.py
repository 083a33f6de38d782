"""Asking: who may, what is refused, and that nothing typed is lost."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.qa.models import Board, Question, QuestionState
from tests.qa.conftest import Keynote


async def asked(keynote: Keynote) -> list[tuple[str, QuestionState, bool]]:
    async with keynote.app.database.reading() as db:
        rows = await db.scalars(select(Question).order_by(Question.id))
        return [(row.text, row.state, row.person_id is None) for row in rows]


async def test_a_question_waits_for_a_moderator(keynote: Keynote) -> None:
    answer = await keynote.ask("Will the threshold hold?")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sessions/{keynote.session_id}#questions-own"
    assert await asked(keynote) == [("Will the threshold hold?", QuestionState.WAITING, False)]


async def test_a_question_is_live_at_once_where_nothing_is_moderated(keynote: Keynote) -> None:
    await keynote.jonas.post(f"/sessions/{keynote.session_id}/questions/moderation?_method=delete")

    await keynote.ask("Will the threshold hold?")

    assert await asked(keynote) == [("Will the threshold hold?", QuestionState.LIVE, False)]


async def test_an_anonymous_question_names_nobody(keynote: Keynote) -> None:
    await keynote.ask("How honest should I be?", anonymous=True)

    async with keynote.app.database.reading() as db:
        question = (await db.scalars(select(Question))).one()
        assert (question.person_id, question.company) == (None, "")
        assert question.author is not None
        assert len(question.author) == 16
    page = await keynote.jonas.get(f"/sessions/{keynote.session_id}/moderation")
    assert "How honest should I be?" in page.text
    assert "Sabine" not in page.text
    assert "Alpenrand" not in page.text


async def test_only_the_asker_sees_a_waiting_question(keynote: Keynote) -> None:
    await keynote.ask("Only mine", anonymous=True)

    own = await keynote.sabine.get(f"/sessions/{keynote.session_id}")
    others = await keynote.anna.get(f"/sessions/{keynote.session_id}")

    assert "Only mine" in own.text
    assert "Only mine" not in others.text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Please write your question first."),
        ("   \n ", "Please write your question first."),
        ("x" * 501, "A question may have 500 characters; this one has 501."),
    ],
)
async def test_a_refused_question_comes_back_with_a_sentence(
    keynote: Keynote, text: str, sentence: str
) -> None:
    answer = await keynote.ask(text)

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert page.select_one("#composer-said").get_text(strip=True) == sentence  # type: ignore[union-attr]
    assert page.select_one("#ask").get_text().strip() == text.strip()  # type: ignore[union-attr]
    assert await asked(keynote) == []


async def test_a_question_of_200_kilobytes_is_refused(keynote: Keynote) -> None:
    answer = await keynote.ask("x" * 200_000)

    assert answer.status_code == 413
    assert "That is more than this form can take." in answer.text


async def test_the_fourth_question_within_a_minute_is_refused_and_kept(keynote: Keynote) -> None:
    for number in range(3):
        await keynote.ask(f"Question {number}", anonymous=number == 1)

    answer = await keynote.ask("Question 3")

    assert answer.status_code == 429
    assert "Question 3" in answer.text
    assert len(await asked(keynote)) == 3


async def test_of_fifty_questions_in_a_row_three_arrive(keynote: Keynote) -> None:
    statuses = [(await keynote.ask(f"Question {number}")).status_code for number in range(50)]

    assert statuses == [303] * 3 + [429] * 47
    assert len(await asked(keynote)) == 3


async def test_the_same_question_sent_twice_is_one(keynote: Keynote) -> None:
    first = await keynote.ask("Twice", anonymous=True)
    second = await keynote.ask("Twice", anonymous=True)

    assert (first.status_code, second.status_code) == (303, 303)
    assert await asked(keynote) == [("Twice", QuestionState.WAITING, True)]


async def test_a_closed_board_takes_no_questions_but_is_read(keynote: Keynote) -> None:
    await keynote.jonas.post(f"/sessions/{keynote.session_id}/questions/opening?_method=delete")

    answer = await keynote.ask("Too late?")

    assert answer.status_code == 409
    assert "Questions are closed here." in answer.text
    assert "Too late?" in answer.text
    page = await keynote.anna.get(f"/sessions/{keynote.session_id}")
    assert "Questions are closed." in page.text


async def test_who_has_not_opened_the_link_asks_a_draft_that_this_browser_keeps(
    keynote: Keynote,
) -> None:
    path = f"/sessions/{keynote.session_id}"
    answer = await keynote.waiting.post(f"{path}/questions", data={"text": "Für später\n“?”"})

    assert answer.status_code == 303
    assert await asked(keynote) == []
    for again in (path, f"{path}/questions/new"):
        page = BeautifulSoup((await keynote.waiting.get(again)).text, "html5lib")
        assert page.select_one("#ask").get_text() == "Für später\n“?”"  # type: ignore[union-attr]
        assert page.select_one("[name=anonymous][checked]") is None


async def test_a_draft_can_be_sent_once_the_link_is_opened_and_then_goes(keynote: Keynote) -> None:
    path, typed, browser = f"/sessions/{keynote.session_id}", "ß" * 500, keynote.waiting
    await browser.post(f"{path}/questions", data={"text": typed, "anonymous": "yes"})

    browser.cookies.set("conference", keynote.sabine.cookies["conference"], domain="127.0.0.1")
    before = await browser.get(path)
    await browser.post(f"{path}/questions", data={"text": typed})

    composers = [BeautifulSoup(before.text, "html5lib").select_one("#ask")]
    composers += [BeautifulSoup((await browser.get(path)).text, "html5lib").select_one("#ask")]
    assert [composer.get_text() for composer in composers if composer] == [typed, ""]
    assert await asked(keynote) == [(typed, QuestionState.WAITING, False)]
    assert "draft" not in browser.cookies


async def test_nobody_asks_without_registering(keynote: Keynote) -> None:
    answer = await keynote.nobody.post(
        f"/sessions/{keynote.session_id}/questions", data={"text": "Who am I?"}
    )

    assert answer.status_code == 401
    assert await asked(keynote) == []


async def test_a_form_from_a_foreign_page_is_refused(keynote: Keynote) -> None:
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ):
        answer = await keynote.sabine.post(
            f"/sessions/{keynote.session_id}/questions", data={"text": "Foreign"}, headers=headers
        )
        assert answer.status_code == 403
    del keynote.sabine.headers["sec-fetch-site"]
    bare = await keynote.sabine.post(
        f"/sessions/{keynote.session_id}/questions", data={"text": "Foreign"}
    )
    null = await keynote.sabine.post(
        f"/sessions/{keynote.session_id}/questions",
        data={"text": "Foreign"},
        headers={"origin": "null"},
    )

    assert (bare.status_code, null.status_code) == (403, 403)
    assert await asked(keynote) == []


async def test_a_board_is_open_and_moderated_unless_said_otherwise(keynote: Keynote) -> None:
    async with keynote.app.database.reading() as db:
        assert await db.get(Board, keynote.session_id) is None
    page = await keynote.jonas.get(f"/sessions/{keynote.session_id}/moderation")
    assert "Close questions" in page.text
    assert "Show new questions at once" in page.text

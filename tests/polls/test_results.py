"""Results: the release's figures in words and bars, and to nobody a moment early."""

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import delete, insert, select

from conference import clock
from conference.i18n import Text, Translated
from conference.polls.results import Bar, ResultView, result
from conference.privacy.figures import Cell, End, Figures, Share, Value
from conference.privacy.models import Release, Scope
from tests.polls.conftest import SCALE, Room, vote

WORDINGS = {"7": Translated(en="Yes"), "8": Translated(en="No"), "9": Translated(en="Not yet")}


def points(value: float, low: float, high: float, end: End = End.EXACT) -> Value:
    return Value(value, end, low, high)


def figures(*shares: tuple[str, Value], mean: Value | None = None) -> Figures:
    return Figures((Cell((), 285, 890, mean, tuple(Share(*share) for share in shares)),))


async def release(room: Room, poll_id: int, shown: Figures) -> None:
    """As the release job stores it."""
    async with room.app.database.writing() as db:
        scope_id = await db.scalar(select(Scope.id).where(Scope.subject_id == poll_id))
        await db.execute(delete(Release).where(Release.scope_id == scope_id))
        row = {"scope_id": scope_id, "number": 1, "at": clock.now(), "is_final": True}
        await db.execute(insert(Release).values(**row, figures=shown.as_json()))


def rows(page: httpx.Response) -> list[str]:
    """What is heard of each bar."""
    parsed = BeautifulSoup(page.text, "html.parser")
    return [row.get_text(" ", strip=True) for row in parsed.select(".result__row .sr")]


def leader(*shares: Value) -> str | None:
    names = list(WORDINGS)[: len(shares)]
    shown = figures(*zip(names, shares, strict=True))
    found = result(shown, {name: WORDINGS[name] for name in names}).leader
    return str(found.label) if found else None


def test_a_result_names_its_choices_and_keeps_the_numbers() -> None:
    yes, no = points(65, 60, 70), points(35, 30, 40)
    shown = figures(("8", no), ("7", yes))

    assert result(shown, WORDINGS) == ResultView(
        shown.total,
        (Bar(WORDINGS["7"], yes), Bar(WORDINGS["8"], no), Bar(WORDINGS["9"], None)),
    )


def test_a_scale_names_its_levels() -> None:
    mean = points(3.8, 3.5, 4.0)
    view = result(figures(("high", points(65, 60, 70)), mean=mean), {})

    assert view.mean == mean
    assert [bar.label for bar in view.bars] == [Text("4 or 5, high")]


def test_fewer_than_ten_companies_are_too_few() -> None:
    view = result(Figures(), WORDINGS)

    assert (view.is_too_few, view.bars, view.mean, view.leader) == (True, (), None, None)


@pytest.mark.parametrize(
    ("shares", "first"),
    [
        ((points(65, 60, 70), points(35, 30, 40)), "Yes"),
        ((points(40, 30, 50), points(60, 51, 70)), "No"),
        ((points(52, 46, 58), points(48, 42, 54)), None),
        ((points(40, 36, 44), points(40, 36, 44), points(20, 15, 25)), None),
        ((points(90, 90, 100, End.OVER), points(10, 0, 10, End.UNDER)), "Yes"),
        ((points(5, 0, 5, End.UNDER),), None),
    ],
)
def test_one_is_ahead_only_beyond_all_intervals(
    shares: tuple[Value, ...], first: str | None
) -> None:
    assert leader(*shares) == first


def test_beside_a_share_that_is_not_told_none_is_ahead() -> None:
    view = result(figures(("7", points(65, 60, 70))), WORDINGS)

    assert (view.leader, view.says_nothing) == (None, False)


@pytest.mark.parametrize("wordings", [WORDINGS, {}])
def test_a_release_may_say_nothing_but_that_enough_have_answered(
    wordings: dict[str, Translated],
) -> None:
    view = result(figures(), wordings)

    assert (view.is_too_few, view.says_nothing, view.leader) == (False, True, None)


def test_an_end_draws_no_more_than_it_says() -> None:
    label = WORDINGS["7"]
    values = (points(5, 0, 5, End.UNDER), points(90, 90, 100, End.OVER), points(38, 34, 42))

    assert [Bar(label, value).width for value in (*values, None)] == [0, 90, 38, 0]


async def test_a_closed_poll_shows_its_figures_in_both_languages(room: Room) -> None:
    poll_id = await room.open()
    await room.close(poll_id)
    names = await room.choices(poll_id)
    values = (points(38, 34, 42), points(57, 53, 61), points(5, 0, 5, End.UNDER))
    await release(room, poll_id, figures(*zip(names, values, strict=True)))

    english = await room.sabine.get(f"/polls/{poll_id}")
    german = await room.sabine.get(f"/sessions/{room.session_id}/regions?lang=de")

    assert rows(english) == [
        "Yes: 38%, 95% interval 34 to 42%.",
        "No: 57%, 95% interval 53 to 61%.",
        "Not yet: under 5%, 95% interval 0 to 5%.",
    ]
    assert "890 answers from 285 companies" in english.text
    assert "The largest group says: No, 57%." in english.text
    assert [row.partition(":")[0] for row in rows(german)] == ["Ja", "Nein", "Noch nicht"]


async def test_a_scale_shows_its_mean(room: Room) -> None:
    poll_id = await room.open(SCALE)
    await room.close(poll_id)
    await release(room, poll_id, figures(mean=points(3.8, 3.5, 4)))

    page = await room.sabine.get(f"/polls/{poll_id}")

    assert "On average 3.8 of 5, 95% interval 3.5 to 4.0." in page.text
    assert "Fewer than 10" not in page.text


async def test_too_few_are_a_dial_without_a_hand(room: Room) -> None:
    await room.companies(9)
    poll_id = await room.open()
    yes, *_ = await room.choices(poll_id)
    await vote(room.sabine, poll_id, yes)
    await room.close(poll_id)
    await release(room, poll_id, Figures())

    page = BeautifulSoup((await room.sabine.get(f"/polls/{poll_id}")).text, "html.parser")

    shown = page.select_one(f"#poll-result-{poll_id}")
    assert shown is not None
    assert "Fewer than 10 companies have answered." in shown.get_text()
    assert shown.select(".needle") != []
    assert shown.select(".needle__hand, .result__row") == []


async def test_the_moderator_shows_and_hides_a_result(room: Room) -> None:
    poll_id = await room.open(shown="later")
    await room.close(poll_id)
    [name, *_] = await room.choices(poll_id)
    await release(room, poll_id, figures((name, points(38, 34, 42))))

    seen = []
    for what in ("", "result", "result", "result?_method=delete"):
        if what:
            assert (await room.act(poll_id, what)).status_code == 303
            await room.app.live.settled()
        region = await room.sabine.get(f"/sessions/{room.session_id}/regions")
        own = await room.sabine.get(f"/polls/{poll_id}")
        moderated = await room.jonas.get(f"/sessions/{room.session_id}/moderation/polls/all")
        seen.append([len(rows(page)) for page in (region, own, moderated)])

    assert seen == [[0, 0, 3], [3, 3, 3], [3, 3, 3], [0, 0, 3]]


async def test_before_closing_no_page_shows_a_figure_to_any_role(room: Room) -> None:
    """Not even if there were one: only what is announced as live may be seen while it is open."""
    poll_id = await room.open()
    [name, *_] = await room.choices(poll_id)
    await release(room, poll_id, figures((name, points(38, 34, 42))))

    for client in (room.sabine, room.jonas, room.petra, room.waiting, room.nobody):
        for path in (
            f"/polls/{poll_id}",
            f"/sessions/{room.session_id}",
            f"/sessions/{room.session_id}/regions",
            f"/sessions/{room.session_id}/moderation/polls",
            f"/sessions/{room.session_id}/moderation/polls/all",
        ):
            page = await client.get(path)
            assert (path, "38%" in page.text, "result__row" in page.text) == (path, False, False)


async def test_a_live_poll_shows_its_waves_and_before_them_no_count(room: Room) -> None:
    await room.companies(50)
    poll_id = await room.open(shown="live")
    before = await room.sabine.get(f"/polls/{poll_id}")
    [name, *_] = await room.choices(poll_id)
    await release(room, poll_id, figures((name, points(38, 34, 42))))
    after = await room.sabine.get(f"/polls/{poll_id}")

    assert "Fewer than 10 companies have answered." in before.text
    assert rows(after) == [
        "Yes: 38%, 95% interval 34 to 42%.",
        "No: not shown, as it could give somebody away.",
        "Not yet: not shown, as it could give somebody away.",
    ]


async def test_twelve_companies_make_a_result_and_the_ballots_are_gone(room: Room) -> None:
    people = await room.companies(12)
    poll_id = await room.open()
    yes, no, _ = await room.choices(poll_id)
    await room.answer(poll_id, people[:9], {"choices": [yes]})
    await room.answer(poll_id, people[9:], {"choices": [no]})

    await room.close(poll_id)

    page = await room.sabine.get(f"/polls/{poll_id}")
    assert [row.partition(":")[0] for row in rows(page)] == ["Yes", "No", "Not yet"]


async def test_nine_companies_make_none(room: Room) -> None:
    people = await room.companies(12)
    poll_id = await room.open()
    yes, *_ = await room.choices(poll_id)
    await room.answer(poll_id, people[:9], {"choices": [yes]})

    await room.close(poll_id)

    page = await room.sabine.get(f"/polls/{poll_id}")
    assert "Fewer than 10 companies have answered." in page.text
    assert rows(page) == []

"""The barometer's page: what it says, to whom, in how many statements, and what keeps it still.

It is long, as all of it needs the same two days of releases.
"""

import time
from datetime import timedelta

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select

from conference.app import App
from conference.db import Database
from conference.privacy import ScopeKind
from conference.privacy.answers import Answering, seal_answers
from conference.privacy.figures import Cell, Figures, Share
from conference.privacy.models import Sealed
from conference.sentiment.actions import MoodReleased
from tests import factories
from tests.desk import releases
from tests.desk.barometer import MOOD, Barometer, barometer
from tests.live.watching import Watcher
from tests.support.sheets import csv_rows, xlsx_rows
from tests.support.statements import statements

__all__ = ["barometer"]

# The event, its releases, their scope, earlier events, the newest release of each,
# the releases of the one before, comments. The agenda is kept.
STATEMENTS = 7
LEAST = 10


def text(html: str, selector: str) -> str:
    found = BeautifulSoup(html, "html5lib").select_one(selector)
    assert found is not None
    return " ".join(found.get_text(" ").split())


async def test_the_page_says_what_the_figures_allow(barometer: Barometer) -> None:
    page = await barometer.get()

    assert text(page, "h1") == "After the keynote the mood fell. It is rather good."
    assert text(page, ".verdict__lead") == (
        "Before it, on Thursday, 09:22, it stood at 3.9 (3.8 to 4.0), after it at 3.1 (3.0 to 3.2)."
        " Now it stands at 3.5 (3.4 to 3.6). That is lower than at the same hour of 2025: 3.8 (3.7"
        " to 3.9)."
    )
    assert text(page, ".verdict__line") == (
        "Live As of Friday, 11:16 New figures come in steps of at least 10 companies"
    )
    assert text(page, ".dial figcaption") == (
        "The mood stands at 3.5 on a scale from 1, very bad, to 5, very good; 95% interval 3.4 to"
        " 3.6; 235 companies. 2025 at the same hour: 3.8 (3.7 to 3.9)."
    )
    assert text(page, ".chart figcaption").startswith("The mood begins at 3.9 on Thursday, 09:12")


async def test_every_figure_has_its_interval_its_companies_and_a_word(barometer: Barometer) -> None:
    page = await barometer.get()

    assert text(page, ".figures") == (
        "Mean 3.5 3.4 to 3.6 Against 2025 (3.8): lower. 235 companies "
        "What they answered 1 or 2, bad 22% 18 to 26% 3, mixed 28% 24 to 32% "
        "4 or 5, good 50% 46 to 54% "
        "4 or 5 against 2025 (56%): lower. Line: 95% interval. 235 companies "
        "Response 55% of 412 companies Counted, not estimated, in steps of 5. "
        "However the silent would answer: of all invited, 25 to 75% say 4 or 5."
    )


async def test_groups_stand_in_their_own_order_and_name_what_they_hold(
    barometer: Barometer,
) -> None:
    page = BeautifulSoup(await barometer.get(), "html5lib")

    rows = [" ".join(row.get_text(" ").split()) for row in page.select("#mood-groups li")]
    assert rows == [
        "Indirect reseller 95 companies cannot tell against all: 3.5 3.5 3.3 to 3.7",
        "Direct-billing provider 40 companies lower against all: 3.5 2.8 2.5 to 3.1",
        "Indirect provider, Type not known 20 companies higher against all: 3.5 4.1 3.7 to 4.5",
        "Software house 45 companies cannot tell against all: 3.5 3.7 3.4 to 4.0",
        "Integrator 35 companies cannot tell against 2025: 3.9 3.5 3.1 to 3.9",
    ]


async def test_comments_stand_under_their_topic_and_nothing_else(barometer: Barometer) -> None:
    async with barometer.app.database.writing() as db:
        for number in range(5):
            words = f"Said <{number}>"
            await releases.comment(db, barometer.scope_id, words, "margin", "low")
        await releases.comment(db, barometer.scope_id, "Good.", "", "high")

    page = BeautifulSoup(await barometer.get(), "html5lib")
    whole = await barometer.get(f"{MOOD}/comments")

    margin, other = page.select(".topic")
    assert text(str(margin), "h3") == "Margin"
    assert len(margin.select("blockquote")) == 3
    assert text(str(margin), "blockquote footer") == "Answer: 1 or 2"
    assert margin.select_one("a.onward[href$='/mood/comments#topic-margin']") is not None
    assert text(str(other), "section") == "Without a topic Good. Answer: 4 or 5"
    said = {quote.get_text() for quote in BeautifulSoup(whole, "html5lib").select("blockquote p")}
    assert said == {*(f"Said <{number}>" for number in range(5)), "Good."}


async def test_below_the_threshold_the_page_says_why_and_never_how_many(
    barometer: Barometer,
) -> None:
    """One of an event where nobody is asked, one where nine companies have answered."""
    async with barometer.app.database.writing() as db:
        nobody = await releases.two_days(db, "nobody")
        asked = await releases.two_days(db, "asked")
        scope_id = await releases.release(db, ScopeKind.MOOD, asked, [])
        barometer.app.keys.create(scope_id)
        await releases.staffed(db, barometer.mara_id, nobody, asked)
    for company_id in range(1, LEAST):
        await answer(barometer, asked, company_id)

    pages = [await barometer.get(f"/desk/events/{slug}/mood") for slug in ("nobody", "asked")]

    assert text(pages[0], "h1") == "Nothing can be said about the mood yet."
    assert text(pages[0], ".verdict__lead") == (
        "Fewer than 10 companies have answered. From 10 on you see a figure here."
    )
    assert BeautifulSoup(pages[0], "html5lib").select(".dial__hand, .dial__sector, .chart") == []
    assert pages[0].replace("nobody", "asked") == pages[1]


async def test_a_mood_that_closed_with_too_few_says_that_its_answers_are_gone(
    barometer: Barometer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with barometer.app.database.writing() as db:
        event_id = await releases.two_days(db, "over", releases.DAY_BEFORE)
        last = [(releases.NOW - timedelta(days=300), Figures())]
        await releases.release(db, ScopeKind.MOOD, event_id, last, is_final=True)
        await releases.staffed(db, barometer.mara_id, event_id)

    page = await barometer.get("/desk/events/over/mood")

    assert text(page, ".verdict__lead") == (
        "Fewer than 10 companies have answered. Nothing is shown, and the answers are deleted."
    )


async def test_a_mood_that_closed_the_next_morning_shows_its_two_days_and_all_levels(
    barometer: Barometer,
) -> None:
    shares = [releases.a_share(name, 30) for name in ("low", "middle", "high", "1", "3", "5")]
    final = Cell((), 235, 0, releases.a_value(3.5), tuple(shares))
    morning = releases.NOW + timedelta(hours=19.5)
    async with barometer.app.database.writing() as db:
        event_id = await releases.two_days(db, "closed")
        shown = [*releases.series(), (morning, Figures((final,)))]
        await releases.release(db, ScopeKind.MOOD, event_id, shown, is_final=True)
        await releases.staffed(db, barometer.mara_id, event_id)

    page = await barometer.get("/desk/events/closed/mood")

    assert text(page, "#curve") == "Two days, one curve"
    assert text(page, ".chart--wide .t-halo") == "3.5, Sat 06:51"
    labels = BeautifulSoup(page, "html5lib").select(".figures .bars__label")
    assert [label.get_text() for label in labels] == [
        *("1, very bad", "3, mixed", "5, very good", "1 or 2, bad", "4 or 5, good")
    ]


async def test_answers_that_wait_for_a_release_move_nothing(barometer: Barometer) -> None:
    """Attack 11 of privacy.md: colours, axes, order, paths and counts are those of releases."""
    paths = (MOOD, f"{MOOD}/figures", f"{MOOD}/comments", f"{MOOD}.csv")
    before = [await barometer.get(path) for path in paths]

    for company_id in range(1, LEAST):
        await answer(barometer, barometer.event_id, company_id)

    async with barometer.app.database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(Sealed)) == LEAST - 1
    assert [await barometer.get(path) for path in paths] == before


async def test_what_groups_answer_moves_neither_their_order_nor_the_axis(
    barometer: Barometer,
) -> None:
    before = BeautifulSoup(await barometer.get(), "html5lib")
    turned = {group: (6 - mean, half, n) for group, (mean, half, n) in releases.GROUPS.items()}

    async with barometer.app.database.writing() as db:
        newest = [(releases.NOW, releases.figures(3.5, 235, turned))]
        await releases.add_releases(db, barometer.scope_id, newest, first=99)
    after = BeautifulSoup(await barometer.get(), "html5lib")

    def names(page: BeautifulSoup) -> list[str]:
        return [row.get_text() for row in page.select("#mood-groups li > span:first-child")]

    def scale(page: BeautifulSoup) -> list[str]:
        return [str(line) for line in page.select(".chart .c-grid, .chart .t-end")]

    assert names(before) == names(after)
    assert scale(before) == scale(after)
    assert before.select("#mood-groups .band") != after.select("#mood-groups .band")


async def test_a_group_that_has_shares_only_shows_them(barometer: Barometer) -> None:
    small = Cell(("integrator",), 15, 0, None, (releases.a_share("high", 60, 20),))
    async with barometer.app.database.writing() as db:
        shown = Figures((releases.a_cell(3.5, companies=100), small))
        await releases.add_releases(db, barometer.scope_id, [(releases.NOW, shown)], first=99)

    assert text(await barometer.get(), "#mood-groups li") == (
        "Integrator 15 companies 4 or 5, good 60% 40 to 80%"
    )


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((), "Nothing can be said about the mood yet."),
        ((releases.a_share("high", 50),), "There are shares, but no mean that could be shown."),
    ],
)
async def test_a_total_whose_mean_is_not_told_has_no_hand(
    barometer: Barometer, shares: tuple[Share, ...], said: str
) -> None:
    async with barometer.app.database.writing() as db:
        newest = [(releases.NOW, Figures((Cell((), 25, 0, None, shares),)))]
        await releases.add_releases(db, barometer.scope_id, newest, first=99)

    page = await barometer.get()

    assert text(page, "h1") == said
    assert BeautifulSoup(page, "html5lib").select(".dial__hand, .dial__before") == []
    assert ("any figure could give somebody away" in page) == (not shares)


async def test_the_files_hold_every_release_to_the_digit(barometer: Barometer) -> None:
    answers = [await barometer.mara.get(f"{MOOD}.{kind}") for kind in ("csv", "xlsx")]
    head, *written = csv_rows(answers[0].content)
    _, *typed = xlsx_rows(answers[1].content)

    expected = [
        (number, cell.companies, (value.value, value.low, value.high))
        for number, (_, shown) in enumerate(releases.series(), 1)
        for cell in shown.cells
        for value in [cell.mean, *(share.share for share in cell.shares)]
        if value
    ]
    assert head[:6] == ["Release", "Time", "Final", "Group", "Companies", "Figure"]
    read = [(row[0], row[4], (row[6], *row[8:])) for row in written]
    assert [(int(n), int(m), tuple(map(float, values))) for n, m, values in read] == expected
    assert [(row[0], row[4], (row[6], *row[8:])) for row in typed] == expected
    assert written[0][1:6] == ["2026-09-17 09:12", "no", "All", "60", "Mean"]


async def test_statements_do_not_grow_with_releases_and_answers(barometer: Barometer) -> None:
    await barometer.get()

    for number in (1000, 2000):
        with statements(barometer.app.database) as sent:
            await barometer.get()
        asked = [each for each in sent if each.startswith("SELECT")]
        assert len(asked) == STATEMENTS, "\n".join(asked)
        async with barometer.app.database.writing() as db:
            more = releases.series(minutes=4)
            await releases.add_releases(db, barometer.scope_id, more, first=number)


async def test_a_long_series_is_quick(
    barometer: Barometer, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole request, in processor time, since other tests run beside this one."""
    async with barometer.app.database.writing() as db:
        more = releases.series(minutes=4)[:70]
        await releases.add_releases(db, barometer.scope_id, more, first=1000)
    await barometer.get()

    took = [await processor_ms(barometer) for _ in range(5)]

    with capsys.disabled():
        count = len(more) + len(releases.series())
        print(f"\nThe barometer of {count} releases takes {min(took):.0f} ms.")
    assert min(took) < 150


@pytest.mark.parametrize("locale", ["de", "en"])
async def test_push_equals_page_after_each_release(barometer: Barometer, locale: str) -> None:
    topic = releases.desk_topic(barometer.event_id)
    watcher = Watcher(barometer.app, barometer.mara, topic, locale, (f"{MOOD}/figures",))
    await watcher.start()

    for number, mean in enumerate((3.6, 2.9, 2.9), 100):
        async with barometer.app.database.writing() as db:
            at = releases.NOW + timedelta(minutes=number)
            await releases.add_releases(
                db, barometer.scope_id, [(at, releases.figures(mean, 240))], first=number
            )
            await releases.comment(db, barometer.scope_id, f"Said & {number}", "leads")
        barometer.app.live.publish({MoodReleased(barometer.event_id)})
        await watcher.assert_right()

    assert "Said &amp; 102" in str(watcher.page)


async def test_nobody_but_the_channel_team_of_the_event_sees_it(
    barometer: Barometer, app: App, client: httpx.AsyncClient
) -> None:
    async with app.database.writing() as db:
        sabine_id = await factories.an_attendee(db, barometer.event_id)
    paths = (MOOD, f"{MOOD}/figures", f"{MOOD}/comments", f"{MOOD}.csv", f"{MOOD}.xlsx")
    async with await factories.signed_in(app, sabine_id) as sabine:
        for path in (*paths, MOOD.replace("gesagt/", "gesagt-2025/")):
            assert [(await who.get(path)).status_code for who in (client, sabine)] == [401, 404]
    elsewhere = await barometer.mara.get(MOOD.replace("gesagt/", "gesagt-2025/"))
    assert elsewhere.status_code == 404


async def processor_ms(barometer: Barometer) -> float:
    started = time.process_time()
    await barometer.get()
    return (time.process_time() - started) * 1000


async def answer(barometer: Barometer, event_id: int, company_id: int) -> None:
    database: Database = barometer.app.database
    async with database.writing() as db:
        person_id = await factories.a_person(db, f"Person {event_id} of {company_id}")
    content = {"value": 1, "topic": "margin", "text": "Too few.", "language": "en"}
    keys = barometer.app.keys
    answering = Answering(ScopeKind.MOOD, event_id, person_id, company_id, content, keys)
    await database.grouped(seal_answers, answering)

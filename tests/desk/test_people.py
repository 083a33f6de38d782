"""The list of people: who stands in it, each filter and order, its pages, and its files."""

import pytest
from bs4 import BeautifulSoup

from conference import clock
from conference.desk.listing import PAGE_ROWS
from tests import factories
from tests.desk.world import Desk, desk, the_cast
from tests.support.sheets import csv_rows, xlsx_rows
from tests.support.statements import statements

__all__ = ["desk"]

ALL = ["Anna Weser", "Özlem Çelik", "Paul Zander", "Sabine Ortlieb"]


def names(html: str) -> list[str]:
    rows = BeautifulSoup(html, "html5lib").select("tbody th")
    return [row.get_text(strip=True) for row in rows]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("?text=ozlem", ["Özlem Çelik"]),
        ("?text=ÖZLEM+cel", ["Özlem Çelik"]),
        ("?text=alpenrand", ["Özlem Çelik", "Sabine Ortlieb"]),
        ("?text=systemhaus", ["Anna Weser"]),
        ("?text=100%25", []),
        ("?text=_", []),
        ("?text=%00", ALL),
        ("?confirmed=yes", ["Anna Weser", "Özlem Çelik", "Sabine Ortlieb"]),
        ("?confirmed=no", ["Paul Zander"]),
        ("?came=yes", ["Anna Weser", "Sabine Ortlieb"]),
        ("?came=no&confirmed=yes", ["Özlem Çelik"]),
        ("?matched=yes", ["Anna Weser", "Özlem Çelik", "Sabine Ortlieb"]),
        ("?matched=no", ["Paul Zander"]),
        ("?type=software-house", ["Anna Weser"]),
        ("?country=CH", ["Paul Zander"]),
        ("?country=XX&type=nonsense&confirmed=perhaps&sort=address&company=x", ALL),
        ("?company={alpenrand}", ["Özlem Çelik", "Sabine Ortlieb"]),
        ("?company=999999999", []),
        ("?sort=company", ["Paul Zander", "Özlem Çelik", "Sabine Ortlieb", "Anna Weser"]),
        ("?sort=country", ["Özlem Çelik", "Sabine Ortlieb", "Paul Zander", "Anna Weser"]),
        ("?sort=newest", ["Sabine Ortlieb", "Özlem Çelik", "Anna Weser", "Paul Zander"]),
        ("?page=99", ALL),
        ("?page=-1", ALL),
        ("?page=99999999999999999999", ALL),
    ],
)
async def test_each_filter_and_order(desk: Desk, query: str, found: list[str]) -> None:
    cast = await the_cast(desk)
    query = query.format(alpenrand=cast.alpenrand)

    page = await desk.get(f"people{query}")
    file = await desk.get(f"people.csv{query}")

    assert (page.status_code, names(page.text)) == (200, found)
    assert [row[0] for row in csv_rows(file.content)[1:]] == found


async def test_what_stands_in_a_row(desk: Desk) -> None:
    await the_cast(desk)

    page = BeautifulSoup((await desk.get("people?text=weser")).text, "html5lib")
    cells = [" ".join(cell.get_text(" ", strip=True).split()) for cell in page.select("tbody td")]

    registered = desk.began.astimezone(factories.BERLIN) - 3 * 24 * factories.HOUR
    day = f"{registered:%-d %b %Y}"
    assert cells == [
        "Weserbogen Systemhaus registered as Weserbogen IT",
        "Software house Germany",
        "Sales",
        day,
        "Has come",
    ]


async def test_no_page_and_no_file_holds_an_address(desk: Desk) -> None:
    await the_cast(desk)

    bodies = [
        (await desk.get(path)).content
        for path in ("people", "people.csv", "companies", "companies.csv", "attendance")
    ]

    assert all(b"Alpenrand" in body for body in bodies[:4])
    assert not any(b"@alpenrand.example" in body for body in bodies)


async def test_the_files_hold_the_same_cells_and_no_formula(desk: Desk) -> None:
    await the_cast(desk)

    csv = await desk.get("people.csv?matched=no")
    xlsx = await desk.get("people.xlsx?matched=no")

    began = desk.began.astimezone(factories.BERLIN)
    registered = f"{began - 4 * 24 * factories.HOUR:%Y-%m-%d %H:%M}"
    assert csv_rows(csv.content) == [
        [
            *("Name", "Company as registered", "Company as matched", "Type of partner"),
            *("Country", "Work", "Registered", "Confirmed", "Has come"),
        ],
        [
            *("Paul Zander", "'=SUM(A1:A9)", "", "Indirect reseller"),
            *("Switzerland", "Sales", registered, "", "no"),
        ],
    ]
    assert xlsx_rows(xlsx.content) == csv_rows(csv.content)
    assert csv.headers["content-disposition"] == 'attachment; filename="offen-gesagt-people.csv"'
    assert "no-store" in csv.headers["cache-control"]


async def test_an_export_is_logged_without_a_person_in_it(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    await the_cast(desk)
    caplog.clear()

    await desk.get("people.xlsx?text=sabine")

    lines = [record for record in caplog.records if record.name.startswith("conference.")]
    facts = [vars(line)["msg"] for line in lines if "export" in line.getMessage()]
    exports = [(fact["person"], fact["rows"]) for fact in facts if fact["event"] == "export"]
    assert exports == [(desk.mara_id, 1)]
    assert not any("abine" in line.getMessage() for line in lines)


async def test_pages_of_fifty(desk: Desk) -> None:
    async with desk.database.writing() as db:
        for number in range(PAGE_ROWS + 1):
            await factories.an_attendee(db, desk.event_id, f"Guest {number:03}")

    first, second = await desk.get("people?country=AT"), await desk.get("people?country=AT&page=2")

    assert names(first.text) == [f"Guest {number:03}" for number in range(PAGE_ROWS)]
    assert names(second.text) == [f"Guest {PAGE_ROWS:03}"]
    assert 'href="/desk/events/offen-gesagt/people?country=AT&amp;page=2"' in first.text
    assert "51 to 51 of 51" in second.text
    assert len(csv_rows((await desk.get("people.csv?country=AT&page=2")).content)) == 52


async def test_an_event_without_anybody_says_so(desk: Desk) -> None:
    assert "Nobody has registered yet." in (await desk.get("people")).text
    assert "Nobody fits." in (await desk.get("people?text=x")).text


@pytest.mark.parametrize("people", [1, 3])
async def test_the_list_takes_the_same_statements_for_any_number(desk: Desk, people: int) -> None:
    async with desk.database.writing() as db:
        for number in range(people):
            await factories.an_attendee(
                db, desk.event_id, f"Guest {number}", registered_at=clock.now()
            )

    with statements(desk.database) as sent:
        page = await desk.get("people")

    # The event, the counts, a page, the countries.
    assert len([statement for statement in sent if not statement.startswith("BEGIN")]) == 4
    assert len(names(page.text)) == people

"""Companies of those who have registered, and attendance: who came, and for how many minutes."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import update

from conference.agenda.models import Session, SessionKind, SessionState
from tests import factories
from tests.desk.world import MINUTE, Desk, belongs, desk, stayed, the_cast
from tests.support.sheets import csv_rows, xlsx_rows
from tests.support.statements import statements

__all__ = ["desk"]

ALPENRAND = ["Alpenrand IT AG", "2", "2", "1", "30"]
WESERBOGEN = ["Weserbogen Systemhaus", "1", "1", "1", "60"]
UNMATCHED = ["=SUM(A1:A9) as registered, not matched", "1", "0", "0", "0"]


def table(html: str, at: int = 0) -> list[list[str]]:
    body = BeautifulSoup(html, "html5lib").select("tbody")[at:]
    return [
        [" ".join(cell.get_text(" ", strip=True).split()) for cell in row.select("th, td")]
        for row in (body[0].select("tr") if body else [])
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [UNMATCHED, ALPENRAND, WESERBOGEN]),
        ("?text=weser", [WESERBOGEN]),
        ("?came=yes", [ALPENRAND, WESERBOGEN]),
        ("?came=no", [UNMATCHED]),
        ("?matched=yes", [ALPENRAND, WESERBOGEN]),
        ("?matched=no", [UNMATCHED]),
        ("?sort=people", [ALPENRAND, UNMATCHED, WESERBOGEN]),
        ("?sort=minutes", [WESERBOGEN, ALPENRAND, UNMATCHED]),
        ("?text=there+is+none", []),
    ],
)
async def test_companies_with_what_is_known_of_them(
    desk: Desk, query: str, found: list[list[str]]
) -> None:
    """Of Sabine's stays the keynote's minutes count, those that overlap once: 0 to 20, 50 to 60."""
    await the_cast(desk)

    assert table((await desk.get(f"companies{query}")).text) == found


async def test_their_file(desk: Desk) -> None:
    await the_cast(desk)

    rows = xlsx_rows((await desk.get("companies.xlsx?sort=minutes")).content)

    assert rows == [
        ["Company", "Matched", "Registered", "Confirmed", "Have come", "Minutes"],
        ["Weserbogen Systemhaus", "yes", 1.0, 1.0, 1.0, 60.0],
        ["Alpenrand IT AG", "yes", 2.0, 2.0, 1.0, 30.0],
        ["'=SUM(A1:A9)", "no", 1.0, 0.0, 0.0, 0.0],
    ]


async def test_one_spelling_is_one_company_however_it_is_written(desk: Desk) -> None:
    async with desk.database.writing() as db:
        for name, company in (("Ana Lu", "ÖKO-Netz"), ("Bo Li", " öko-netz "), ("Cy Ma", "Oko")):
            await factories.an_attendee(db, desk.event_id, name, company)

    rows = table((await desk.get("companies")).text)

    assert [row[1] for row in rows] == ["1", "2"]


async def test_attendance_by_session_and_by_company(desk: Desk) -> None:
    cast = await the_cast(desk)
    async with desk.database.writing() as db:
        other = await factories.a_session(
            db,
            desk.event_id,
            title="Margins",
            starts_at=desk.minute(30),
            kind=SessionKind.TALK,
        )
        await stayed(db, other, cast.anna, (desk.minute(30), desk.minute(75)))

    page = (await desk.get("attendance")).text

    at = desk.began.astimezone(factories.BERLIN)
    begins = [f"{moment:%a %-d %b}, {moment:%H:%M}" for moment in (at, at + 30 * MINUTE)]
    assert table(page, 0) == [
        ["What changes for you", begins[0], "2", "2", "45", "90"],
        ["Margins", begins[1], "1", "1", "45", "45"],
    ]
    # Two sessions at once are one time: Anna was there from minute 0 to minute 75.
    assert table(page, 1) == [
        ["Weserbogen Systemhaus", "1", "1", "75"],
        ["Alpenrand IT AG", "2", "1", "30"],
    ]


async def test_registered_but_absent(desk: Desk) -> None:
    await the_cast(desk)

    page = BeautifulSoup((await desk.get("attendance")).text, "html5lib")
    figures = [figure.get_text(strip=True) for figure in page.select("dt + dd")]
    link = page.find("a", string="Who they are")

    assert link is not None
    absent = (await desk.mara.get(str(link["href"]))).text
    assert figures == ["3", "2", "1"]
    assert [row[0] for row in table(absent)] == ["Özlem Çelik"]


async def test_the_companies_in_a_session(desk: Desk) -> None:
    await the_cast(desk)

    page = await desk.get(f"attendance/{desk.session_id}")
    file = csv_rows((await desk.get("attendance/companies.csv")).content)

    begins = f"{desk.began.astimezone(factories.BERLIN):%Y-%m-%d %H:%M}"
    assert table(page.text) == [
        ["Weserbogen Systemhaus", "1", "60"],
        ["Alpenrand IT AG", "1", "30"],
    ]
    assert file == [
        ["Session", "Begins", "Company", "People", "Minutes"],
        ["What changes for you", begins, "Weserbogen Systemhaus", "1", "60"],
        ["What changes for you", begins, "Alpenrand IT AG", "1", "30"],
    ]


async def test_the_file_of_the_sessions_has_numbers(desk: Desk) -> None:
    await the_cast(desk)

    rows = xlsx_rows((await desk.get("attendance.xlsx")).content)

    assert rows[0] == ["Session", "Begins", "People", "Companies", "Minutes", "Minutes each"]
    assert [row[2:] for row in rows[1:]] == [[2.0, 2.0, 90.0, 45.0]]


async def test_breaks_and_what_was_cancelled_are_not_listed(desk: Desk) -> None:
    cast = await the_cast(desk)
    async with desk.database.writing() as db:
        pause = await factories.a_session(
            db, desk.event_id, title="Coffee", starts_at=desk.began, kind=SessionKind.BREAK
        )
        gone = await factories.a_session(db, desk.event_id, title="Gone", starts_at=desk.began)
        await stayed(db, gone, cast.oezlem, (desk.minute(0), desk.minute(10)))
        await db.execute(
            update(Session).where(Session.id == gone).values(state=SessionState.CANCELLED)
        )

    page = (await desk.get("attendance")).text
    refused = [(await desk.get(f"attendance/{id_}")).status_code for id_ in (pause, gone, 4711)]

    assert [row[0] for row in table(page)] == ["What changes for you"]
    assert "Özlem Çelik" in (await desk.get("people?came=no")).text
    assert refused == [404, 404, 404]


@pytest.mark.parametrize("path", ["companies", "attendance", "attendance/{session}"])
@pytest.mark.parametrize("people", [1, 3])
async def test_the_number_of_statements_does_not_grow(desk: Desk, path: str, people: int) -> None:
    async with desk.database.writing() as db:
        for number in range(people):
            guest = await factories.an_attendee(db, desk.event_id, f"G {number}", f"C {number}")
            await stayed(db, desk.session_id, guest, (desk.minute(0), desk.minute(10)))
    path = path.format(session=desk.session_id)
    await desk.get(path)

    with statements(desk.database) as sent:
        page = (await desk.get(path)).text

    # The event; then one statement for each table.
    wanted = {"companies": 2, "attendance": 3, f"attendance/{desk.session_id}": 2}[path]
    assert len([statement for statement in sent if not statement.startswith("BEGIN")]) == wanted
    assert len(table(page, 1 if path == "attendance" else 0)) == people


async def test_nothing_of_another_event_is_counted(desk: Desk) -> None:
    cast = await the_cast(desk)
    async with desk.database.writing() as db:
        other = await factories.an_event(db, "weitblick")
        session_id = await factories.a_session(db, other, starts_at=desk.began)
        bela = await factories.an_attendee(db, other, "Bela Isar", "Isarwinkel")
        await belongs(db, bela, cast.alpenrand)
        await stayed(db, session_id, bela, (desk.minute(0), desk.minute(60)))
        await stayed(db, session_id, cast.oezlem, (desk.minute(0), desk.minute(60)))

    assert table((await desk.get("companies")).text) == [UNMATCHED, ALPENRAND, WESERBOGEN]
    assert (await desk.get(f"attendance/{session_id}")).status_code == 404

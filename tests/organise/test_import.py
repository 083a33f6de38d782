"""Importing in the browser: looked at first, chosen from, written as agreed or not at all."""

import json
from typing import Any

import httpx
from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.agenda.models import Session, SessionState
from tests.organise.conftest import HERE, Office

PATH = f"{HERE}/import"


def session(number: int, title: str, start: str = "10:00") -> dict[str, Any]:
    return {
        "guid": f"1f6a2b1e-8f0f-4a3e-9a53-{number:012}",
        "title": title,
        "date": f"2026-09-17T{start}:00+02:00",
        "start": start,
        "duration": "00:45",
    }


def schedule(*sessions: dict[str, Any]) -> bytes:
    days = [{"date": "2026-09-17", "rooms": {"Elbe": list(sessions)}}]
    conference = {"acronym": "demo", "title": "Demo", "time_zone_name": "Europe/Berlin"}
    return json.dumps({"schedule": {"conference": conference | {"days": days}}}).encode()


async def look(office: Office, content: bytes) -> httpx.Response:
    return await office.claudia.post(PATH, files={"file": ("schedule", content)})


def form(answer: httpx.Response) -> dict[str, str]:
    """What the last form of a page would send."""
    page = BeautifulSoup(answer.text, "html.parser")
    hidden = page.select("form:has([name=kept]) input[type=hidden]")
    return {str(field["name"]): str(field.get("value", "")) for field in hidden}


def listed(answer: httpx.Response, id_: str) -> list[str]:
    page = BeautifulSoup(answer.text, "html.parser")
    return [each.get_text(strip=True) for each in page.select(f"#{id_} li strong")]


def box(answer: httpx.Response, title: str) -> dict[str, str]:
    """The tick box of a session, ticked."""
    page = BeautifulSoup(answer.text, "html.parser")
    row = next(li for li in page.select("li:has(.checkbox)") if title in li.get_text())
    return {str(field["name"]): "yes" for field in row.select(".checkbox")}


async def stored(office: Office) -> dict[str, SessionState]:
    async with office.database.reading() as db:
        ours = select(Session).where(Session.event_id == office.event_id)
        return {str(row.title): row.state for row in await db.scalars(ours)}


async def write(office: Office, looked: httpx.Response, **ticked: str) -> httpx.Response:
    return await office.claudia.put(PATH, data=form(looked) | ticked)


async def test_what_was_looked_at_is_written_but_for_what_was_left_out(office: Office) -> None:
    looked = await look(office, schedule(session(1, "Opening"), session(2, "Closing", "12:00")))

    assert (looked.status_code, await stored(office)) == (200, {})
    assert listed(looked, "new") == ["Opening", "Closing"]
    answer = await write(office, looked, **box(looked, "Closing"))
    assert answer.status_code == 303
    assert await stored(office) == {"Opening": SessionState.CONFIRMED}
    assert (await office.logged())[-1] == "Claudia Kern: Agenda “Demo” imported; New: 2"


async def test_changes_are_shown_and_what_is_gone_is_asked_about(office: Office) -> None:
    first = schedule(session(1, "Opening"), session(2, "Workshop"), session(3, "Closing"))
    await write(office, await look(office, first))

    looked = await look(office, schedule(session(1, "Opening, late", "10:30")))

    assert listed(looked, "changed") == ["Opening"]
    page = BeautifulSoup(looked.text, "html.parser")
    assert [each.get_text() for each in page.select("#changed dt")] == ["Begins", "Ends", "Title"]
    assert [each.get_text()[-5:] for each in page.select("#changed ins")] == [
        *("10:30", "11:15", " late")
    ]
    assert listed(looked, "gone") == ["Workshop", "Closing"]
    await write(office, looked, **box(looked, "Closing"))
    assert await stored(office) == {
        "Opening, late": SessionState.CONFIRMED,
        "Workshop": SessionState.CONFIRMED,
        "Closing": SessionState.WITHDRAWN,
    }


async def test_a_plan_that_is_no_longer_true_is_shown_anew_and_nothing_written(
    office: Office,
) -> None:
    looked = await look(office, schedule(session(1, "Opening")))
    other = await look(office, schedule(session(1, "Opening"), session(2, "Closing")))
    await write(office, other)

    answer = await write(office, looked)

    assert answer.status_code == 409
    assert "The programme has changed meanwhile." in answer.text
    assert listed(answer, "gone") == ["Closing"]
    assert set(await stored(office)) == {"Opening", "Closing"}


async def test_a_broken_file_is_refused_with_its_line_and_mended_on_request(
    office: Office,
) -> None:
    broken = schedule(session(1, "Ope__ning")).replace(b"__", b"\x06")

    refused = await look(office, broken)
    mended = await office.claudia.post(PATH, data=form(refused))

    assert refused.status_code == 422
    assert "line 1" in refused.text
    assert (mended.status_code, listed(mended, "new")) == (200, ["Opening"])
    await write(office, mended)
    assert await stored(office) == {"Opening": SessionState.CONFIRMED}


async def test_what_is_no_agenda_is_refused_in_a_sentence(office: Office) -> None:
    answers = [await look(office, content) for content in (b"", b"Hello", b"<html></html>", b"{}")]
    carried = await office.claudia.post(PATH, data={"kept": "not packed by us"})
    nothing = await office.claudia.post(PATH, data={})

    assert [each.status_code for each in (*answers, carried, nothing)] == [422] * 6
    assert "Please choose the file once more." in carried.text
    assert "Please choose a file first." in nothing.text


async def test_what_was_exported_is_imported_without_a_change(office: Office) -> None:
    await write(office, await look(office, schedule(session(1, "Opening"), session(2, "Closing"))))

    for kind in ("json", "xml"):
        exported = await office.claudia.get(f"{HERE}/schedule.{kind}")
        looked = await look(office, exported.content)

        assert exported.status_code == 200
        assert "There is nothing to write." in looked.text

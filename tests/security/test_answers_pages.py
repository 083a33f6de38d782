"""What pages and exports tell of one person's answers (§8, 4 and 13), to everybody, everywhere.

Each attack first finds them where they are told: in a form that comes back because something in it
was refused, and in a list of who has answered.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote, quote_plus

import httpx
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from conference import clock
from conference.privacy.models import Scope, Sealed
from conference.privacy.sealed import sealer
from conference.settings import Settings
from conference.web.headers import PRIVATE
from tests.security.conftest import Role, World
from tests.security.hall import DESK, MOOD, Hall, Who, hall
from tests.security.matrix import rows
from tests.security.test_matrix import example
from tests.security.things import Things, things
from tests.support.sheets import csv_rows, xlsx_rows

__all__ = ["things"]

WORDS = "Ninety days to pay, says only Anna"
ANSWER = {"value": "2", "choice": "2", "topic": "margin", "text": WORDS}
LISTS = ("people", "companies", "attendance", "attendance/companies")
EXPORTS = [f"{DESK}/{name}.{kind}" for name in LISTS for kind in ("csv", "xlsx")]
EXPORTS += [f"/desk/partners/companies.{kind}" for kind in ("csv", "xlsx")]
FILES = ("favicon.ico", ".svg", ".xlsx", "{name}", "{file_path}", "{digest}")


def tells(page: httpx.Response) -> list[str]:
    """What of an answer stands on a page: its words, or what is chosen already."""
    boxes = re.findall(r"<input[^>]*\bchecked\b[^>]*>", page.text)
    chosen = [box for box in boxes if re.search(r'name="(choice|value|topic)"', box)]
    words = [form for form in (WORDS, quote(WORDS), quote_plus(WORDS)) if form in page.text]
    return words + [box for box in chosen if 'value=""' not in box]


def answered_at(world: World, things: Things) -> dict[str, str]:
    session = f"/sessions/{world.a.session_id}"
    return {
        "poll": f"/polls/{things.poll_id}/ballot",
        "mood": f"/events/{world.a.slug}/mood",
        "feedback": f"{session}/feedback",
    }


async def answer(world: World, things: Things) -> None:
    """As Anna, and as htmx sends it."""
    async with world.browser(Role.ATTENDEE) as anna:
        for path in answered_at(world, things).values():
            for headers in ({}, {"hx-request": "true"}):
                sent = await anna.put(path, data=ANSWER, headers=headers)
                assert sent.status_code in (200, 303)
                assert tells(sent) == []
                assert "2" not in sent.headers.get("location", "").partition("?")[2]


def pages(world: World, things: Things, role: Role) -> Iterator[str]:
    """All that somebody may read, also right after answering. Of the sheets those in CSV: their
    others hold the same, and the time they were made at."""
    for (method, template), statuses in rows():
        may_read = method == "GET" and statuses[list(Role).index(role)] == 200
        if may_read and not template.endswith(FILES):
            yield example(world, things, template)
    session = f"/sessions/{world.a.session_id}"
    for path in (session, f"{session}/feedback", f"/events/{world.a.slug}/mood"):
        yield from (f"{path}?said={said}" for said in ("mood", "feedback", "2"))
    yield f"/polls/{things.poll_id}?said=saved&choice=2"


async def test_a_refused_form_tells_what_was_sent(world: World, things: Things) -> None:
    found = []
    async with world.browser(Role.ATTENDEE) as anna:
        for path in answered_at(world, things).values():
            wrong = {"choice": ["2", "3"], "value": "2", "topic": "x", "text": WORDS * 50}
            found.append(tells(await anna.put(path, data=wrong)))

    assert [bool(told) for told in found] == [True] * 3


# A thousand pages; what stands on them depends on no database.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_no_page_tells_an_answer_to_anybody(world: World, things: Things) -> None:
    await answer(world, things)
    found = {}

    for role in Role:
        async with world.browser(role) as client:
            for path in pages(world, things, role):
                if told := tells(await client.get(path)):
                    found[role, path] = told

    assert found == {}


# PostgreSQL is the stricter one: without an order, it gives a row that was written to elsewhere.
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_another_device_sees_what_it_saw_before(
    world: World, things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also not that anything was answered: each page is the same as before, to the letter."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    async with world.browser() as device, world.browser(Role.STAFF) as staff:
        name, _, token = world.victim_cookie.partition("=")
        device.cookies.set(name, token, domain="127.0.0.1")
        clients = {Role.ATTENDEE: device, Role.STAFF: staff}
        before = await looks(world, things, clients)
        await answer(world, things)
        after = await looks(world, things, clients)

    moved = {place for place in before if before[place].content != after[place].content}
    assert moved == set()
    for look in after.values():
        assert look.headers["cache-control"] == PRIVATE
        assert not {"etag", "last-modified"} & look.headers.keys()


async def looks(
    world: World, things: Things, clients: dict[Role, httpx.AsyncClient]
) -> dict[tuple[Role, str], httpx.Response]:
    return {
        (role, path): await client.get(path)
        for role, client in clients.items()
        for path in pages(world, things, role)
    }


async def test_no_line_of_the_log_names_who_answers(world: World, things: Things) -> None:
    with capture_logs() as log:
        await answer(world, things)
        async with world.browser(Role.ATTENDEE) as anna:
            for path in answered_at(world, things).values():
                for request in (anna.put(path, data=ANSWER), anna.delete(path)):
                    await anna.get((await request).headers["location"])
                assert (await anna.put(path, data={"text": WORDS})).status_code == 422
        during = list(log)
        await world.app.note_anonymous()

    assert during == []
    counted = {line["route"] for line in log}
    assert counted >= {"/polls/{poll_id}/ballot", "/polls/{poll_id}", "/events/{slug}/mood"}
    assert counted >= {"/sessions/{session_id}/feedback", "/sessions/{session_id}"}
    assert not any({"person", "request", "ms"} & line.keys() for line in log)


async def exported(hall: Hall) -> dict[str, list[list[object]]]:
    found: dict[str, list[list[object]]] = {}
    for path in EXPORTS:
        body = (await hall.browsers[Who.STAFF].get(path)).content
        read = csv_rows if path.endswith("csv") else xlsx_rows
        found[path] = [list(row) for row in read(body)]
    return found


async def plain_list(hall: Hall) -> dict[int, bool]:
    """Of people, with a column that says who has answered."""
    async with hall.app.database.reading() as db:
        scope = (await db.scalars(select(Scope).where(Scope.kind == MOOD))).one()
        known = set(await db.scalars(select(Sealed.who).where(Sealed.scope_id == scope.id)))
    seal = sealer(hall.app.keys.read(scope.id) or b"", scope.id)
    return {person: seal(person) in known for person in hall.people}


async def test_exports_know_of_no_answer(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has nine answers of a wave of ten needs only to know whose the tenth was."""
    async with hall(settings, monkeypatch, 12) as room:
        *nine, tenth, _, _ = room.people
        for person in nine:
            await room.say(person, 4)
        before, plain_before = await exported(room), await plain_list(room)
        await room.say(tenth, 1)
        await room.release()
        after, plain_after = await exported(room), await plain_list(room)

    assert len(room.written) == 2, "mood and feedback have come out meanwhile"
    assert [person for person in room.people if plain_before[person] != plain_after[person]] == [
        tenth
    ]
    assert after == before
    assert all(len(table) > 1 for path, table in before.items() if "people" in path)

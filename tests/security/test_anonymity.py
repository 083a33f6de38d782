"""Who asked an anonymous question (§2.2, §2.5), as seen by who has all but the key folder.

Each attack first succeeds against a plain variant: the same questions asked with names, on routes
that are logged and noted like all others.

What remains, and is not promised otherwise while the event's scope is open: several anonymous
questions of one person carry one mark; the language of the page a question was written on; and,
since upvotes are stored with the person, that the asker is among those who have not upvoted it.
"""

import random
from collections.abc import Awaitable, Callable, MutableSequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from structlog.testing import capture_logs

from conference import clock
from conference.accounts.models import SignIn
from conference.app import OWNERS
from conference.privacy import Scope
from conference.privacy.closing import close_due
from conference.qa.models import Question
from tests import factories
from tests.security.conftest import Role, World
from tests.security.evidence import (
    Transaction,
    guess_by_log,
    guess_by_transaction,
    transactions,
)
from tests.security.tables import everything

PEOPLE = 16
# Guessing one of sixteen, sixteen times, finds six or more in one of two thousand tries.
BY_CHANCE = 5


@dataclass
class Asked:
    """What happened (`askers`, in order), and what is left of it."""

    askers: list[int]
    question_ids: list[int]
    transactions: list[Transaction]
    log: MutableSequence[Any]

    def right(self, guess: Callable[[int, int], int | None]) -> int:
        """How often a guess, given a question's place in the order and its id, names its asker."""
        asked = enumerate(zip(self.askers, self.question_ids, strict=True))
        return sum(guess(order, question_id) == asker for order, (asker, question_id) in asked)

    def by_transaction(self, reach: int) -> int:
        return self.right(lambda _, id_: guess_by_transaction(self.transactions, id_, reach))

    def by_log(self) -> int:
        return self.right(lambda order, _: guess_by_log(self.log, order, len(self.askers)))


Ask = Callable[[bool], Awaitable[Asked]]


@pytest.fixture
def conference(world: World, monkeypatch: pytest.MonkeyPatch) -> Ask:
    async def ask(is_anonymous: bool) -> Asked:
        if not is_anonymous:
            _forget_what_is_anonymous(world, monkeypatch)
        return await _conference(world, is_anonymous)

    return ask


def _forget_what_is_anonymous(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for route in world.app.routed.routes:
        for handler in getattr(route, "route_handlers", ()):
            monkeypatch.setattr(handler, "opt", {**handler.opt, "anonymous": False})


async def _conference(world: World, is_anonymous: bool) -> Asked:
    """Sixteen people look around, agree with a question, and each asks one, in any order."""
    dice = random.Random(7)  # noqa: S311 - a repeatable sequence
    async with world.app.database.writing() as db:
        people = [
            await factories.an_attendee(db, world.a.event_id, f"Guest {number}")
            for number in range(PEOPLE)
        ]
    browsers = {person: await factories.signed_in(world.app, person) for person in people}
    await _start_afresh(world)
    order = dice.sample(people, PEOPLE)
    session = f"/sessions/{world.a.session_id}"
    with capture_logs() as log:
        for asker in order:
            for other in dice.sample(people, 2):
                await browsers[other].get(f"/events/{world.a.slug}/agenda")
                verb = dice.choice(["put", "delete"])
                await browsers[other].post(
                    f"/questions/{world.a.question_id}/upvote?_method={verb}"
                )
            form = {"text": f"Question {asker}"} | ({"anonymous": "yes"} if is_anonymous else {})
            await browsers[asker].get(session)
            answer = await browsers[asker].post(f"{session}/questions", data=form)
            assert answer.headers["location"] == f"{session}#questions-own"
            await browsers[asker].get(session)
    for browser in browsers.values():
        await browser.aclose()
    found = await transactions(world.app.database)
    async with world.app.database.reading() as db:
        asked = {row.text: row.id for row in await db.scalars(select(Question))}
    return Asked(order, [asked[f"Question {asker}"] for asker in order], found, log)


async def _start_afresh(world: World) -> None:
    """All sign-ins are due to be noted as in use, and the write-ahead log begins here."""
    async with world.app.database.writing() as db:
        await db.execute(update(SignIn).values(seen_at=clock.now() - timedelta(hours=3)))
    if world.app.database.is_sqlite:
        async with world.app.database.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            await raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]


async def test_the_attacks_find_who_asked_in_a_plain_variant(conference: Ask) -> None:
    plain = await conference(False)

    assert plain.by_transaction(reach=0) == PEOPLE
    assert plain.by_log() == PEOPLE


async def test_neither_transactions_nor_logs_tell_who_asked(conference: Ask) -> None:
    asked = await conference(True)

    assert asked.by_transaction(reach=0) == 0
    assert asked.by_transaction(reach=1) <= BY_CHANCE
    assert asked.by_transaction(reach=3) <= BY_CHANCE
    assert asked.by_log() <= BY_CHANCE
    assert {line["person"] for line in asked.log if "person" in line} >= set(asked.askers[:3])
    assert any(people for _, people in asked.transactions), "something to see"


async def test_no_line_names_who_is_in_the_room(world: World) -> None:
    session = f"/sessions/{world.a.session_id}"
    with capture_logs() as log:
        async with world.browser(Role.ATTENDEE) as anna:
            for path in ("", "/regions", "/questions/own", "/questions/new"):
                await anna.get(f"{session}{path}")
            await anna.post(f"{session}/questions", data={"text": "Who?", "anonymous": "yes"})
            await anna.put(f"/questions/{world.a.question_id}/upvote")
            await anna.get("/account")
        during = list(log)
        await world.app.note_anonymous()

    assert [line["route"] for line in during] == ["/account"]
    counted = log[len(during) :]
    assert {(line["route"], line["method"]) for line in counted} >= {
        ("/sessions/{session_id}", "GET"),
        ("/sessions/{session_id}/questions", "POST"),
    }
    for line in counted:
        assert line["event"] == "requests"
        assert not {"person", "request", "ms"} & line.keys()


async def test_a_draft_is_nowhere_on_the_server(world: World) -> None:
    words = "Typed before the link was opened"
    with capture_logs() as log:
        async with world.browser(Role.WAITING) as client:
            form = {"text": words, "anonymous": "yes"}
            answer = await client.post(f"/sessions/{world.a.session_id}/questions", data=form)
            page = await client.get(f"/sessions/{world.a.session_id}")

    assert answer.status_code == 303
    assert words in page.text
    assert words not in str(await everything(world.app.database)) + str(log)
    assert words.encode() not in files_of(world)


def files_of(world: World) -> bytes:
    """The database with its write-ahead log; nothing where it is a server of its own."""
    files = sorted(world.app.settings.data.glob("conference.sqlite*"))
    return b"".join(path.read_bytes() for path in files)


async def test_what_seals_the_asker_is_in_no_table_and_no_setting(world: World) -> None:
    (key,) = [path.read_bytes() for path in world.app.settings.keys.glob("*.key")][:1]
    stored = str(await everything(world.app.database))

    assert repr(key)[2:-1] not in stored
    assert key not in world.app.settings.secret
    assert key not in files_of(world)


async def test_after_closing_no_two_questions_are_known_to_be_of_one_person(world: World) -> None:
    async with world.browser(Role.ATTENDEE) as anna:
        for number in range(2):
            form = {"text": f"Question {number}", "anonymous": "yes"}
            await anna.post(f"/sessions/{world.a.session_id}/questions", data=form)
    before = await _marks(world)
    async with world.app.database.writing() as db:
        await db.execute(update(Scope).values(closes_at=clock.now()))

    await close_due(world.app.database, world.app.keys, OWNERS)

    assert len(before) == 4
    assert len(set(before)) == 3
    assert await _marks(world) == [b""] * 4
    assert list(world.app.settings.keys.iterdir()) == []


async def _marks(world: World) -> list[bytes | None]:
    async with world.app.database.reading() as db:
        return list(await db.scalars(select(Question.author).order_by(Question.id)))


async def test_statements_are_never_printed_with_what_they_write(world: World) -> None:
    engine = world.app.database.engine

    assert not engine.echo
    assert engine.sync_engine.hide_parameters
    with pytest.raises(Exception, match="hide_parameters") as failed:
        async with world.app.database.reading() as db:
            await db.execute(text("SELECT :words FROM nowhere"), {"words": "A question"})
    assert "A question" not in str(failed.value)

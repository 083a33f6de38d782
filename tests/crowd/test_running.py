"""A crowd at a served demo: what it was told is done stands in the database, once."""

import shutil
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from conference.accounts.models import Person
from conference.agenda.models import Event
from conference.crowd.attending import Deed, Did
from conference.crowd.people import MARK
from conference.crowd.running import CannotCome, Plan, run
from conference.db import Database
from conference.demo.cast import event_slug
from conference.demo.running import demo_settings
from conference.demo.shift import bring_to_now
from conference.privacy.models import Scope, ScopeKind, ScopeState, Sealed
from conference.qa.models import Question, Upvote
from conference.registration.models import Registration
from conference.settings import Settings
from tests.demo.conftest import planted  # noqa: F401
from tests.security.served import served
from tests.support import commands

PLAN = Plan(people=20, minutes=0.15, seed=5, pace=30)


@pytest.fixture
def demo(planted: Settings, tmp_path: Path) -> Settings:  # noqa: F811
    shutil.copytree(planted.data, tmp_path / "demo")
    return demo_settings(tmp_path / "demo", 8000)


@pytest.fixture
async def database(demo: Settings) -> AsyncIterator[Database]:
    database = Database(demo.database)
    yield database
    await database.close()


async def test_what_the_crowd_has_in_hand_is_in_the_database_once(
    demo: Settings, database: Database
) -> None:
    log: list[Did] = []
    async with database.writing() as db:
        await bring_to_now(db)
    before = await answers(database)
    async with served(demo) as server:
        done = await run(replace(demo, root_url=server.app.settings.root_url), PLAN, log.append)

    assert done == Counter(did.deed for did in log)
    assert {*done} >= {*Deed} - {Deed.REFUSED}
    assert await registered(database) == sorted(
        did.what for did in log if did.deed is Deed.REGISTERED
    )
    assert await upvoted(database) == Counter(
        (did.number, int(did.what)) for did in log if did.deed is Deed.UPVOTED
    )
    asked = Counter(did.what for did in log if did.deed is Deed.ASKED)
    assert {
        text: count for text, count in (await questions(database)).items() if text in asked
    } == {**asked}
    given = Counter(
        (ScopeKind.MOOD if did.deed is Deed.FELT else ScopeKind.POLL, did.what)
        for did in {did for did in log if did.deed in {Deed.FELT, Deed.VOTED}}
    )
    assert await answers(database) - before == given


async def test_without_a_server_the_crowd_says_so(demo: Settings) -> None:
    with pytest.raises(CannotCome, match="Is the server running"):
        await run(replace(demo, root_url="http://127.0.0.1:9"), PLAN, lambda _: None)


def test_it_does_not_leave_this_machine_unasked(tmp_path: Path) -> None:
    url = {"CONFERENCE_ROOT_URL": "https://conference.example"}
    answer = commands.run("crowd", folder=tmp_path, **url)

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("The crowd stays on this machine.")


def crowd_of(query: Any) -> Any:
    return query.where(Person.email.contains(f".{MARK}{PLAN.seed}-"))


def number_of(email: str) -> int:
    return int(email.partition("@")[0].rpartition("-")[2])


async def registered(database: Database) -> list[str]:
    query = (
        select(Person.email)
        .join(Registration, Registration.person_id == Person.id)
        .join(Event, Event.id == Registration.event_id)
        .where(Event.slug == event_slug())
    )
    async with database.reading() as db:
        return sorted(await db.scalars(crowd_of(query)))


async def upvoted(database: Database) -> Counter[tuple[int, int]]:
    query = select(Person.email, Upvote.question_id).join(Person, Person.id == Upvote.person_id)
    async with database.reading() as db:
        return Counter((number_of(email), id_) for email, id_ in await db.execute(crowd_of(query)))


async def questions(database: Database) -> Counter[str]:
    async with database.reading() as db:
        return Counter(await db.scalars(select(Question.text)))


async def answers(database: Database) -> Counter[tuple[ScopeKind, str]]:
    """How many people have answered, by the open mood and each open poll."""
    query = (
        select(Scope.kind, Scope.subject_id, func.count())
        .join(Sealed, Sealed.scope_id == Scope.id)
        .where(Scope.state == ScopeState.OPEN, Scope.kind.in_((ScopeKind.MOOD, ScopeKind.POLL)))
        .group_by(Scope.id)
    )
    async with database.reading() as db:
        return Counter(
            {
                (kind, str(subject) if kind == ScopeKind.POLL else ""): count
                for kind, subject, count in await db.execute(query)
            }
        )

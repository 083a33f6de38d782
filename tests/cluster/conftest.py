"""One installation of two workers for all tests of a kind, with a moderator and an organiser."""

import asyncio
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from conference.accounts.actions import give_role, open_sign_in
from conference.accounts.models import Reach, RoleKind
from conference.bench.live.crash import QUESTIONS, WORKERS, people_for
from conference.bench.live.installation import Installation, together
from conference.db import Database
from tests import factories

ROUNDS = 8


@dataclass
class Cluster:
    """`moderating`: the role of the moderator."""

    place: Installation
    moderating: int
    moderator: str
    organiser: str


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    if not sys.platform.startswith("linux"):
        pytest.skip("Several workers need Linux.")
    cores = frozenset(os.sched_getaffinity(0))
    with together(people_for(ROUNDS), QUESTIONS, WORKERS, cores) as place:
        yield asyncio.run(_with_its_people(place))


async def _with_its_people(place: Installation) -> Cluster:
    database = Database(place.stage.database)
    session_id = place.stage.session_id
    async with database.writing() as db:
        jonas = await factories.a_person(db, "Jonas Feld")
        moderating = await give_role(db, jonas, RoleKind.MODERATOR, 1, session_id)
        petra = await factories.a_person(db, "Petra Amsel")
        await give_role(db, petra, RoleKind.ORGANISER, 1)
        tokens = [
            (await open_sign_in(db, reach=Reach.FULL, person_id=who, event_id=None, browser=""))[0]
            for who in (jonas, petra)
        ]
    await database.close()
    assert moderating is not None
    return Cluster(place, moderating, *tokens)

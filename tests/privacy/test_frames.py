"""Frames: the same companies are one frame, and it grows by ten or not at all."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from conference import clock
from conference.db import Database
from conference.privacy import Scope, ScopeKind, releases
from conference.privacy.frames import freeze, half_day, units_of, with_newcomers
from conference.privacy.models import Frame, Release
from conference.privacy.releasing import Releaser
from tests.privacy.voting import MOOD, SUBJECT, Room

UNITS = {1: "reseller", 2: "integrator", 3: ""}


async def test_the_same_companies_are_the_same_frame(room: Room) -> None:
    database: Database = room.database
    async with database.writing() as db:
        first = await freeze(db, UNITS)
        again = await freeze(db, dict(reversed(UNITS.items())))
        other = await freeze(db, UNITS | {3: "reseller"})

    async with database.reading() as db:
        assert await units_of(db, first) == UNITS
        assert await db.scalar(select(func.count()).select_from(Frame)) == 2
    assert first == again != other


@pytest.mark.parametrize(("newcomers", "joined"), [(0, 0), (9, 0), (10, 10), (11, 11)])
def test_newcomers_join_by_ten_and_nobody_changes_category(newcomers: int, joined: int) -> None:
    now = {1: "distributor"} | dict.fromkeys(range(100, 100 + newcomers), "reseller")

    units = with_newcomers(UNITS, now, 10)

    assert units == UNITS | dict.fromkeys(range(100, 100 + joined), "reseller")


@pytest.mark.parametrize(
    ("before", "now", "is_new"),
    [
        ("2026-09-17T08:00", "2026-09-17T11:59", False),
        ("2026-09-17T11:59", "2026-09-17T12:00", True),
        ("2026-09-17T12:00", "2026-09-17T23:59", False),
        ("2026-09-17T08:00", "2026-09-18T08:00", True),
    ],
)
def test_half_days_begin_at_noon_and_midnight(before: str, now: str, is_new: bool) -> None:
    moments = [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in (before, now)]

    assert len(set(map(half_day, moments))) == 1 + is_new


async def test_companies_join_at_half_days_and_ten_at_once(mood: Room) -> None:
    await mood.open(MOOD, companies=20)
    mood.newcomers = dict.fromkeys(range(21, 31), "")
    await mood.all_feel(range(1, 31))
    await mood.releaser.release_due()
    same_half_day = await invited(mood)
    async with mood.database.writing() as db:
        day = timedelta(days=1)
        await db.execute(update(Scope).values(opens_at=clock.now() - day))
        for release in await db.scalars(select(Release)):
            release.at -= day

    mood.newcomers = dict.fromkeys(range(21, 30), "")
    await Releaser(mood.database, mood.keys, mood.owners).release_due()
    nine = await invited(mood)
    mood.newcomers = dict.fromkeys(range(21, 31), "")
    await Releaser(mood.database, mood.keys, mood.owners).release_due()

    assert [same_half_day, nine, await invited(mood)] == [20, 20, 30]
    stored = [figures for _, _, figures in await mood.releases()]
    assert [figures["cells"][0]["companies"] for figures in stored] == [20, 30]


async def invited(mood: Room) -> int:
    async with mood.database.reading() as db:
        return (await releases.scopes(db, ScopeKind.MOOD, [SUBJECT]))[SUBJECT].invited

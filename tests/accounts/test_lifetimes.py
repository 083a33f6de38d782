"""How long sign-ins last: the rules as a table, then through the door."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from conference import clock
from conference.accounts.lifetimes import expiry, is_stale, to_the_hour
from conference.accounts.models import Reach, SignIn
from conference.db import grouped
from tests.accounts.conftest import House
from tests.support.statements import statements
from tests.support.times import Later

BEGAN = datetime(2026, 9, 17, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("reach", "used_after", "ends_after"),
    [
        (Reach.WAITING, 0 * DAY, 14 * DAY),
        (Reach.ATTENDEE, 13 * DAY, 14 * DAY),
        (Reach.FULL, 0 * HOUR, HOUR),
        (Reach.FULL, 5 * HOUR, 6 * HOUR),
        (Reach.FULL, 11 * HOUR + 30 * MINUTE, 12 * HOUR),
    ],
)
def test_a_sign_in_ends(reach: Reach, used_after: timedelta, ends_after: timedelta) -> None:
    assert expiry(reach, BEGAN, BEGAN + used_after) == BEGAN + ends_after


@pytest.mark.parametrize(
    ("reach", "after", "expected"),
    [
        (Reach.ATTENDEE, 59 * MINUTE, False),
        (Reach.ATTENDEE, 60 * MINUTE, True),
        (Reach.FULL, 9 * MINUTE, False),
        (Reach.FULL, 10 * MINUTE, True),
    ],
)
def test_use_is_written_down_now_and_then(reach: Reach, after: timedelta, expected: bool) -> None:
    ends = expiry(reach, BEGAN, BEGAN)

    assert is_stale(reach, BEGAN, BEGAN, ends, BEGAN + after) is expected


def test_times_are_kept_to_the_hour() -> None:
    assert to_the_hour(BEGAN + 59 * MINUTE) == BEGAN


async def test_an_idle_hour_ends_a_full_sign_in(house: House, later: Later) -> None:
    client = await house.signed_in(house.jonas_id, Reach.FULL)

    later(HOUR)

    assert (await client.get("/account")).status_code == 401


async def test_a_full_sign_in_in_use_lasts_twelve_hours(house: House, later: Later) -> None:
    client = await house.signed_in(house.jonas_id, Reach.FULL)

    statuses = []
    for _ in range(16):
        later(45 * MINUTE)
        statuses.append((await client.get("/account")).status_code)

    assert statuses == [200] * 15 + [401]


async def test_an_attendee_stays_for_two_weeks_without_coming_by(
    house: House, later: Later
) -> None:
    client = await house.signed_in(house.sabine_id, Reach.ATTENDEE)

    later(14 * DAY - HOUR)
    assert (await client.get("/account")).status_code == 200
    later(HOUR)

    assert (await client.get("/account")).status_code == 401


async def test_requests_within_the_hour_write_nothing(house: House, later: Later) -> None:
    client = await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    later(to_the_hour(clock.now()) + 2 * HOUR + MINUTE - clock.now())
    await client.get("/account")
    seen = await _seen_at(house)
    assert seen == to_the_hour(clock.now())

    later(58 * MINUTE)
    with statements(house.app.database) as sent:
        await client.get("/account")

    assert {statement.split()[0] for statement in sent} <= {"SELECT", "BEGIN"}
    assert await _seen_at(house) == seen


async def test_a_use_that_cannot_be_written_down_keeps_no_page_back(
    house: House, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    seen = await _seen_at(house)
    later(2 * HOUR)
    monkeypatch.setattr(grouped, "QUEUE", 0)

    with capture_logs() as logs:
        status = (await client.get("/account")).status_code

    assert (status, await _seen_at(house)) == (200, seen)
    noted = [log for log in logs if log["event"] == "sign-in not touched"]
    assert [(log["log_level"], log["status"]) for log in noted] == [("info", 503)]


async def _seen_at(house: House) -> datetime:
    async with house.app.database.reading() as db:
        return (await db.scalars(select(SignIn.seen_at))).one()


async def test_expired_sign_ins_are_forgotten(house: House, later: Later) -> None:
    await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    later(15 * DAY)

    await house.signed_in(house.jonas_id, Reach.ATTENDEE)

    async with house.app.database.reading() as db:
        assert await db.scalar(select(func.count()).select_from(SignIn)) == 1

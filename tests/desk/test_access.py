"""The desk is for an event's channel staff: nobody else sees a page, a file or a message of it."""

import pytest
from sqlalchemy import select

from conference.accounts.actions import give_role
from conference.accounts.models import Reach, RoleKind
from conference.agenda.models import Event
from tests import factories
from tests.conftest import browser
from tests.desk.world import DESK, Desk, desk, the_cast

__all__ = ["desk"]

PATHS = (
    *("people", "people.csv", "people.xlsx", "companies", "companies.csv", "companies.xlsx"),
    *("attendance", "attendance.csv", "attendance.xlsx", "attendance/{session}"),
    *("attendance/companies.csv", "attendance/companies.xlsx", "feedback", "feedback/list"),
)


@pytest.mark.parametrize(
    ("kind", "is_bound", "reach"),
    [
        (RoleKind.ORGANISER, False, Reach.FULL),
        (RoleKind.MODERATOR, True, Reach.FULL),
        (RoleKind.SPEAKER, True, Reach.FULL),
        (RoleKind.ADMIN, None, Reach.FULL),
        # By the attendee's personal link, which may have been forwarded.
        (RoleKind.CHANNEL_STAFF, False, Reach.ATTENDEE),
    ],
)
async def test_no_other_role_gets_in(
    desk: Desk, kind: RoleKind, is_bound: bool | None, reach: Reach
) -> None:
    async with desk.database.writing() as db:
        person = await factories.an_attendee(db, desk.event_id, "Jonas Feld")
        event_id = None if is_bound is None else desk.event_id
        await give_role(db, person, kind, event_id, desk.session_id if is_bound else None)

    async with await factories.signed_in(desk.app, person, reach) as client:
        paths = [f"{DESK}/{path.format(session=desk.session_id)}" for path in PATHS]
        found = {path: (await client.get(path)).status_code for path in ("/desk", *paths)}

    assert found == dict.fromkeys(found, 404)


async def test_neither_nobody_nor_the_staff_of_another_event(desk: Desk) -> None:
    await the_cast(desk)
    async with desk.database.writing() as db:
        other = await factories.an_event(db, "weitblick")
        person = await factories.a_staff_member(db, other, "Bela Isar")
    paths = [f"{DESK}/{path.format(session=desk.session_id)}" for path in PATHS]

    async with (
        browser(desk.app) as nobody,
        await factories.signed_in(desk.app, person, Reach.FULL) as foreign,
    ):
        found = [
            (await client.get(path)).status_code for client in (nobody, foreign) for path in paths
        ]
        own = [(await desk.mara.get(path)).status_code for path in paths]
        theirs = await foreign.get("/desk/events/weitblick/people")

    assert found == [401] * len(paths) + [404] * len(paths)
    assert own == [200] * len(own)
    assert (theirs.status_code, "Sabine" in theirs.text) == (200, False)


async def test_the_desk_begins_with_the_mood_of_the_current_event(desk: Desk) -> None:
    answer = await desk.mara.get("/desk")

    assert (answer.status_code, answer.headers["location"]) == (303, f"{DESK}/mood")


async def test_whoever_has_no_part_in_the_current_event_gets_their_own(desk: Desk) -> None:
    async with desk.database.writing() as db:
        earlier = await factories.an_event(db, "weitblick")
        event = (await db.scalars(select(Event).where(Event.id == earlier))).one()
        event.starts_on = event.ends_on = event.starts_on.replace(year=2024, day=1)
        person = await factories.a_staff_member(db, earlier, "Bela Isar")

    async with await factories.signed_in(desk.app, person, Reach.FULL) as client:
        answer = await client.get("/desk")

    assert answer.headers["location"] == "/desk/events/weitblick/mood"

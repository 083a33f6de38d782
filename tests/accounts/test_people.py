"""People and roles: added once, never changed by who types an address."""

import pytest
from sqlalchemy import select

from conference.accounts.actions import (
    RolesChanged,
    find_or_add_person,
    give_role,
    open_sign_in,
)
from conference.accounts.models import Person, Reach, Role, RoleKind
from conference.accounts.queries import visits_by_token
from conference.db import Database
from conference.db.changes import announced
from tests import factories
from tests.accounts.conftest import SABINE
from tests.support.statements import statements


async def test_a_known_person_is_found_and_left_as_they_are(database: Database) -> None:
    async with database.writing() as db:
        known = await factories.a_person(db, "Sabine Ortlieb", "de")

    async with database.writing() as db:
        found = await find_or_add_person(db, name="Mallory", email=SABINE, language="en")

    async with database.reading() as db:
        person = await db.get_one(Person, known)
    assert (found, person.name, person.language) == (known, "Sabine Ortlieb", "de")


async def test_known_or_new_costs_the_same_statements(database: Database) -> None:
    seen = []
    for _ in range(2):
        with statements(database) as sent:
            async with database.writing() as db:
                await factories.a_person(db)
        seen.append(sent)

    assert seen[0] == seen[1]


async def test_a_role_given_twice_is_one_role(database: Database) -> None:
    roles = [
        (RoleKind.ADMIN, None, None),
        (RoleKind.ORGANISER, 3, None),
        (RoleKind.ORGANISER, 4, None),
        (RoleKind.MODERATOR, 3, 7),
        (RoleKind.MODERATOR, 3, 8),
    ]
    async with database.writing() as db:
        jonas = await factories.a_person(db, "Jonas Feld")
        for role in roles * 2:
            await give_role(db, jonas, *role)
        changes = announced(db)

    async with database.reading() as db:
        rows = await db.execute(select(Role.kind, Role.event_id, Role.session_id).order_by(Role.id))
    assert [tuple(row) for row in rows] == roles
    assert changes == {RolesChanged(jonas)}


async def test_a_role_given_again_has_the_regions_given_last(database: Database) -> None:
    given = [("Nord", "Süd"), ("Nord", "Süd"), ("West",), ()]
    seen = []
    for regions in given:
        async with database.writing() as db:
            mara = await factories.a_person(db, "Mara Linde")
            for event_id in (3, 4):
                wished = regions if event_id == 3 else ()
                is_new = await give_role(db, mara, RoleKind.CHANNEL_STAFF, event_id, regions=wished)
            changes = announced(db)
        async with database.reading() as db:
            kept = await db.scalars(select(Role.regions).order_by(Role.event_id))
            seen.append((is_new is not None, bool(changes), kept.all()))

    assert seen == [
        (True, True, ["Nord\nSüd", ""]),
        (False, False, ["Nord\nSüd", ""]),
        (False, True, ["West", ""]),
        (False, True, ["", ""]),
    ]


@pytest.mark.parametrize(
    ("regions", "at_3", "anywhere"),
    [
        ({3: ""}, None, None),
        ({3: "Nord\nSüd"}, {"Nord", "Süd"}, {"Nord", "Süd"}),
        ({3: "Nord", 4: "West"}, {"Nord"}, {"Nord", "West"}),
        ({3: "Nord", 4: ""}, {"Nord"}, {"Nord"}),
        ({3: "", 4: ""}, None, None),
        ({4: ""}, set(), None),
        ({}, set(), set()),
    ],
)
async def test_a_viewer_knows_the_regions_they_are_limited_to(
    database: Database,
    regions: dict[int, str],
    at_3: set[str] | None,
    anywhere: set[str] | None,
) -> None:
    async with database.writing() as db:
        mara = await factories.a_person(db, "Mara Linde")
        await give_role(db, mara, RoleKind.ORGANISER, 3)
        for event_id, lines in regions.items():
            kind, wished = RoleKind.CHANNEL_STAFF, lines.splitlines()
            await give_role(db, mara, kind, event_id, regions=wished)
        token, _ = await open_sign_in(
            db, reach=Reach.FULL, person_id=mara, event_id=None, browser="a test"
        )

    visit = await database.gathered(visits_by_token, token)

    assert visit is not None
    assert (visit.viewer.regions(3), visit.viewer.regions_anywhere()) == (at_3, anywhere)
    assert visit.viewer.has(RoleKind.CHANNEL_STAFF, 3) == (3 in regions)

"""People and roles: added once, never changed by who types an address."""

from sqlalchemy import select

from conference.accounts.actions import RolesChanged, find_or_add_person, give_role
from conference.accounts.models import Person, Role, RoleKind
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

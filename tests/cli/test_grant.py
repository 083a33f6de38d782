"""`conference grant`, on both databases."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from conference.accounts.models import Person, Role, RoleKind
from conference.agenda.actions import add_session, create_event
from conference.commands.granting import CannotGrant, Wish, grant
from conference.db import Database
from conference.i18n import Translated
from conference.partners.models import Organisation
from tests import factories
from tests.support.commands import run


@pytest.fixture
async def session_id(database_url: str) -> int:
    """Session 1 of the event `days`."""
    database = Database(database_url)
    async with database.writing() as db:
        title = Translated({"de": "Tage", "en": "Days"})
        day = date(2026, 9, 17)
        event_id = await create_event(
            db,
            slug="days",
            title=title,
            motto=title,
            starts_on=day,
            ends_on=day,
            timezone="Europe/Berlin",
        )
        session_id = await add_session(
            db,
            event_id,
            title=Translated({"de": "Auftakt", "en": "Opening"}),
            starts_at=datetime(2026, 9, 17, 7, tzinfo=UTC),
            ends_at=datetime(2026, 9, 17, 8, tzinfo=UTC),
        )
    await database.close()
    return session_id


def wish(
    role: str,
    email: str = "anna@host.example",
    slug: str | None = None,
    session_id: int = 0,
    regions: tuple[str, ...] | None = None,
) -> Wish:
    return Wish(email, role, slug, session_id or None, "", "de", regions)


async def roles(database_url: str) -> list[tuple[str, str, RoleKind, int | None, int | None]]:
    database = Database(database_url)
    async with database.reading() as db:
        rows = await db.execute(
            select(Person.name, Person.email, Role.kind, Role.event_id, Role.session_id)
            .join(Role, Role.person_id == Person.id)
            .order_by(Role.id)
        )
        found = [(*row,) for row in rows]
    await database.close()
    return found


async def test_an_admin_is_added_by_address_alone(database_url: str, tmp_path: Path) -> None:
    answers = [
        run("grant", "Anna@Host.example", "admin", "--database", database_url, folder=tmp_path)
        for _ in range(2)
    ]

    assert [answer.returncode for answer in answers] == [0, 0]
    assert await roles(database_url) == [("anna", "anna@host.example", RoleKind.ADMIN, None, None)]


async def test_an_organiser_is_one_for_an_event(
    database_url: str, session_id: int, tmp_path: Path
) -> None:
    answer = run(
        *("grant", "anna@host.example", "organiser", "--event", "days", "--name", "Anna Beck"),
        folder=tmp_path,
        CONFERENCE_DATABASE=database_url,
    )

    assert answer.stdout == (
        "anna@host.example has the role organiser for Days now; sign in at /sign-in.\n"
    )
    assert await roles(database_url) == [
        ("Anna Beck", "anna@host.example", RoleKind.ORGANISER, 1, None)
    ]


async def test_a_moderator_is_one_for_a_session(
    database_url: str, session_id: int, tmp_path: Path
) -> None:
    run(
        *("grant", "anna@host.example", "moderator", "--session", str(session_id)),
        folder=tmp_path,
        CONFERENCE_DATABASE=database_url,
    )

    assert await roles(database_url) == [
        ("anna", "anna@host.example", RoleKind.MODERATOR, 1, session_id)
    ]


async def test_a_limit_to_regions_stays_unless_another_is_named(
    database_url: str, session_id: int
) -> None:
    database = Database(database_url)
    async with database.writing() as db:
        for name, region in (("A", "Nord"), ("B", "Österreich")):
            company = await db.get_one(Organisation, await factories.a_company(db, name))
            company.region = region
    await database.close()

    wishes = [None, ("osterreich", " Nord "), None, ("",)]
    told = [
        await grant(database_url, wish("channel-staff", slug="days", regions=regions))
        for regions in wishes
    ]

    assert told == [
        *("Days in all regions", "Days in Nord, Österreich only"),
        *("Days in Nord, Österreich only", "Days in all regions"),
    ]


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (wish("organiser", slug="days", regions=("Nord",)), "Only channel staff have regions."),
        (
            wish("channel-staff", slug="days", regions=("Nord", "Mars")),
            "Not a region of the partner list: Nord, Mars.",
        ),
        (wish("admin", email="anna"), "anna is not an e-mail address."),
        (wish("admin", slug="days"), "An admin is for everything: no --event."),
        (wish("organiser"), "Name the event of the role organiser: --event SLUG."),
        (wish("organiser", slug="nights"), "There is no event nights."),
        (
            wish("organiser", slug="days", session_id=1),
            "The role organiser is for an event: no --session.",
        ),
        (wish("speaker"), "Name the session of the speaker: --session ID."),
        (wish("moderator", session_id=99), "There is no session 99."),
        (
            wish("moderator", slug="nights", session_id=1),
            "There is no session 1 in the event nights.",
        ),
    ],
)
async def test_what_makes_no_sense_is_refused_with_a_sentence(
    wish: Wish, sentence: str, database_url: str, session_id: int
) -> None:
    with pytest.raises(CannotGrant) as refused:
        await grant(database_url, wish)

    assert str(refused.value) == sentence
    assert await roles(database_url) == []


def test_a_refusal_goes_to_standard_error(tmp_path: Path) -> None:
    answer = run("grant", "anna@host.example", "organiser", "--event", "days", folder=tmp_path)

    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "There is no event days.\n"

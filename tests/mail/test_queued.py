"""Who may be mailed how often, and what the outbox stores."""

from datetime import timedelta

from sqlalchemy import select

from conference.db import Database
from conference.db.changes import announced
from conference.mail import NOBODY, MailQueued, addressee, queue, waiting
from conference.mail.models import OutboxMail
from tests.support.times import Later

SABINE, JONAS = 7, 8


async def owe(database: Database, person_id: int, times: int = 1) -> None:
    async with database.writing() as db:
        for _ in range(times):
            await queue(db, "greeting", person_id, {"who": "sabine"}, "de")


async def test_a_row_holds_template_ids_and_locale_only(database: Database) -> None:
    async with database.writing() as db:
        await queue(db, "greeting", SABINE, {"link": 3}, "de")
        changes = announced(db)

    async with database.reading() as db:
        row = (await db.scalars(select(OutboxMail))).one()
        assert await waiting(db) == 1
    assert (row.template, row.person_id, row.ids, row.locale) == (
        "greeting",
        SABINE,
        {"link": 3},
        "de",
    )
    assert changes == {MailQueued()}


async def test_the_fourth_mail_within_a_quarter_of_an_hour_goes_to_nobody(
    database: Database, later: Later
) -> None:
    await owe(database, SABINE, times=2)
    await owe(database, JONAS, times=1)
    async with database.reading() as db:
        assert await addressee(db, SABINE) == SABINE

    await owe(database, SABINE)

    async with database.reading() as db:
        assert [await addressee(db, each) for each in (SABINE, JONAS)] == [NOBODY, JONAS]
    later(timedelta(minutes=15))
    async with database.reading() as db:
        assert await addressee(db, SABINE) == SABINE


async def test_an_unknown_person_is_nobody(database: Database) -> None:
    async with database.reading() as db:
        assert await addressee(db, None) == NOBODY

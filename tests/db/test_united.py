"""United reads: each finds what it would by itself."""

from functools import partial

from sqlalchemy import Integer, Select, bindparam, select

from conference import clock
from conference.accounts.models import Person
from conference.db import Database, United


def pairs(ending: str) -> Select[int, int]:
    """Whose address ends so: their id, and that of the first of them who are asked for."""
    return (
        select(Person.id, bindparam("first", type_=Integer))
        .where(Person.id.in_(bindparam("ids", expanding=True)))
        .where(Person.email.endswith(ending))
    )


async def test_each_read_finds_its_own_pairs(database: Database) -> None:
    emails = ("anna@a.example", "jonas@a.example", "mira@b.example", "nobody@b.example")
    async with database.writing() as db:
        db.add_all(
            Person(name=email, email=email, language="de", created_at=clock.now())
            for email in emails
        )
    united = United(*(partial(pairs, f"@{domain}.example") for domain in "abc"))

    async with database.reading() as db:
        anna, jonas, mira, _ = await db.scalars(select(Person.id).order_by(Person.id))
        asked = {"ids": [anna, jonas, mira], "first": anna}
        found = await united.read(db, asked), await united.read(db, asked | {"ids": []})

    assert found == ([{anna: {anna}, jonas: {anna}}, {mira: {anna}}, {}], [{}, {}, {}])

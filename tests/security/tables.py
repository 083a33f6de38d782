"""All that a database holds, for asking whether something has changed or stands in it."""

from typing import Any

from sqlalchemy import select

from conference.db import Base, Database

# The counts of sockets, which change by themselves.
RESTLESS = {"presence"}


async def everything(database: Database) -> dict[str, list[Any]]:
    """All rows of all tables, by table."""
    async with database.reading() as db:
        return {
            table.name: [tuple(row) for row in await db.execute(select(table))]
            for table in Base.metadata.sorted_tables
            if table.name not in RESTLESS
        }

"""Waiting: for the loop, and for a transaction that has to wait for another one."""

import asyncio

from sqlalchemy import text

from conference.db import Database

PATIENCE_S = 30
TURNS = 20


async def some_turns() -> None:
    """Of the loop, so that what is ready gets done, and what has arrived is heard and answered,
    however late this process gets its turns: a time alone may be over with the first of them."""
    for _ in range(TURNS):
        await asyncio.sleep(0.001)


async def until_one_waits(database: Database) -> None:
    """For what another one has locked. SQLite's wait for their turn before they begin."""
    if database.is_sqlite:
        return
    async with asyncio.timeout(PATIENCE_S):
        while not await _are_waiting(database):  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.01)


async def _are_waiting(database: Database) -> bool:
    ours = "(SELECT oid FROM pg_database WHERE datname = current_database())"
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    async with database.reading() as db:
        return bool(await db.scalar(text(f"{waiting} AND datid = {ours}")))

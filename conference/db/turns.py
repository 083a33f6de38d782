"""Taking turns: what must not happen twice at once, without a mark in any row.

A locked row keeps, on PostgreSQL, the number of the transaction that locked it. Whoever locks a
person's row while an anonymous question is written has written down who asked it.
"""

from enum import IntEnum

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession


class Turn(IntEnum):
    """What is done in turns; the numbers are known to the database while it is done."""

    ASKING = 1
    WRITING = 2
    STAYING = 3
    NAMING_AN_EVENT = 4
    COUNTING = 5
    COMING_ON_STAGE = 6
    ASSIGNING = 7


async def take_turn(db: AsyncSession, turn: Turn, number: int) -> None:
    """Until this transaction ends, others who want the same turn wait. SQLite has one writer."""
    if db.get_bind().dialect.name == "postgresql":
        await db.execute(select(func.pg_advisory_xact_lock(int(turn), number)))

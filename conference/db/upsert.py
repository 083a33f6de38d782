"""`INSERT … ON CONFLICT`, which both databases speak in two dialects of SQLAlchemy."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from conference.db.base import Base


def insert_into(db: AsyncSession, model: type[Base]) -> Any:
    """The dialect's `insert()`, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    name = db.get_bind().dialect.name
    return (sqlite if name == "sqlite" else postgresql).insert(model)


async def insert_missing(
    db: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert the rows that break no unique constraint; the others are there already."""
    if rows:
        await db.execute(insert_into(db, model).on_conflict_do_nothing(), list(rows))

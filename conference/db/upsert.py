"""`INSERT … ON CONFLICT`, which both databases speak in two dialects of SQLAlchemy."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from conference.db.base import Base


def insert_into(db: AsyncSession, model: type[Base]) -> Any:
    """The dialect's `insert()`, which has `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return _insert(db.get_bind().dialect.name, model)


async def insert_missing(
    db: AsyncSession, model: type[Base], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert the rows that break no unique constraint; the others are there already."""
    if rows:
        await db.execute(_insert_missing(db.get_bind().dialect.name, model), list(rows))


@cache
def _insert_missing(dialect: str, model: type[Base]) -> Any:
    """To build it takes as long as to send it."""
    return _insert(dialect, model).on_conflict_do_nothing()


def _insert(dialect: str, model: type[Base]) -> Any:
    return (sqlite if dialect == "sqlite" else postgresql).insert(model)

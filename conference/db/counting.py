"""How many statements a request sends to the database: for its line in the log."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event


@dataclass
class Count:
    queries: int = 0


_count: ContextVar[Count | None] = ContextVar("count", default=None)


@contextmanager
def counting() -> Iterator[Count]:
    """Of this task and those it starts. What `grouped` writes and `gathered` reads is nobody's
    alone and not counted."""
    count = Count()
    token = _count.set(count)
    try:
        yield count
    finally:
        _count.reset(token)


def count_statements(engine: Engine) -> None:
    event.listen(engine, "before_cursor_execute", _add_one)


def _add_one(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
    # PostgreSQL's driver begins without a statement that could be counted.
    if (count := _count.get()) and not statement.startswith("BEGIN"):
        count.queries += 1

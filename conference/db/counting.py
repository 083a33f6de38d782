"""How many statements a request sends to the database: for its line in the log."""

from contextvars import ContextVar
from typing import Any, Self

from sqlalchemy import Engine, event


class StatementCount:
    """Of this task and those it starts, while it is entered. What `grouped` writes and `gathered`
    reads is nobody's alone and not counted."""

    def __init__(self) -> None:
        self.queries = 0

    def __enter__(self) -> Self:
        self._before = _counting.set(self)
        return self

    def __exit__(self, *raised: object) -> None:
        _counting.reset(self._before)


_counting: ContextVar[StatementCount | None] = ContextVar("counting", default=None)


def count_statements(engine: Engine) -> None:
    event.listen(engine, "before_cursor_execute", _add_one)


def _add_one(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
    # PostgreSQL's driver begins without a statement that could be counted.
    if (count := _counting.get()) and not statement.startswith("BEGIN"):
        count.queries += 1

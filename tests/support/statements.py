"""What one task sends to the database, without what the app's own work sends meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event

from conference.db import Database

_sent: ContextVar[list[str] | None] = ContextVar("sent", default=None)


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The SQL texts, in order, while this is open."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if _sent.get() is sent:
            sent.append(statement)

    token = _sent.set(sent)
    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
        _sent.reset(token)

"""aiosqlite, but that a statement goes to its thread once, and not for each of: make a cursor,
execute, fetch, close. Those ways there and back cost more than most statements. A transaction
begins on the way of its first one, as to SQLite itself BEGIN means no more, and where none has
begun there is none to end.

It rests on `_execute`, `_conn` and `_thread` of aiosqlite 0.22, and on what SQLAlchemy asks of a
cursor; `tests/db/test_driver.py` fails where a newer one differs.
"""

import sqlite3
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any, Self

import aiosqlite

Statement = tuple[str, Any]
BEGIN = "BEGIN"


class Connection(aiosqlite.Connection):
    def __init__(self, path: str, **options: Any) -> None:
        super().__init__(lambda: sqlite3.connect(path, **options), iter_chunk_size=0)
        # As SQLAlchemy does for those it makes itself: it must not keep a process from ending.
        self._thread.daemon = True
        self._is_to_begin = False

    def cursor(self) -> "Cursor":  # type: ignore[override]
        return Cursor(self)

    async def run(self, statement: Statement, *, many: bool) -> "_Done":
        if statement[0] == BEGIN:
            self._is_to_begin = True
            return _NOTHING
        begins, self._is_to_begin = self._is_to_begin, False
        done: _Done = await self._execute(  # type: ignore[no-untyped-call]
            _run, self._conn, statement, many=many, begins=begins
        )
        return done

    async def commit(self) -> None:
        self._is_to_begin = False
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        self._is_to_begin = False
        if self.in_transaction:
            await super().rollback()


class Cursor:
    """Holds all rows of its statement as soon as that is executed, also where they are streamed:
    then their objects are made some at a time."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._done = _NOTHING

    async def execute(self, sql: str, parameters: Any = ()) -> Self:
        self._done = await self._connection.run((sql, parameters), many=False)
        return self

    async def executemany(self, sql: str, parameters: Any) -> Self:
        self._done = await self._connection.run((sql, parameters), many=True)
        return self

    async def fetchall(self) -> Iterable[Any]:
        rows, self._done.rows = self._done.rows, deque()
        return rows

    async def fetchmany(self, size: int | None = None) -> Sequence[Any]:
        return self._done.take(size or self.arraysize)

    async def fetchone(self) -> Any:
        return next(iter(self._done.take(1)), None)

    async def close(self) -> None:
        """It is closed already; what it says of its statement stays."""

    @property
    def description(self) -> Any:
        return self._done.description

    @property
    def rowcount(self) -> int:
        return self._done.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._done.lastrowid

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *raised: object) -> None:
        pass


class _Done:
    """A statement that has been executed, and those of its rows that nobody has taken."""

    __slots__ = ("description", "lastrowid", "rowcount", "rows")

    def __init__(self, cursor: sqlite3.Cursor | None) -> None:
        self.rows = deque(cursor.fetchall() if cursor and cursor.description else ())
        self.description = cursor.description if cursor else None
        self.rowcount = cursor.rowcount if cursor else -1
        self.lastrowid = cursor.lastrowid if cursor else None

    def take(self, most: int) -> list[Any]:
        return [self.rows.popleft() for _ in range(min(most, len(self.rows)))]


_NOTHING = _Done(None)


def _run(
    connection: sqlite3.Connection, statement: Statement, *, many: bool, begins: bool
) -> _Done:
    """In the connection's thread."""
    cursor = connection.cursor()
    try:
        if begins:
            cursor.execute(BEGIN)
        (cursor.executemany if many else cursor.execute)(*statement)
        return _Done(cursor)
    finally:
        cursor.close()

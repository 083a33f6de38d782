"""One database: its engine, its transactions, and the changes handed on after a commit.

Nothing outside this package commits.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from conference.db.changes import Listener, announced
from conference.db.connections import Losses, connect_arguments, refuse_ended
from conference.db.counting import count_statements
from conference.db.driver import BEGIN
from conference.db.gathered import GatheredReads
from conference.db.grouped import GroupCommit
from conference.db.letters import plain
from conference.errors import Refused

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")

CLOSE_S = 5.0
REACH_S = 2.0

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
)


class Database:
    """`on_commit` gets the changes of each committed transaction, and must not block. It hears of
    transactions without any, too, but for those of `grouped`."""

    def __init__(self, url: str, on_commit: Listener = lambda changes: None) -> None:
        self.engine = make_engine(url)
        self.losses = Losses()
        if not self.is_sqlite:
            self.losses.watch(self.engine.sync_engine)
        self.on_commit = on_commit
        self._writes = self.engine.execution_options(writes=True)
        alone = {"begins": False} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._looks = self.engine.execution_options(**alone)
        # SQLite has one writer; queueing here is fairer than its busy handler.
        self._turn = asyncio.Lock() if self.is_sqlite else None
        self._groups = GroupCommit(self._writing_for_many)
        self._gathered = GatheredReads(self._looking)

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A view that ends with a rollback: whatever is changed in it is lost."""
        async with AsyncSession(self.engine, expire_on_commit=False, autoflush=False) as db:
            yield db

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end, or nothing of it; then the changes go out."""
        async with self._committing() as db:
            yield db
        self.on_commit(announced(db))

    async def gathered(
        self,
        find: Callable[[AsyncSession, Sequence[Key]], Awaitable[Sequence[Result | Refused]]],
        key: Key,
    ) -> Result:
        """Read one thing together with all that is asked for at this moment: for what every
        request asks. It is read after it was asked for, and once for all who ask for the same.

        `find` takes a set of keys and returns, in order, a result or a `Refused` for each; if it
        raises, they are tried one by one. It is a function of a module, and knows no locale. What
        it reads in several statements is not read at one moment.
        """
        return cast("Result", await self._gathered.ask(find, key))

    async def grouped(
        self,
        action: Callable[[AsyncSession, Sequence[Item]], Awaitable[Sequence[Result | Refused]]],
        item: Item,
    ) -> Result:
        """Write one item together with all that wait: for what comes in thousands.

        `action` takes a batch and returns, in order, a result or a `Refused` for each; if it
        raises, the batch is tried one by one. Call it while holding no writing session.
        """
        return cast("Result", await self._groups.submit(action, item))

    @asynccontextmanager
    async def _looking(self) -> AsyncIterator[AsyncSession]:
        """Without a transaction, to begin and to end which costs as much as two more reads: each
        statement sees what there is when it comes."""
        async with AsyncSession(self._looks, expire_on_commit=False, autoflush=False) as db:
            yield db

    @asynccontextmanager
    async def _writing_for_many(self) -> AsyncIterator[AsyncSession]:
        async with self._committing() as db:
            yield db
        if changes := announced(db):
            self.on_commit(changes)

    @asynccontextmanager
    async def _committing(self) -> AsyncIterator[AsyncSession]:
        session = AsyncSession(self._writes, expire_on_commit=False)
        async with self._turn or nullcontext(), session as db, db.begin():
            yield db

    async def is_reachable(self) -> bool:
        try:
            async with asyncio.timeout(REACH_S), self.reading() as db:
                await db.execute(text("SELECT 1"))
        except Exception:
            return False
        return True

    async def close(self) -> None:
        """Waits for sessions that are just ending, a request's that was cut off perhaps: what
        comes back to the pool later is never closed."""
        await self._groups.close()
        pool = cast("QueuePool", self.engine.sync_engine.pool)
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                while pool.checkedout():  # noqa: ASYNC110 - the pool tells in no other way
                    await asyncio.sleep(0.01)
        await self.engine.dispose()


def make_engine(url: str) -> AsyncEngine:
    # Parameters hold what people entered; an error message must not.
    engine = create_async_engine(
        url,
        pool_size=20,
        max_overflow=0,
        pool_timeout=30,
        hide_parameters=True,
        connect_args=connect_arguments(url),
    )
    count_statements(engine.sync_engine)
    refuse_ended(engine.sync_engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.create_function("letters", 1, lambda text: text and plain(text), deterministic=True)
    # The driver's own BEGIN comes too late and loses updates without an error.
    connection.isolation_level = None


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("begins", True):
        return
    writes = options.get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else BEGIN)

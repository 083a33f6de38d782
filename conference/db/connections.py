"""Connections that PostgreSQL has ended: nobody is given one. And how often one was missed, since
what was committed or read at that moment may never have been shown."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Engine, ExceptionContext, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from conference.db import driver
from conference.db.away import is_away

# A server that hangs, or is cut off, says nothing at all.
CONNECT_S = 4.0


@dataclass
class Losses:
    count: int = 0

    def watch(self, engine: Engine) -> None:
        """Connections that could not be had, and those that broke in use."""
        event.listen(engine, "do_connect", self._connect)
        event.listen(engine, "handle_error", self._note)

    def _connect(
        self, dialect: Dialect, record: ConnectionPoolEntry, arguments: Any, named: Any
    ) -> Any:
        try:
            return dialect.connect(*arguments, **named)
        except Exception:
            self.count += 1
            raise

    def _note(self, context: ExceptionContext) -> None:
        error = context.sqlalchemy_exception
        if context.is_disconnect or (error is not None and is_away(error)):
            self.count += 1


def connect_arguments(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"async_creator_fn": driver.Connection}
    return {"timeout": CONNECT_S} if url.startswith("postgresql+asyncpg") else {}


def refuse_ended(engine: Engine) -> None:
    """The driver knows by itself, so unlike `pool_pre_ping` this asks nobody."""
    if engine.dialect.driver == "asyncpg":
        event.listen(engine, "checkout", _refuse_ended)


def _refuse_ended(connection: Any, record: ConnectionPoolEntry, proxy: Any) -> None:
    if connection.driver_connection.is_closed():
        raise DisconnectionError

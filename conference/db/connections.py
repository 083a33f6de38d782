"""Connections that PostgreSQL has ended: nobody is given one, and those that broke in use are
counted, as what was committed by them may never have been announced."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, ExceptionContext, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

# A server that hangs, or is cut off, says nothing at all.
CONNECT_S = 4.0


@dataclass
class Losses:
    count: int = 0


def connect_arguments(url: str) -> dict[str, Any]:
    return {"timeout": CONNECT_S} if url.startswith("postgresql+asyncpg") else {}


def watch_connections(engine: Engine) -> Losses:
    losses = Losses()

    def note(context: ExceptionContext) -> None:
        if context.is_disconnect or context.connection is None:
            losses.count += 1

    event.listen(engine, "handle_error", note)
    if engine.dialect.driver == "asyncpg":
        event.listen(engine, "checkout", _refuse_closed)
    return losses


def _refuse_closed(connection: Any, record: ConnectionPoolEntry, proxy: Any) -> None:
    """The driver knows by itself, so unlike `pool_pre_ping` this asks nobody."""
    if connection.driver_connection.is_closed():
        raise DisconnectionError

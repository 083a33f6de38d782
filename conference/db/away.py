"""Telling a database that is away (unreachable, hanging, full) from a write that fails."""

from socket import gaierror

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

# Classes of SQLSTATE: no connection, out of resources, ended or not yet begun.
AWAY = {"08", "53", "57"}


def is_away(error: Exception) -> bool:
    """Whether any other write would fail now as well.

    An InterfaceError says nothing: asyncpg raises it for a value that it cannot encode. A group
    is what Litestar raises where the end of a request's transaction fails.
    """
    if isinstance(error, ExceptionGroup):
        return any(map(is_away, error.exceptions))
    if isinstance(error, DBAPIError):
        state = getattr(error.orig, "sqlstate", None) or ""
        is_lost = error.connection_invalidated or state[:2] in AWAY
        return is_lost or isinstance(error, OperationalError)
    return isinstance(error, NoFreeConnection | ConnectionError | TimeoutError | gaierror)

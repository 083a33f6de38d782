"""What another try may help against: a database that is away (unreachable, hanging, full), and a
write that had to give way to another one. All else fails again."""

from socket import gaierror

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

# Classes of SQLSTATE: no connection, out of resources, ended or not yet begun.
AWAY = {"08", "53", "57"}
# Transaction rollback: of two that wait for each other, one is undone.
UNDONE = "40"


def is_away(error: Exception) -> bool:
    """Whether any other write would fail now as well.

    An InterfaceError says nothing: asyncpg raises it for a value that it cannot encode. A group
    is what Litestar raises where the end of a request's transaction fails.
    """
    if isinstance(error, ExceptionGroup):
        return any(map(is_away, error.exceptions))
    if isinstance(error, DBAPIError):
        is_lost = error.connection_invalidated or _class(error) in AWAY
        return is_lost or isinstance(error, OperationalError)
    return isinstance(error, NoFreeConnection | ConnectionError | TimeoutError | gaierror)


def is_undone(error: Exception) -> bool:
    """Whether all of its transaction was undone for the sake of another one."""
    if isinstance(error, ExceptionGroup):
        return any(map(is_undone, error.exceptions))
    return isinstance(error, DBAPIError) and _class(error) == UNDONE


def _class(error: DBAPIError) -> str:
    """Of the SQLSTATE; SQLite has none."""
    return (getattr(error.orig, "sqlstate", None) or "")[:2]

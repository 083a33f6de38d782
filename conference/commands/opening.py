"""Opens a command's database: reachable and of the right schema, or a sentence says why not."""

import sqlite3

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from conference.commands.showing import Tell
from conference.db.database import make_engine
from conference.db.migrate import is_current, upgrade
from conference.settings import Settings, SettingsError, make_folder


async def open_database(settings: Settings, tell: Tell) -> None:
    """An SQLite file is migrated on the spot, a PostgreSQL database by `conference migrate` only:
    other processes may be serving it. Raises SettingsError."""
    await reach_database(settings)
    if settings.database.startswith("sqlite"):
        await bring_up_to_date(settings.database, tell)
    elif not await is_current(settings.database):
        raise SettingsError(
            "The database does not have the schema of this version; run `conference migrate` first."
        )


async def bring_up_to_date(url: str, tell: Tell) -> None:
    """Nothing is told where there is nothing to do."""
    if not await is_current(url):
        tell("Bringing the database to the schema of this version")
        await upgrade(url)


async def reach_database(settings: Settings) -> None:
    """Raises SettingsError if nothing answers at the URL; makes the folder of the data."""
    make_folder(settings.data)
    try:
        _open_file(settings.database)
        engine = make_engine(settings.database)
        async with engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
        await engine.dispose()
    except (SQLAlchemyError, sqlite3.Error, ImportError, OSError) as error:
        raise SettingsError(
            f"The database {_shown(settings.database)} cannot be opened: {_reason(error)}."
        ) from error


def _open_file(url: str) -> None:
    """Fails here where it fails: the driver's thread would outlive the loop, and complain of it."""
    found = make_url(url)
    if found.get_backend_name() == "sqlite" and found.database:
        sqlite3.connect(found.database).close()


def _shown(url: str) -> str:
    """Without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "URL"


def _reason(error: Exception) -> str:
    """The driver's own words, without the statement that SQLAlchemy adds."""
    return str(getattr(error, "orig", None) or error).splitlines()[0].rstrip(".")

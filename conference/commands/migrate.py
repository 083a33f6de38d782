"""`conference migrate`."""

import asyncio

import click

from conference.commands.options import database_option, read_settings


@click.command()
@database_option
def command(database: str | None) -> None:
    """Bring the database to the schema of this version.

    Needed for PostgreSQL, before `serve`; an SQLite file is migrated by whoever opens it.
    """
    # Slow to import, and `--help` needs neither.
    from conference.commands.opening import reach_database
    from conference.db.migrate import upgrade

    settings = read_settings(database=database)
    asyncio.run(reach_database(settings))
    asyncio.run(upgrade(settings.database))
    click.echo("The database has the schema of this version.")

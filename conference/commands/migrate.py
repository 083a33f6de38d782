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
    from conference.commands.opening import bring_up_to_date, reach_database
    from conference.commands.showing import steps

    settings = read_settings(database=database)
    asyncio.run(reach_database(settings))
    with steps() as tell:
        asyncio.run(bring_up_to_date(settings.database, tell))
    click.echo("The database has the schema of this version.")

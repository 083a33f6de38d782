"""`conference import-partners`: shows what a partner list would change, asks, and writes it."""

import asyncio
import json
from pathlib import Path

import click

from conference.commands.asking import agree, stop
from conference.commands.options import database_option, read_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", "is_agreed", is_flag=True, help="Write without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as a JSON object.")
@database_option
def command(file: Path, is_agreed: bool, as_json: bool, database: str | None) -> None:
    """Read the partner list in FILE (CSV; its first row names the columns).

    Companies are found again by their number, else by a domain of theirs. Rows that cannot be
    taken are named and left out; companies that the file does not have stay.
    """
    # Slow to import, and `--help` needs none of them.
    from conference.commands.opening import open_database
    from conference.commands.partners_importing import describe, plan, read_file, summarise, write
    from conference.commands.showing import is_watched, steps
    from conference.errors import Refused

    try:
        with steps(is_quiet=as_json or not is_watched()) as tell:
            tell(f"Reading {file}")
            read = read_file(file)
            settings = read_settings(database=database)
            asyncio.run(open_database(settings, tell))
            tell("Comparing it with the list")
            planned = asyncio.run(plan(settings.database, read))
        if planned.faults or (planned.writes and not is_agreed):
            click.echo(describe(planned), err=True)
        if planned.writes:
            if not is_agreed:
                agree()
            with steps(is_quiet=as_json or not is_watched()) as tell:
                tell("Writing")
                asyncio.run(write(settings.database, read, planned))
    except Refused as refusal:
        stop(str(refusal.sentence))
    click.echo(json.dumps(planned.counts()) if as_json else summarise(planned))

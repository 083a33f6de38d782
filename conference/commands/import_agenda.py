"""`conference import-agenda`: shows what a file would change, asks, and writes it."""

import asyncio
import json
from pathlib import Path

import click

from conference.commands.asking import agree, stop
from conference.commands.options import database_option, read_settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--event", "slug", metavar="SLUG", required=True, help="Made from the file if it is new."
)
@click.option("--timezone", metavar="ZONE", help="Like Europe/Berlin; if the file names none.")
@click.option("--repair", is_flag=True, help="Mend a file that breaks the rules of XML or JSON.")
@click.option("--yes", "is_agreed", is_flag=True, help="Write without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as a JSON object.")
@database_option
def command(  # noqa: PLR0917  # an option each
    file: Path,
    slug: str,
    timezone: str | None,
    repair: bool,
    is_agreed: bool,
    as_json: bool,
    database: str | None,
) -> None:
    """Read the agenda in FILE into an event: schedule.xml or schedule.json, version 1, as frab,
    pentabarf, pretalx and `conference export-agenda` write them.

    Sessions are found again by their guid, so the same file imported twice changes nothing. What
    the file no longer has is named, and stays.
    """
    # Slow to import, and `--help` needs none of them.
    from conference.agenda.formats.model import AgendaUnreadable
    from conference.commands.importing import describe, plan, read_file, summarise, write
    from conference.commands.opening import open_database
    from conference.commands.showing import is_watched, steps
    from conference.errors import Invalid, Refused

    try:
        with steps(is_quiet=as_json or not is_watched()) as tell:
            tell(f"Reading {file}")
            imported = read_file(file, slug, timezone, repair=repair)
            settings = read_settings(database=database)
            asyncio.run(open_database(settings, tell))
            tell("Comparing it with the event")
            planned = asyncio.run(plan(settings.database, slug, imported))
        if planned.changes_nothing and planned.matches:
            # Written all the same: the event's dates, its rooms and tracks follow the file.
            click.echo("No session changes.", err=True)
        elif not is_agreed:
            click.echo(describe(planned, imported), err=True)
            agree()
        with steps(is_quiet=as_json or not is_watched()) as tell:
            tell("Writing")
            asyncio.run(write(settings.database, slug, imported, planned))
    except Invalid as refusal:
        stop(" ".join(str(sentence) for sentence in refusal.fields.values()))
    except AgendaUnreadable as refusal:
        offer = " With --repair it can be mended and read." if refusal.can_repair else ""
        stop(f"{refusal.sentence}{offer}")
    except Refused as refusal:
        stop(str(refusal.sentence))
    click.echo(json.dumps(planned.counts()) if as_json else summarise(planned))

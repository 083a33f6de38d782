"""`conference export-agenda`: the programme of an event, for other tools and for calendars."""

import asyncio
import sys
from pathlib import Path

import click

from conference.commands.asking import stop
from conference.commands.options import database_option, read_settings

FORMATS = ("xml", "json", "ics")


@click.command()
@click.argument("slug", metavar="EVENT")
@click.option("--format", "name", type=click.Choice(FORMATS), required=True)
@click.option("--output", type=click.Path(path_type=Path), help="A file, instead of stdout.")
@click.option(
    "--language",
    type=click.Choice(["de", "en"]),
    help="Of the texts, as far as they are there; else the event's first.",
)
@database_option
def command(
    slug: str, name: str, output: Path | None, language: str | None, database: str | None
) -> None:
    """Write the agenda of EVENT, its short name, as schedule.xml, schedule.json or iCalendar.

    `conference import-agenda` reads the first two again. Their addresses and the names in the
    calendar are those of CONFERENCE_ROOT_URL.
    """
    # Slow to import, and `--help` needs none of them.
    from conference.commands.exporting import export
    from conference.commands.opening import open_database
    from conference.commands.showing import is_watched, steps

    settings = read_settings(database=database)
    with steps(is_quiet=output is None or not is_watched()) as tell:
        asyncio.run(open_database(settings, tell))
        tell(f"Reading the agenda of {slug}")
        content = asyncio.run(export(settings, slug, name, language))
    if content is None:
        stop(f"There is no event {slug}.")
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        stop(f"The file {output} cannot be written: {error.strerror}.")

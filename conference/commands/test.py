"""`conference test`."""

import sys
from pathlib import Path

import click

from conference.checks import run_checks, take_pictures


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--pictures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Check nothing: write pictures of every page into this folder.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(pictures: Path | None, arguments: tuple[str, ...]) -> None:
    """Check the project: style, types, templates, and the tests, browser tests included.

    ARGUMENTS go to pytest.
    """
    sys.exit(take_pictures(pictures, arguments) if pictures else run_checks(arguments))

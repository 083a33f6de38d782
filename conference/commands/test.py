"""`conference test`."""

import sys
from pathlib import Path

import click

from conference.checks import run_checks, take_pictures
from conference.lighthouse import measure


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--pictures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Check nothing: write pictures of every page into this folder.",
)
@click.option(
    "--language",
    type=click.Choice(["de", "en"]),
    default="de",
    show_default=True,
    help="Of those pictures.",
)
@click.option(
    "--lighthouse",
    type=click.Path(file_okay=False, path_type=Path),
    help="Check nothing else: measure pages of the demo on a phone; reports go into this folder.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(
    pictures: Path | None, language: str, lighthouse: Path | None, arguments: tuple[str, ...]
) -> None:
    """Check the project: style, types, templates, and the tests, browser tests included.

    ARGUMENTS go to pytest.
    """
    if lighthouse:
        sys.exit(measure(lighthouse))
    if pictures:
        sys.exit(take_pictures(pictures, language, arguments))
    sys.exit(run_checks(arguments))

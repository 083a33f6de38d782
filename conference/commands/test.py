"""`conference test`."""

import sys

import click

from conference.checks import run_checks


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Check the project: style, types, templates, and the tests, browser tests included.

    ARGUMENTS go to pytest.
    """
    sys.exit(run_checks(arguments))

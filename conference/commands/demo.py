"""`conference demo`."""

import os
import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option("--fresh", is_flag=True, help="Throw away what was done in the demo before.")
@click.option("--small", is_flag=True, help="Plant an eighth of the people, which is quicker.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Where the demo keeps its data.  [default: .demo]",
)
@click.option(
    "--crowd",
    default=0,
    type=click.IntRange(0, 2000),
    metavar="N",
    help="So many invented people come, ask and vote for a quarter of an hour.",
)
def command(port: int, fresh: bool, small: bool, folder: Path | None, crowd: int) -> None:
    """Try it out: an invented conference whose keynote began ten minutes ago.

    It serves on this machine only, and prints a sign-in link for every role. A later start goes
    on with the same data.
    """
    # Slow to import, and `--help` needs none of them.
    from conference.demo.cast import SMALL, WHOLE
    from conference.demo.folder import CannotUse, default_folder
    from conference.demo.running import run
    from conference.serving import CannotServe

    os.umask(0o077)
    try:
        where = folder.resolve() if folder else default_folder()
        turnout = SMALL if small else WHOLE
        run(where, port, fresh=fresh, turnout=turnout, crowd=crowd)
    except (CannotServe, CannotUse) as problem:
        sys.exit(str(problem))

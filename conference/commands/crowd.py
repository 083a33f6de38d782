"""`conference crowd`."""

import asyncio
import json
import sys
from functools import partial
from pathlib import Path
from typing import TextIO

import click

from conference.commands.options import database_option, read_settings


@click.command()
@click.option("--people", default=100, show_default=True, type=click.IntRange(1, 5000))
@click.option("--session", "session_id", type=click.IntRange(min=1), help="[default: what is on]")
@click.option("--event", "slug", metavar="SLUG", help="[default: the current one]")
@click.option("--minutes", default=5.0, show_default=True, type=click.FloatRange(0.1, 240))
@click.option("--pace", default=1.0, show_default=True, type=click.FloatRange(0.1, 20))
@click.option("--seed", default=1, show_default=True, help="Another is another crowd.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Of a demo, to which the crowd comes; without it, to what the environment names.",
)
@click.option("--port", default=8000, show_default=True, help="Of that demo.")
@click.option(
    "--log", "log_file", type=click.File("w", encoding="utf-8"), help="A JSON object for each deed."
)
@click.option("--elsewhere", is_flag=True, help="Even if the root URL is not of this machine.")
@click.option("--invited", is_flag=True, hidden=True, help="To a rehearsal: as read from stdin.")
@database_option
def command(  # noqa: PLR0917  # an option each
    people: int,
    session_id: int | None,
    slug: str | None,
    minutes: float,
    pace: float,
    seed: int,
    folder: Path | None,
    port: int,
    log_file: TextIO | None,
    database: str | None,
    *,
    elsewhere: bool,
    invited: bool,
) -> None:
    """Send invented people, who register, sign in, watch, ask, vote, and say how they feel.

    They go where the installation's root URL says, and stay what they are: registrations like any
    other. Try it with a demo; a real conference has no use for them.
    """
    # Slow to import, and `--help` needs none of them.
    from conference.crowd.attending import Did
    from conference.crowd.invited import Invitation, rehearse
    from conference.crowd.running import CannotCome, Plan, run
    from conference.crowd.showing import shown
    from conference.demo.running import demo_settings

    if invited:
        invitation = Invitation.read(sys.stdin.read())
        plan, coming = invitation.plan, partial(rehearse, invitation)
    else:
        settings = (
            demo_settings(folder.resolve(), port) if folder else read_settings(database=database)
        )
        if not (settings.is_loopback or elsewhere):
            sys.exit("The crowd stays on this machine. With --elsewhere it goes to the root URL.")
        plan = Plan(people, minutes, seed, slug, session_id, pace)
        coming = partial(run, settings, plan)
    with shown(plan.people, plan.minutes) as show:

        def note(did: Did) -> None:
            show(did)
            if log_file:
                line = {"person": did.number, "deed": did.deed, "what": did.what}
                print(json.dumps(line, ensure_ascii=False), file=log_file, flush=True)

        try:
            done = asyncio.run(coming(note))
        except CannotCome as reason:
            sys.exit(str(reason))
    click.echo(", ".join(f"{deed.value}: {count}" for deed, count in done.items()))

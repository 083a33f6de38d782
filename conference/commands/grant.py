"""`conference grant`: how the first admin or organiser comes into being; later ones on a page."""

import asyncio
import sys

import click

from conference.commands.options import database_option, read_settings

ROLES = ("speaker", "moderator", "organiser", "channel-staff", "admin")


@click.command()
@click.argument("email")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--event", "slug", metavar="SLUG", help="For organiser and channel-staff.")
@click.option("--session", "session_id", type=int, metavar="ID", help="For speaker and moderator.")
@click.option(
    "--regions",
    metavar="NAMES",
    help="Limits channel-staff to companies there: names of the partner list with commas between "
    'them, or "" for all. Left out, a limit stays as it is.',
)
@click.option("--name", default="", help="Of a new person; else what stands before the @.")
@click.option(
    "--language",
    type=click.Choice(["de", "en"]),
    default="de",
    show_default=True,
    help="Of a new person.",
)
@database_option
def command(
    email: str,
    role: str,
    *,
    slug: str | None,
    session_id: int | None,
    regions: str | None,
    name: str,
    language: str,
    database: str | None,
) -> None:
    """Give the person with this EMAIL address a ROLE; whoever is not known yet is added.

    Organisers and channel staff are for an event, speakers and moderators for a session, an admin
    is for everything.
    """
    # Slow to import, and `--help` needs none of them.
    from conference.commands.granting import CannotGrant, Wish, grant
    from conference.commands.opening import open_database
    from conference.commands.showing import is_watched, steps

    settings = read_settings(database=database)
    with steps(is_quiet=not is_watched()) as tell:
        asyncio.run(open_database(settings, tell))
    limit = None if regions is None else tuple(regions.split(","))
    wish = Wish(email, role, slug, session_id, name, language, limit)
    try:
        place = asyncio.run(grant(settings.database, wish))
    except CannotGrant as problem:
        sys.exit(str(problem))
    click.echo(f"{email} has the role {role} for {place} now; sign in at /sign-in.")

"""`conference serve`."""

import asyncio
import os
import sys

import click

from conference.commands.options import CommandWithVariables, database_option, read_settings
from conference.settings import LOOPBACK, Settings, SettingsError, check


@click.command(cls=CommandWithVariables)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@database_option
@click.option("--keys", metavar="PATH", help="Instead of CONFERENCE_KEYS, which see.")
@click.option("--root-url", metavar="URL", help="Instead of CONFERENCE_ROOT_URL, which see.")
@click.option(
    "--forwarded-allow-ips",
    metavar="IPS",
    default="",
    help="Proxies whose X-Forwarded-For and -Proto are believed, separated by commas.",
)
def command(
    *,
    host: str,
    port: int,
    database: str | None,
    keys: str | None,
    root_url: str | None,
    forwarded_allow_ips: str,
) -> None:
    """Serve an installation of your own.

    TLS is the business of a proxy in front; its root URL begins with https://.
    """
    # Slow to import, and `--help` needs none of them.
    from conference.app import create_app
    from conference.commands.opening import open_database
    from conference.commands.showing import steps
    from conference.serving import CannotServe, bind, port_of, serve
    from conference.web import log

    try:
        listener = bind(host, port)
    except CannotServe as problem:
        sys.exit(str(problem))
    settings = _settings(host, port_of(listener), database=database, keys=keys, root_url=root_url)
    with steps() as tell:
        asyncio.run(open_database(settings, tell))
    log.configure(human=sys.stderr.isatty())
    serve(
        create_app(settings),
        listener,
        proxies=[ip.strip() for ip in forwarded_allow_ips.split(",") if ip.strip()],
        on_ready=lambda: click.echo(f"Serving {settings.root_url}"),
    )


def _settings(host: str, port: int, **options: str | None) -> Settings:
    if not (options["root_url"] or os.environ.get("CONFERENCE_ROOT_URL")):
        if host not in LOOPBACK:
            raise SettingsError(
                "Name the address under which people reach this server, such as "
                "--root-url https://conference.example."
            )
        options["root_url"] = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    settings = read_settings(**options)
    check(settings)
    return settings

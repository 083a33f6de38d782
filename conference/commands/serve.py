"""`conference serve`."""

import asyncio
import os
import sys
from collections.abc import Sequence
from socket import socket

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
@click.option(
    "--bus",
    metavar="URL",
    help="Instead of CONFERENCE_BUS, which see; a password belongs there, where none reads it.",
)
@click.option("--workers", metavar="N", help="Instead of CONFERENCE_WORKERS, which see.")
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
    bus: str | None,
    workers: str | None,
    keys: str | None,
    root_url: str | None,
    forwarded_allow_ips: str,
) -> None:
    """Serve an installation of your own.

    TLS is the business of a proxy in front; its root URL begins with https://.
    """
    # Slow to import, and `--help` needs none of them.
    from conference.commands.opening import open_database
    from conference.commands.showing import steps
    from conference.serving import CannotServe, bind, port_of
    from conference.web import log

    options = {"database": database, "bus": bus, "workers": workers, "keys": keys}
    try:
        listener = bind(host, port)
        settings = _settings(host, port_of(listener), **options, root_url=root_url)
        with steps() as tell:
            asyncio.run(open_database(settings, tell))
        log.configure(human=sys.stderr.isatty())
        proxies = [ip.strip() for ip in forwarded_allow_ips.split(",") if ip.strip()]
        _serve(settings, listener, proxies)
    except CannotServe as problem:
        sys.exit(str(problem))


def _serve(settings: Settings, listener: socket, proxies: Sequence[str]) -> None:
    """Raises CannotServe."""
    from conference.serving import serve

    def on_ready() -> None:
        click.echo(f"Serving {settings.root_url}")

    if settings.workers > 1:
        from conference.serving.workers import serve_each, share

        serve_each(settings, share(listener), proxies=proxies, on_ready=on_ready)
    else:
        # Most of all that there is to import; the process above workers does without.
        from conference.app import create_app

        serve(create_app(settings), listener, proxies=proxies, on_ready=on_ready)


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

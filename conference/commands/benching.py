"""The scenarios of `conference bench` that put the live core under load."""

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from conference.commands.options import json_option

if TYPE_CHECKING:
    from conference.bench.live.measured import Measured

Option = Callable[[Callable[..., Any]], Callable[..., Any]]


def sockets_option(default: int) -> Option:
    count = click.IntRange(min=1)
    return click.option("--sockets", default=default, show_default=True, type=count)


def seconds_option(default: int) -> Option:
    return click.option(
        "--seconds", default=default, show_default=True, type=float, help="At least so long."
    )


@click.command()
@sockets_option(1000)
@seconds_option(5)
@click.option("--compressed", is_flag=True, help="Readers take compressed frames, as browsers do.")
@click.option(
    "--against",
    type=click.Choice(["channels", "deflate"]),
    help="The same job beside it: Litestar's ChannelsPlugin, or uvicorn that compresses for each.",
)
@json_option
def fanout(
    sockets: int, seconds: float, *, compressed: bool, against: str | None, as_json: bool
) -> None:
    """One upvote at a time, until everybody has seen it."""
    # Slow to import, and `--help` needs it not; so are the others.
    from conference.bench.live import fanout as scenario

    _tell(
        lambda: scenario.run(sockets, seconds, compressed=compressed, against=against),
        as_json=as_json,
    )


@click.command()
@sockets_option(1000)
@json_option
def upvotes(sockets: int, *, as_json: bool) -> None:
    """200 upvotes, a few at a time, before all these eyes."""
    from conference.bench.live import upvotes as scenario

    _tell(lambda: scenario.run(sockets), as_json=as_json)


@click.command()
@sockets_option(1000)
@json_option
def join(sockets: int, *, as_json: bool) -> None:
    """Everybody comes: the first page, the socket, the count of those present."""
    from conference.bench.live import join as scenario

    _tell(lambda: scenario.run(sockets), as_json=as_json)


@click.command()
@sockets_option(1000)
@seconds_option(90)
@json_option
def slow(sockets: int, seconds: float, *, as_json: bool) -> None:
    """As `fanout`, but one reader in twenty takes nothing."""
    from conference.bench.live import slow as scenario

    _tell(lambda: scenario.run(sockets, seconds), as_json=as_json)


@click.command()
@sockets_option(1000)
@json_option
def reconnect(sockets: int, *, as_json: bool) -> None:
    """All are dropped at once, until all are back and show what is."""
    from conference.bench.live import reconnect as scenario

    _tell(lambda: scenario.run(sockets), as_json=as_json)


@click.command()
@sockets_option(1000)
@seconds_option(5)
@json_option
def cluster(sockets: int, seconds: float, *, as_json: bool) -> None:
    """As `fanout`, over 1, 2 and 3 workers with PostgreSQL and Valkey."""
    from conference.bench.live import cluster as scenario
    from conference.bench.live.measured import CannotMeasure

    try:
        found = scenario.run(sockets, seconds)
    except CannotMeasure as problem:
        sys.exit(str(problem))
    if as_json:
        each = [one.as_json() for one in found]
        click.echo(json.dumps(each[-1] | {"by_workers": each}))
        return
    for one in found:
        click.echo("\n".join((*one.words(), "")))


@click.command()
@click.option("--rounds", default=20, show_default=True, type=click.IntRange(min=1))
@json_option
def crash(rounds: int, *, as_json: bool) -> None:
    """Kill the only process, a worker, Valkey, PostgreSQL, while people click.

    Ends with 1 if anything that was acknowledged is lost or there twice, or a page stays wrong.
    """
    from conference.bench.live import crash as scenario
    from conference.bench.live.measured import CannotMeasure

    try:
        found = scenario.run(rounds, tell=lambda one: None if as_json else click.echo(one.words))
    except CannotMeasure as problem:
        sys.exit(str(problem))
    if as_json:
        click.echo(json.dumps({"scenario": "crash", "parts": [one.as_json() for one in found]}))
    if not all(one.is_right for one in found):
        sys.exit(1)


@click.command()
@sockets_option(2000)
@seconds_option(600)
@json_option
def soak(sockets: int, seconds: float, *, as_json: bool) -> None:
    """People come and go; ends with 1 if the server's memory grows."""
    from conference.bench.live import soak as scenario

    found = _tell(lambda: scenario.run(sockets, seconds), as_json=as_json)
    sys.exit(scenario.grows(found))


@click.command()
@sockets_option(200)
@seconds_option(5)
@json_option
def votes(sockets: int, seconds: float, *, as_json: bool) -> None:
    """Ballots over so many connections, and what writing them costs alone."""
    from conference.bench.live import votes as scenario

    _tell(lambda: scenario.run(sockets, seconds), as_json=as_json)


@click.command()
@sockets_option(256)
@seconds_option(10)
@json_option
def page(sockets: int, seconds: float, *, as_json: bool) -> None:
    """The page of a session over so many connections, beside a constant one of its size."""
    from conference.bench.live import page as scenario

    _tell(lambda: scenario.run(sockets, seconds), as_json=as_json)


SCENARIOS = (fanout, upvotes, join, page, slow, reconnect, soak, cluster, crash, votes)


def _tell(run: "Callable[[], Measured]", *, as_json: bool) -> "Measured":
    from conference.bench.live.measured import CannotMeasure

    try:
        found = run()
    except CannotMeasure as problem:
        sys.exit(str(problem))
    if as_json:
        click.echo(json.dumps(found.as_json()))
    else:
        for line in found.words():
            click.echo(line)
    return found

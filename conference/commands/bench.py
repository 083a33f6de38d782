"""`conference bench`: measurements that take minutes, by scenario."""

import json
import os
from collections.abc import Iterator
from typing import Any

import click

from conference.commands.benching import SCENARIOS
from conference.commands.options import json_option

seed_option = click.option("--seed", default=1, show_default=True, help="Another is another try.")


@click.group()
def command() -> None:
    """Measure what is promised: how well the anonymous figures keep, and how good they are; and
    what the live core does under load."""


for scenario in SCENARIOS:
    command.add_command(scenario)


@command.command()
@click.option("--conferences", default=200, show_default=True, type=click.IntRange(min=1))
@seed_option
@json_option
def attack(conferences: int, seed: int, *, as_json: bool) -> None:
    """Attack the figures of simulated conferences, live ones and small ones among them.

    Nothing may be exposed, while the same attack breaks three plain ways to publish.
    """
    # Slow to import, and `--help` needs neither.
    from conference.bench import attack as scenario
    from conference.commands.showing import counted

    with counted(conferences, "Attacking", is_quiet=as_json) as count:
        found = scenario.run(conferences, seed, jobs=os.cpu_count() or 1, count=count)
    if as_json:
        click.echo(json.dumps(found))
        return
    for line in words(found):
        click.echo(line)


@command.command()
@click.option("--repeats", default=4000, show_default=True, type=click.IntRange(min=1))
@seed_option
@json_option
def coverage(repeats: int, seed: int, *, as_json: bool) -> None:
    """Count how often the 95 % intervals hold the truth where colleagues answer alike."""
    # Slow to import, and `--help` needs neither.
    from conference.bench import coverage as scenario
    from conference.commands.showing import counted

    with counted(scenario.CASES, "Trying", is_quiet=as_json) as count:
        found = scenario.run(repeats, seed=seed, count=count)
    if as_json:
        click.echo(json.dumps(found))
        return
    for row in found["rows"]:
        room = f"{row['statistic']:8}{row['companies']:4} companies, alike by {row['icc']:.2f}"
        click.echo(f"{room}: {row['covered']:.1%}")
    click.echo(f"Lowest: {found['lowest']:.1%}")
    click.echo(f"Maps with a false flag: {found['flagged']:.1%}")


@command.command()
@click.option("--registrations", default=5000, show_default=True, type=click.IntRange(min=1))
@click.option("--answers", default=40000, show_default=True, type=click.IntRange(min=1))
@seed_option
@json_option
def desk(registrations: int, answers: int, seed: int, *, as_json: bool) -> None:
    """Time the channel team's pages of a big event, beside those of an empty one."""
    # Slow to import, and `--help` needs neither.
    from conference.bench import desk as scenario
    from conference.commands.showing import steps

    with steps(is_quiet=as_json) as tell:
        found = scenario.run(registrations, answers, seed, tell)
    if as_json:
        click.echo(json.dumps(found))
        return
    click.echo(f"{registrations} registrations, {answers} answers, {found['releases']} releases")
    for name, page in found["pages"].items():
        took = (
            f"{page['ms']:7.1f} ms, {page['cpu_ms']:7.1f} ms of CPU, {page['ratio']:5.2f} × empty"
        )
        click.echo(f"{name:11}{took}, {page['statements']} statements")


def words(found: dict[str, Any]) -> Iterator[str]:
    """What the scenario `attack` found."""
    share = found["shown"] / max(found["shown_by_threshold"], 1)
    yield f"Conferences: {found['conferences']}, with {found['releases']} releases"
    yield f"Cells shown: {found['shown']}, {share:.0%} of a bare threshold's"
    yield f"Groups attacked: {found['attacked']}"
    yield f"Exposed: {found['exposed']}"
    yield "Exposed by the same attack on plain variants, in every fifth conference:"
    for name, exposed in found["plain"].items():
        yield f"  {name.replace('_', ' ')}: {exposed}"

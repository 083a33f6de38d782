"""`conference bench`: measurements that take minutes, by scenario."""

import json
import os
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object, and no words.")
seed_option = click.option("--seed", default=1, show_default=True, help="Another is another try.")


@click.group()
def command() -> None:
    """Measure what is promised: how well the anonymous figures keep, and how good they are."""


@command.command()
@click.option("--conferences", default=200, show_default=True, type=click.IntRange(min=1))
@seed_option
@json_option
def attack(conferences: int, seed: int, *, as_json: bool) -> None:
    """Attack the figures of simulated conferences, live ones and small ones among them.

    Nothing may be exposed, while the same attack breaks three plain ways to publish.
    """
    # Slow to import, and `--help` needs it not.
    from conference.bench import attack as scenario

    found = scenario.run(conferences, seed, jobs=os.cpu_count() or 1)
    if as_json:
        click.echo(json.dumps(found))
        return
    share = found["shown"] / found["shown_by_threshold"]
    _tell(
        {
            "Conferences": f"{found['conferences']}, releases: {found['releases']}",
            "Cells shown": f"{found['shown']}, by a bare threshold {found['shown_by_threshold']}"
            f" ({share:.0%})",
            "Groups attacked": found["attacked"],
            "Exposed": found["exposed"],
        }
    )
    click.echo("Exposed by the same attack on plain variants, in every fifth conference:")
    _tell({f"  {name.replace('_', ' ')}": exposed for name, exposed in found["plain"].items()})


@command.command()
@click.option("--repeats", default=4000, show_default=True, type=click.IntRange(min=1))
@seed_option
@json_option
def coverage(repeats: int, seed: int, *, as_json: bool) -> None:
    """Count how often the 95 % intervals hold the truth where colleagues answer alike."""
    # Slow to import, and `--help` needs it not.
    from conference.bench import coverage as scenario

    found = scenario.run(repeats, seed=seed)
    if as_json:
        click.echo(json.dumps(found))
        return
    for row in found["rows"]:
        click.echo(
            f"{row['statistic']:8}{row['companies']:4} companies, alike by {row['icc']:.2f}: "
            f"{row['covered']:.1%}"
        )
    _tell({"Lowest": f"{found['lowest']:.1%}", "False flags": f"{found['flagged']:.1%} of maps"})


def _tell(figures: dict[str, Any]) -> None:
    for name, figure in figures.items():
        click.echo(f"{name}: {figure}")

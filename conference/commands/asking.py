"""What commands that write show and ask first, and how they stop with a sentence."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NoReturn

import click

LISTED = 20


def listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A part of a plan, cut to what can be read; nothing without lines."""
    every = iter(lines)
    shown = [f"  {line}" for line in islice(every, LISTED)]
    rest = sum(1 for _line in every)
    if shown:
        yield f"{title}:"
        yield from shown
    if rest:
        yield f"  and {rest} more"


def is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def agree() -> None:
    """Goes on only if whoever runs it says so."""
    if not is_terminal():
        stop("Nothing was written. Run it in a terminal to be asked, or with --yes.")
    if not click.confirm("Write this?", err=True):
        stop("Nothing was written.")


def stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)

"""What a command shows of its work while it lasts: in a terminal as it happens, elsewhere in lines.

All of it goes to stderr, and there is none where only a machine listens. What does the work knows
nothing of it: it is given something to call.
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

EVERY_S = 10
Tell = Callable[[str], None]
Count = Callable[[int, str], None]


def is_watched() -> bool:
    """Whether somebody looks on; what takes but a moment says nothing elsewhere."""
    return sys.stderr.isatty()


@contextmanager
def steps(*, is_quiet: bool = False) -> Iterator[Tell]:
    """What to call as a step begins, with what is done in it."""
    if is_quiet:
        yield lambda _step: None
    elif not is_watched():
        yield lambda step: _print(f"{step} …")
    else:
        columns = SpinnerColumn(), TextColumn("{task.description} …"), TimeElapsedColumn()
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("", visible=False)
            yield lambda step: progress.update(task, description=step, visible=True)


@contextmanager
def counted(total: int, first: str, *, is_quiet: bool = False) -> Iterator[Count]:
    """What to call with how much of `total` is done, and with words for it; `first`: those until
    then."""
    if is_quiet:
        yield lambda _done, _words: None
    elif not is_watched():
        yield _now_and_then()
    else:
        columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task(first, total=total)
            yield lambda done, words: progress.update(task, completed=done, description=words)


def _now_and_then() -> Count:
    said = time.monotonic()

    def count(_done: int, words: str) -> None:
        nonlocal said
        if time.monotonic() - said > EVERY_S:
            said = time.monotonic()
            _print(words)

    return count


def _print(line: str) -> None:
    print(line, file=sys.stderr, flush=True)

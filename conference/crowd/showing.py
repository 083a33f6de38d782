"""How a crowd gets on: in a terminal as it happens, elsewhere by a line now and then."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from conference.crowd.attending import Deed, Did

EVERY_S = 10
COUNTED = {
    Deed.ASKED: "questions",
    Deed.UPVOTED: "upvotes",
    Deed.VOTED: "votes",
    Deed.FELT: "moods",
    Deed.LOST_LINE: "lines lost",
    Deed.REFUSED: "refused",
}


@contextmanager
def shown(people: int, minutes: float) -> Iterator[Callable[[Did], None]]:
    """What to call with each deed."""
    done: Counter[Deed] = Counter()
    if not sys.stderr.isatty():
        yield _by_lines(done)
        return
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(f"{people} people for {minutes:g} minutes", total=people)

        def show(did: Did) -> None:
            done[did.deed] += 1
            progress.update(task, completed=done[Deed.CAME], description=words(done))

        yield show


def words(done: Counter[Deed]) -> str:
    counts = [f"{done[Deed.CAME]} in the room"]
    counts += [f"{done[deed]} {word}" for deed, word in COUNTED.items() if done[deed]]
    return ", ".join(counts)


def _by_lines(done: Counter[Deed]) -> Callable[[Did], None]:
    said = time.monotonic()

    def show(did: Did) -> None:
        nonlocal said
        done[did.deed] += 1
        if time.monotonic() - said > EVERY_S:
            said = time.monotonic()
            print(words(done), file=sys.stderr, flush=True)

    return show

"""How a crowd gets on, in words."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from conference.commands.showing import counted
from conference.crowd.attending import Deed, Did

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
    with counted(people, f"{people} people for {minutes:g} minutes") as count:

        def show(did: Did) -> None:
            done[did.deed] += 1
            count(done[Deed.CAME], words(done))

        yield show


def words(done: Counter[Deed]) -> str:
    counts = [f"{done[Deed.CAME]} in the room"]
    counts += [f"{done[deed]} {word}" for deed, word in COUNTED.items() if done[deed]]
    return ", ".join(counts)

"""The scenario `fanout`: one upvote at a time, and what it costs until all readers have seen it.

There are many questions, which get one in turn, as what is pushed over and over again costs those
little who compress it for each reader by what they sent before.

Ours, the limit and a rival are all up in one run, each with as many readers of its own, and take
turns tick by tick, so that what else this machine does falls on all of them alike. The CPU of a
tick is that of the whole server, from before the click until the last reader has the frame;
`server_cpu_s` is ours from the first tick to the last, with all it did between them. With few
readers, the click itself is most of a tick: `click_cpu_ms` is what it costs before nobody.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from conference.bench.live.measured import Measured, times
from conference.bench.live.servers import Ours, serving_limit, serving_rival
from conference.bench.live.setting import Setting, let_in, pushed, setting
from conference.bench.live.stage import text_of
from conference.bench.live.turns import TICKS_LEAST, Turns
from conference.live.frames import Frame

CLICKS = 20
# So many that a connection's window of 32 KiB has not seen one lately.
QUESTIONS = 64


def run(
    sockets: int,
    seconds: float,
    *,
    compressed: bool = False,
    against: str | None = None,
    ticks: int = TICKS_LEAST,
) -> Measured:
    """At least so many `ticks`. `compressed`: readers offer it, as browsers do; in any case where
    the rival is the one that compresses for each. Raises CannotMeasure."""
    compressed = compressed or against == "deflate"
    with (
        setting(sockets, questions=QUESTIONS) as place,
        ExitStack() as stack,
        place.serving() as ours,
    ):
        frame, click_cpu_s = pushed(ours), _click_cpu_s(ours)
        own = Turns(ours, stack.enter_context(place.reading(ours, compressed=compressed)))
        found = let_in(ours, own.readers, sockets)
        data = frame.deflated if compressed else frame.plain
        limit = rival = None
        if place.limit:
            limit = stack.enter_context(_limit(place, place.limit, len(data)))
        if against:
            rival = stack.enter_context(_rival(place, against, frame, compressed=compressed))
        turns = [own, *(other for other in (limit, rival) if other)]
        for other in turns[1:]:
            let_in(other.server, other.readers, sockets)
        _take_turns(found, turns, seconds, ticks)
        own.tell(found, with_times=place.has_times)
        _compare(found, limit, rival)
        found.scenario, found.against = "fanout", against
        found.click_cpu_ms = click_cpu_s * 1000
    return found


def _click_cpu_s(ours: Ours) -> float:
    cpu_s = ours.program.cpu_s
    for _ in range(CLICKS):
        ours.push()
    return (ours.program.cpu_s - cpu_s) / CLICKS


@contextmanager
def _limit(place: Setting, program: Path, length: int) -> Iterator[Turns]:
    with (
        serving_limit(program, length, place.cores.servers) as server,
        place.reading(server, compressed=False) as readers,
    ):
        yield Turns(server, readers)


@contextmanager
def _rival(place: Setting, kind: str, frame: Frame, *, compressed: bool) -> Iterator[Turns]:
    folder, cores = place.stage.folder, place.cores.servers
    texts = [frame.text.replace(text_of(0), text_of(number)) for number in range(QUESTIONS)]
    with (
        serving_rival(kind, texts, folder, cores, compressed=compressed) as server,
        place.reading(server, compressed=compressed) as readers,
    ):
        yield Turns(server, readers)


def _take_turns(found: Measured, turns: Sequence[Turns], seconds: float, ticks: int) -> None:
    own = turns[0]
    before, cpu_s = own.readers.totals(), own.server.program.cpu_s
    ends_at = time.monotonic() + seconds
    while own.taken < ticks or time.monotonic() < ends_at:
        for each in turns:
            each.take(found.sockets)
    found.count(before, own.readers.totals())
    found.server_cpu_s = own.server.program.cpu_s - cpu_s


def _compare(found: Measured, limit: Turns | None, rival: Turns | None) -> None:
    if limit:
        found.limit_deliveries_per_cpu_s = limit.deliveries_per_cpu_s
        found.ratio = times(found.deliveries_per_cpu_s, found.limit_deliveries_per_cpu_s)
        found.limit_last_ms = limit.last_ms
    if rival:
        found.against_deliveries_per_cpu_s = rival.deliveries_per_cpu_s
        found.against_ratio = times(found.deliveries_per_cpu_s, rival.deliveries_per_cpu_s)
        found.against_last_ms = rival.last_ms

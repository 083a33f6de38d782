"""The scenario `soak`: people come and go for a long time, and the server keeps nothing of them.

Each second the one in THIRTY who has been there longest goes and comes back, and somebody upvotes.
`closed`: sockets that the server let go of.
"""

import time

from conference.bench.live.measured import Measured
from conference.bench.live.readers import Readers
from conference.bench.live.servers import Ours
from conference.bench.live.setting import Setting, let_in, setting

THIRTY, ROUND_S = 30, 1.0
QUARTERS = 4
# What an allocator does not give back at once.
MOST_GROWTH = 1.05


def run(sockets: int, seconds: float) -> Measured:
    """Raises CannotMeasure."""
    with setting(sockets) as place:
        return measure(place, seconds)


def measure(place: Setting, seconds: float) -> Measured:
    with place.serving() as ours, place.reading(ours, compressed=True) as readers:
        found = let_in(ours, readers, place.sockets)
        before, cpu_s = readers.totals(), ours.program.cpu_s
        rss_kib = [_quarter(ours, readers, place, seconds / QUARTERS) for _ in range(QUARTERS)]
        after = readers.totals()
        found.count(before, after)
        found.scenario, found.server_cpu_s = "soak", ours.program.cpu_s - cpu_s
        found.rss_kib, found.growth = rss_kib, rss_kib[-1] / rss_kib[0]
        found.closed = place.sockets - after.open
    return found


def grows(found: Measured) -> bool:
    return (found.growth or 0) > MOST_GROWTH


def _quarter(ours: Ours, readers: Readers, place: Setting, seconds: float) -> int:
    """The memory at its end."""
    ends_at = time.monotonic() + seconds
    while True:
        began = time.monotonic()
        some = -(-place.sockets // THIRTY)
        readers.drop(some)
        readers.open(some)
        ours.push()
        if began + ROUND_S >= ends_at:
            return ours.program.resident_kib
        time.sleep(max(0.0, began + ROUND_S - time.monotonic()))

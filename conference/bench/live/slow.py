"""The scenario `slow`: a fan-out of which one reader in twenty takes nothing.

The others must not notice, and the server's memory is bounded; `kib_per_connection` is measured
when it is over, with all that waits for the slow ones. `closed`: sockets that the server let go of.
"""

import time

from conference.bench.live.measured import Measured
from conference.bench.live.setting import Setting, let_in, setting
from conference.bench.live.turns import TICKS_LEAST, Turns

ONE_IN = 20


def run(sockets: int, seconds: float) -> Measured:
    """Raises CannotMeasure."""
    with setting(sockets) as place:
        return measure(place, seconds)


def measure(place: Setting, seconds: float, ticks: int = TICKS_LEAST) -> Measured:
    slow = -(-place.sockets // ONE_IN)
    with place.serving() as ours, place.reading(ours, compressed=False) as readers:
        empty_kib = ours.program.resident_kib
        readers.stall(slow)
        found = let_in(ours, readers, place.sockets)
        turns, before, cpu_s = Turns(ours, readers), readers.totals(), ours.program.cpu_s
        ends_at = time.monotonic() + seconds
        while turns.taken < ticks or time.monotonic() < ends_at:
            turns.take(place.sockets - slow)
        after = readers.totals()
        found.count(before, after)
        found.scenario, found.server_cpu_s = "slow", ours.program.cpu_s - cpu_s
        turns.tell(found, with_times=place.has_times)
        found.kib_per_connection = (ours.program.resident_kib - empty_kib) / place.sockets
        # Who takes nothing does not hear that it was let go of.
        found.closed = place.sockets - ours.sockets()
    return found

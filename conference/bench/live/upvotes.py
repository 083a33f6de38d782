"""The scenario `upvotes`: many upvote while others watch.

The clicks of a tick become one frame, so what readers get does not grow with clicks times readers.
`votes_per_s` and `vote_p99_ms` are of the clicks, some of which are on their way at any time; the
CPU of the whole server counts from the first click until nothing has come for a while.
"""

import time

from conference.bench.live.measured import Measured, per, percentile
from conference.bench.live.setting import Setting, let_in, setting, settle
from conference.bench.live.visiting import send_all

UPVOTES = 200


def run(sockets: int) -> Measured:
    """Raises CannotMeasure."""
    with setting(sockets, people=max(sockets, UPVOTES)) as place:
        return measure(place)


def measure(place: Setting) -> Measured:
    with place.serving() as ours, place.reading(ours, compressed=True) as readers:
        found = let_in(ours, readers, place.sockets)
        before, cpu_s = readers.totals(), ours.program.cpu_s
        began = time.monotonic()
        waits_ms = send_all(ours.upvote(number) for number in range(UPVOTES))
        took_s = time.monotonic() - began
        settle(readers)
        found.count(before, readers.totals())
        found.scenario, found.server_cpu_s = "upvotes", ours.program.cpu_s - cpu_s
        found.deliveries = found.messages
        found.deliveries_per_cpu_s = per(found.deliveries or 0, found.server_cpu_s)
        found.votes_per_s = UPVOTES / took_s
        found.vote_p99_ms = percentile(waits_ms, 0.99) if place.has_times else None
    return found

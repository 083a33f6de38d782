"""The scenario `join`: what one more person costs the server: the first page, the socket, and
telling the others how many are there.

All come at once, as at the beginning of a keynote: first their pages, then their sockets.
"""

from conference.bench.live.measured import Measured
from conference.bench.live.setting import Setting, let_in, setting
from conference.bench.live.visiting import send_all


def run(sockets: int) -> Measured:
    """Raises CannotMeasure."""
    with setting(sockets) as place:
        return measure(place)


def measure(place: Setting) -> Measured:
    with place.serving() as ours, place.reading(ours, compressed=True) as readers:
        before, cpu_s = readers.totals(), ours.program.cpu_s
        send_all(ours.page(number) for number in range(place.sockets))
        pages_s = ours.program.cpu_s - cpu_s
        found = let_in(ours, readers, place.sockets)
        found.count(before, readers.totals())
        found.scenario, found.server_cpu_s = "join", ours.program.cpu_s - cpu_s
        found.page_cpu_ms = pages_s / place.sockets * 1000
        found.join_cpu_ms = found.server_cpu_s / place.sockets * 1000
    return found

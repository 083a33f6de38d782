"""The scenario `join`: what one more person costs the server: the first page, the socket, and
telling the others how many are there.

All come at once, as at the beginning of a keynote, 100 on their way at any time: first their pages,
then their sockets.
"""

from conference.bench.live.asking import Way
from conference.bench.live.machine import compiled
from conference.bench.live.measured import Measured
from conference.bench.live.page import pages_cpu_s, visiting
from conference.bench.live.servers import Ours
from conference.bench.live.setting import PATIENCE_S, Setting, let_in, setting
from conference.bench.live.visiting import send_all

AT_ONCE = 100


def run(sockets: int) -> Measured:
    """Raises CannotMeasure."""
    with setting(sockets) as place:
        return measure(place)


def measure(place: Setting) -> Measured:
    with place.serving() as ours, place.reading(ours, compressed=True) as readers:
        before, cpu_s = readers.totals(), ours.program.cpu_s
        pages_s = _visit(place, ours)
        found = let_in(ours, readers, place.sockets)
        found.count(before, readers.totals())
        found.scenario, found.server_cpu_s = "join", ours.program.cpu_s - cpu_s
        found.page_cpu_ms = pages_s / place.sockets * 1000
        found.join_cpu_ms = found.server_cpu_s / place.sockets * 1000
    return found


def _visit(place: Setting, ours: Ours) -> float:
    """The CPU of all their pages."""
    program = compiled("askers", place.stage.folder)
    if program is not None:
        way = Way(program, place.cores.readers, min(AT_ONCE, place.sockets))
        with visiting(way, ours.address, place.stage) as askers:
            return pages_cpu_s(askers, ours.program, place.sockets, PATIENCE_S)[1]
    cpu_s = ours.program.cpu_s
    send_all(ours.page(number) for number in range(place.sockets))
    return ours.program.cpu_s - cpu_s

"""The scenario `reconnect`: all lines break at once, as at the restart of a proxy, and somebody
upvotes before they are back.

Browsers come back within a second, at random (`reconnectJitter` in the layout), which is all at
once for a server that needs longer; as they have missed something, each then fetches what is live
on its page again, all regions in one request.
"""

import time

from conference.bench.live.measured import Measured
from conference.bench.live.setting import Setting, let_in, setting
from conference.bench.live.turns import Turns
from conference.bench.live.visiting import send_all

# More than are ever on their way otherwise, and fewer than a server keeps waiting.
AT_ONCE = 1_000


def run(sockets: int) -> Measured:
    """Raises CannotMeasure."""
    with setting(sockets) as place:
        return measure(place)


def measure(place: Setting) -> Measured:
    with place.serving() as ours, place.reading(ours, compressed=True) as readers:
        found, regions = let_in(ours, readers, place.sockets), ours.regions()
        before, cpu_s, began = readers.totals(), ours.program.cpu_s, time.monotonic()
        readers.drop(place.sockets)
        ours.push()
        readers.open(place.sockets, AT_ONCE)
        found.back_s = time.monotonic() - began
        send_all(ours.get(regions, number) for number in range(place.sockets))
        found.right_s = time.monotonic() - began
        Turns(ours, readers).take(place.sockets)
        found.count(before, readers.totals())
        found.scenario, found.server_cpu_s = "reconnect", ours.program.cpu_s - cpu_s
    return found

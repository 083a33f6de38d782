"""The scenario `cluster`: one upvote at a time, as in `fanout`, over several workers.

Who clicks reaches one of them, and the bus the others. The CPU is that of the workers and of the
process above them, without PostgreSQL and Valkey. Where there are fewer cores than workers, what
more of them cost is seen, and not what they are good for.
"""

import time
from collections.abc import Sequence

import httpx

from conference.bench.live.installation import Installation, together
from conference.bench.live.machine import Cores, allow_files, cores, on_cores
from conference.bench.live.measured import Measured
from conference.bench.live.readers import Address, reading
from conference.bench.live.servers import Ours, cookie_of
from conference.bench.live.setting import SLOW_CLIENT, client_in, let_in, settle
from conference.bench.live.turns import TICKS_LEAST, Turns

WORKERS = (1, 2, 3)


def run(
    sockets: int, seconds: float, workers: Sequence[int] = WORKERS, ticks: int = TICKS_LEAST
) -> list[Measured]:
    """One for each count of workers. Raises CannotMeasure."""
    wanted = cores()
    allow_files(sockets)
    found = []
    for count in workers:
        with (
            on_cores(wanted.readers),
            together(sockets + 1, 1, count, wanted.servers) as place,
        ):
            found.append(measure(place, wanted, sockets, seconds, ticks))
    return found


def measure(
    place: Installation, wanted: Cores, sockets: int, seconds: float, ticks: int
) -> Measured:
    stage = place.stage
    client = client_in(stage.folder)
    address = Address(place.port, f"/sessions/{stage.session_id}/live")
    headers = {"origin": place.root_url, "accept-language": "en"}
    cookies = [cookie_of(token) for token in stage.tokens[:sockets]]
    with (
        httpx.Client(base_url=place.root_url, headers=headers, trust_env=False) as browser,
        reading(client, address, cookies, stage.folder, wanted.readers, compressed=True) as all_,
    ):
        turns = Turns(Ours(place.program, address, stage, browser), all_)
        found = let_in(turns.server, all_, sockets)
        before, cpu_s = all_.totals(), place.program.cpu_s
        ends_at = time.monotonic() + seconds
        while turns.taken < ticks or time.monotonic() < ends_at:
            turns.take(sockets)
        found.server_cpu_s = place.program.cpu_s - cpu_s
        settle(all_)
        found.count(before, all_.totals())
    turns.tell(found, with_times=wanted.are_apart and client is not SLOW_CLIENT)
    found.scenario, found.workers = "cluster", place.workers
    return found

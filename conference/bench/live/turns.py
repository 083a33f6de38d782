"""Ticks, one after the other: what a server uses for each, and when its readers have it."""

import time
from dataclasses import dataclass, field
from statistics import median

from conference.bench.live.measured import CannotMeasure, Measured, per, percentile
from conference.bench.live.readers import Readers
from conference.bench.live.servers import Server

TICKS_LEAST = 20


@dataclass
class Turns:
    """What one server has done: in CPU, and for its readers."""

    server: Server
    readers: Readers
    cpu_s: float = 0.0
    waits_ms: list[float] = field(default_factory=list)
    lasts_ms: list[float] = field(default_factory=list)

    def take(self, expected: int) -> None:
        """Raises CannotMeasure if a reader has seen nothing."""
        self.readers.expect()
        cpu_s, clicked_ms = self.server.program.cpu_s, time.monotonic() * 1000
        self.server.push()
        times_ms = self.readers.times_ms()
        self.cpu_s += self.server.program.cpu_s - cpu_s
        if len(times_ms) != expected:
            raise CannotMeasure(f"Only {len(times_ms)} of {expected} readers have seen an upvote.")
        self.waits_ms += [time_ms - clicked_ms for time_ms in times_ms]
        self.lasts_ms.append(times_ms[-1] - times_ms[0])

    @property
    def taken(self) -> int:
        return len(self.lasts_ms)

    @property
    def deliveries(self) -> int:
        return len(self.waits_ms)

    @property
    def deliveries_per_cpu_s(self) -> float | None:
        return per(self.deliveries, self.cpu_s)

    @property
    def last_ms(self) -> float:
        return median(self.lasts_ms)

    def tell(self, found: Measured, *, with_times: bool) -> None:
        found.ticks, found.deliveries = self.taken, self.deliveries
        found.deliveries_per_cpu_s, found.last_ms = self.deliveries_per_cpu_s, self.last_ms
        if with_times:
            found.p50_ms, found.p99_ms = (percentile(self.waits_ms, share) for share in (0.5, 0.99))

"""The scenario `page`: the page of a session, asked for by its attendees, once it was made.

Beside it the same bytes from a route that does nothing else. Both servers are up, and take turns,
so that what else this machine does falls on both alike.
"""

import gzip
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import ceil

from conference.bench.live.asking import Askers, Way, asking, way_with
from conference.bench.live.machine import Cores
from conference.bench.live.measured import CannotMeasure, Measured, per, times
from conference.bench.live.programs import Program, running
from conference.bench.live.readers import Address
from conference.bench.live.servers import SAYS, cookie_of, serving
from conference.bench.live.setting import PATIENCE_S
from conference.bench.live.stage import Stage, set_stage

FIELDS = (
    "Host: 127.0.0.1:{port}",
    "Accept-Language: en",
    "Accept-Encoding: gzip",
    "User-Agent: conference-bench",
)
CONSTANT = (sys.executable, "-m", "conference.bench.live.constant")
PEOPLE = 1_000
WARMING = 500
# Shorter than a server keeps a connection on which nobody asks.
TURN_S = 1.0
MOST = 1_000_000


@dataclass(frozen=True)
class Place:
    stage: Stage
    cores: Cores
    way: Way


def run(connections: int, seconds: float, people: int = PEOPLE) -> Measured:
    """Raises CannotMeasure."""
    with way_with(connections) as (how, wanted):
        return measure(Place(set_stage(how.folder, people), wanted, how), seconds)


def measure(place: Place, seconds: float) -> Measured:
    found = Measured(scenario="page", sockets=place.way.connections)
    with ExitStack() as stack:
        ours = stack.enter_context(serving(place.stage, place.cores.servers))
        page = ours.client.send(ours.page(0)).content
        constant, address = stack.enter_context(_constant(place, page))
        both = (
            Visited(
                ours.program, stack.enter_context(visiting(place.way, ours.address, place.stage))
            ),
            Visited(constant, stack.enter_context(visiting(place.way, address, place.stage))),
        )
        for each in both:
            each.askers.ask(WARMING, PATIENCE_S)
        for each in both * max(1, ceil(seconds / TURN_S)):
            each.take(min(seconds, TURN_S))
    found.bytes = len(page)
    found.pages_per_cpu_s, found.constant_pages_per_cpu_s = (each.per_cpu_s for each in both)
    found.page_ratio = times(found.pages_per_cpu_s, found.constant_pages_per_cpu_s)
    return found


@dataclass
class Visited:
    """A server, and those who visit it."""

    program: Program
    askers: Askers
    pages: int = 0
    cpu_s: float = 0.0

    def take(self, seconds: float) -> None:
        """Raises CannotMeasure."""
        pages, cpu_s = pages_cpu_s(self.askers, self.program, MOST, seconds)
        self.pages += pages
        self.cpu_s += cpu_s

    @property
    def per_cpu_s(self) -> float | None:
        return per(self.pages, self.cpu_s)


@contextmanager
def visiting(way: Way, address: Address, stage: Stage) -> Iterator[Askers]:
    """All the people of the stage, who come to its session."""
    path = f"GET /sessions/{stage.session_id} HTTP/1.1"
    people = ((cookie_of(token), "") for token in stage.tokens)
    with asking(way, address, (path, *FIELDS), people) as askers:
        yield askers


def pages_cpu_s(askers: Askers, program: Program, most: int, seconds: float) -> tuple[int, float]:
    """How many, and for what. Raises CannotMeasure if one is refused."""
    cpu_s = program.cpu_s
    answered = askers.ask(most, seconds)
    if answered.others:
        raise CannotMeasure(f"{answered.others} pages were not shown, {answered.taken} were.")
    return answered.taken, program.cpu_s - cpu_s


@contextmanager
def _constant(place: Place, page: bytes) -> Iterator[tuple[Program, Address]]:
    folder = place.stage.folder
    file = folder / "page.gz"
    file.write_bytes(gzip.compress(page))
    with running((*CONSTANT, str(file)), folder, "constant", place.cores.servers) as program:
        (port,) = program.hear(SAYS)
        yield program, Address(int(port), "/")

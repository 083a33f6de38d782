"""People who ask over HTTP, as quickly as they are answered: `askers.c`."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conference.bench.live.machine import Cores, allow_files, compiled, cores, on_cores
from conference.bench.live.measured import CannotMeasure
from conference.bench.live.programs import Program, running
from conference.bench.live.readers import Address

NO_COMPILER = "This scenario needs a C compiler: cc, gcc, clang, or what CC names."
NS_PER_MS = 1e6


@dataclass(frozen=True)
class Answered:
    """`others`: not with 200, or not at all. `waits_ms`: of each that was taken."""

    taken: int
    others: int
    seconds: float
    waits_ms: list[float]


@dataclass(frozen=True)
class Askers:
    program: Program

    def ask(self, most: int, seconds: float) -> Answered:
        """One after the other, on as many connections as there are; the first one follows the
        last."""
        wish = f"ask {most} {seconds * 1000:.0f}"
        taken, others, took_ns = map(int, self.program.ask(wish, "asked"))
        waits_ms = [int(time) / NS_PER_MS for time in self.program.hear("times")]
        return Answered(taken, others, took_ns / NS_PER_MS / 1000, waits_ms)


@dataclass(frozen=True)
class Way:
    """How they come: the `program`, on these cores, over so many `connections`."""

    program: Path
    cores: frozenset[int]
    connections: int

    @property
    def folder(self) -> Path:
        return self.program.parent


@contextmanager
def way_with(connections: int) -> Iterator[tuple[Way, Cores]]:
    """In a folder of its own, where the stage can be set as well. Raises CannotMeasure."""
    wanted = cores()
    allow_files(connections)
    with (
        tempfile.TemporaryDirectory(prefix="conference-bench-") as name,
        on_cores(wanted.readers),
    ):
        program = compiled("askers", Path(name))
        if program is None:
            raise CannotMeasure(NO_COMPILER)
        yield Way(program, wanted.readers, connections), wanted


@contextmanager
def asking(
    way: Way, address: Address, request: Sequence[str], people: Iterable[tuple[str, str]]
) -> Iterator[Askers]:
    """`request`: its first lines, with {port}; `people`: the cookie and the body of each."""
    folder = way.folder
    name = f"askers-{address.port}"
    head, lines = folder / f"{name}.head", folder / f"{name}.people"
    text = "".join(f"{field}\r\n" for field in request)
    head.write_text(text.format(port=address.port), "ascii", newline="")
    lines.write_text("".join(f"{cookie}\t{body}\n" for cookie, body in people), "ascii")
    where = ("127.0.0.1", str(address.port))
    command = (way.program, *where, head, lines, str(way.connections))
    with running(command, folder, name, way.cores) as process:
        yield Askers(process)

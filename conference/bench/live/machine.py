"""What this machine has for a measurement: cores for the servers and one for the readers, open
files, a C compiler."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conference.bench.live.measured import CannotMeasure

HERE = Path(__file__).parent
COMPILERS = ("cc", "gcc", "clang")
# Of one process, beside its sockets.
FILES_BESIDE = 200


@dataclass(frozen=True)
class Cores:
    """What reads has the last core for itself, where there is more than one."""

    servers: frozenset[int]
    readers: frozenset[int]

    @property
    def are_apart(self) -> bool:
        return not self.servers & self.readers


def cores() -> Cores:
    """Raises CannotMeasure."""
    if sys.platform != "linux":
        raise CannotMeasure("This scenario needs Linux, as its readers use epoll.")
    *others, last = sorted(os.sched_getaffinity(0))
    return Cores(frozenset(others or [last]), frozenset([last]))


@contextmanager
def on_cores(wanted: frozenset[int]) -> Iterator[None]:
    """This process, and what it starts meanwhile for good."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, wanted)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def allow_files(sockets: int) -> None:
    """For this process and those it starts. Raises CannotMeasure."""
    wanted = sockets + FILES_BESIDE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and wanted > hard:
        most = hard - FILES_BESIDE
        raise CannotMeasure(f"A process may open {hard} files here, so at most {most} sockets.")
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def compiled(name: str, folder: Path) -> Path | None:
    """The program of `name`.c, made in `folder`; None without a compiler (CC names one)."""
    candidates = (os.environ.get("CC"), *COMPILERS)
    compiler = next((found for one in candidates if one and (found := shutil.which(one))), None)
    if compiler is None:
        return None
    program = folder / name
    subprocess.run(
        [compiler, "-O2", "-o", str(program), str(HERE / f"{name}.c")],
        check=True,
        capture_output=True,
    )
    return program

"""The processes of a measurement: on which cores they run, and what they have used."""

import ctypes
import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, cast

from conference.bench.live.machine import on_cores
from conference.bench.live.measured import CannotMeasure

# So generous that only a hanging process reaches it.
PATIENCE_S = 120


@dataclass(frozen=True)
class Program:
    process: subprocess.Popen[str]
    wishes: IO[str]
    answers: IO[str]
    log: Path

    def tell(self, line: str) -> None:
        self.wishes.write(f"{line}\n")
        self.wishes.flush()

    def hear(self, word: str) -> list[str]:
        """What follows `word` in its next line, whatever it prints before. Raises CannotMeasure."""
        timer = Timer(PATIENCE_S, self.process.kill)
        timer.start()
        try:
            for line in self.answers:
                first, *rest = line.split() or [""]
                if first == word:
                    return rest
        finally:
            timer.cancel()
        said = self.log.read_text("utf-8", errors="replace").strip().splitlines()[-1:]
        raise CannotMeasure(" ".join([f"{self.log.stem} ended before “{word}”.", *said]))

    def ask(self, line: str, word: str) -> list[str]:
        self.tell(line)
        return self.hear(word)

    @property
    def cpu_s(self) -> float:
        """Of all its threads, and those of the processes it has started."""
        return sum(map(_cpu_s, self._pids))

    @property
    def resident_kib(self) -> int:
        return sum(map(_resident_kib, self._pids))

    @property
    def _pids(self) -> list[int]:
        return [self.process.pid, *children_of(self.process.pid)]


def children_of(pid: int) -> list[int]:
    """Raises CannotMeasure if it has ended."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        raise CannotMeasure(f"Process {pid} has ended.") from None
    return [int(child) for child in listed.split()]


def _cpu_s(pid: int) -> float:
    """To the nanosecond; /proc counts in hundredths of a second."""
    clock = ctypes.c_int()
    if ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise CannotMeasure(f"Process {pid} has ended.")
    return time.clock_gettime(clock.value)


def _resident_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line)


@contextmanager
def running(
    command: Sequence[str | Path],
    folder: Path,
    name: str,
    cores: frozenset[int],
    variables: Mapping[str, str] | None = None,
) -> Iterator[Program]:
    """What it complains of goes to a file of its `name` in `folder`; it ends with the block."""
    log = folder / f"{name}.log"
    with log.open("wb") as errors, on_cores(cores):
        process = subprocess.Popen(
            command,
            env={**os.environ, **(variables or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    try:
        wishes, answers = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
        yield Program(process, wishes, answers, log)
    finally:
        process.kill()
        process.communicate()

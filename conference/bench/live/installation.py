"""An installation that can lose any of its parts: its processes, Valkey, PostgreSQL."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL
from tempfile import TemporaryDirectory

from conference.bench.live.postgres import Postgres, free_port, postgres
from conference.bench.live.programs import Program, children_of, running
from conference.bench.live.servers import SAYS, SERVE
from conference.bench.live.stage import Stage, set_stage
from conference.bench.live.valkey import Valkey, valkey


@dataclass
class Installation:
    """`postgres` and `valkey` are None where one process serves an SQLite file."""

    stage: Stage
    port: int
    workers: int
    postgres: Postgres | None
    valkey: Valkey | None
    cores: frozenset[int]
    _stack: ExitStack
    _programs: list[Program] = field(default_factory=list)

    @property
    def root_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def program(self) -> Program:
        return self._programs[-1]

    @property
    def worker_pids(self) -> list[int]:
        return children_of(self.program.process.pid)

    def start(self) -> None:
        """Returns when it serves."""
        command = (*SERVE[:-1], str(self.port), "--workers", str(self.workers))
        name = f"server-{len(self._programs)}"
        program = self._stack.enter_context(
            running(command, self.stage.folder, name, self.cores, self._variables)
        )
        self._programs.append(program)
        program.hear(SAYS)

    def kill_server(self) -> None:
        self.program.process.kill()
        self.program.process.wait()

    def kill_worker(self) -> None:
        """The first of them."""
        os.kill(self.worker_pids[0], SIGKILL)

    @property
    def _variables(self) -> Mapping[str, str]:
        bus = self.valkey.url if self.valkey else ""
        return {**self.stage.variables, "CONFERENCE_BUS": bus, "CONFERENCE_WORKERS": ""}


@contextmanager
def alone(people: int, questions: int, cores: frozenset[int]) -> Iterator[Installation]:
    """One process, with an SQLite file. It serves."""
    with TemporaryDirectory(prefix="conference-bench-") as name, ExitStack() as stack:
        stage = set_stage(Path(name), people, questions=questions, has_poll=True)
        place = Installation(stage, free_port(), 1, None, None, cores, stack)
        place.start()
        yield place


@contextmanager
def together(
    people: int,
    questions: int,
    workers: int,
    cores: frozenset[int],
    settings: Sequence[str] = (),
) -> Iterator[Installation]:
    """Several, with a PostgreSQL of these `settings` and a Valkey of their own. They serve."""
    with (
        TemporaryDirectory(prefix="conference-bench-") as name,
        postgres(settings) as database,
        valkey() as bus,
        ExitStack() as stack,
    ):
        url = database.url(database.create_database())
        stage = set_stage(Path(name), people, url=url, questions=questions, has_poll=True)
        place = Installation(stage, free_port(), workers, database, bus, cores, stack)
        place.start()
        yield place

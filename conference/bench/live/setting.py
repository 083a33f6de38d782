"""What every scenario begins with: a stage, the programs in C, a server of ours, readers let in."""

import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from websockets.sync.client import connect
from websockets.typing import Origin

from conference.bench.live.machine import Cores, allow_files, compiled, cores, on_cores
from conference.bench.live.measured import CannotMeasure, Measured, per
from conference.bench.live.readers import Readers, reading
from conference.bench.live.servers import Ours, Server, cookie_of, serving
from conference.bench.live.stage import Stage, set_stage
from conference.live.frames import Frame

SLOW_CLIENT = (sys.executable, "-m", "conference.bench.live.slow_client")
# Longer than the product takes to tell how many are there.
QUIET_S = 2.5
PATIENCE_S = 60
LOOK_EVERY_S = 0.25


@dataclass(frozen=True)
class Setting:
    """`sockets`: how many readers a server gets; of the people of the stage, each question was
    asked by one more. `limit`: None without a compiler."""

    stage: Stage
    cores: Cores
    sockets: int
    client: Sequence[str | Path]
    limit: Path | None

    @property
    def has_times(self) -> bool:
        """Whether it says something of the server when a message comes to a reader."""
        return self.cores.are_apart and self.limit is not None

    def serving(self) -> AbstractContextManager[Ours]:
        return serving(self.stage, self.cores.servers)

    def reading(self, server: Server, *, compressed: bool) -> AbstractContextManager[Readers]:
        cookies = [cookie_of(token) for token in self.stage.tokens[: self.sockets]]
        place = self.stage.folder, self.cores.readers
        return reading(self.client, server.address, cookies, *place, compressed=compressed)


@contextmanager
def setting(sockets: int, people: int | None = None, questions: int = 1) -> Iterator[Setting]:
    """`people`: who may click; None: those who have a socket. Raises CannotMeasure."""
    wanted = cores()
    allow_files(sockets)
    with (
        tempfile.TemporaryDirectory(prefix="conference-bench-") as name,
        on_cores(wanted.readers),
    ):
        folder = Path(name)
        limit = compiled("limit", folder)
        stage = set_stage(folder, (people or sockets) + questions, questions=questions)
        yield Setting(stage, wanted, sockets, client_in(folder), limit)


def client_in(folder: Path) -> Sequence[str | Path]:
    """The program that reads, and what it is called with."""
    client = compiled("client", folder)
    return [client] if client else SLOW_CLIENT


def let_in(server: Server, readers: Readers, sockets: int) -> Measured:
    """All of them; what of it is measured. Raises CannotMeasure."""
    program = server.program
    cpu_s, resident_kib = program.cpu_s, program.resident_kib
    packed = readers.open(sockets)
    handshakes = per(sockets, program.cpu_s - cpu_s)
    settle(readers)
    return Measured(
        sockets=sockets,
        compressed=packed == sockets,
        kib_per_connection=(program.resident_kib - resident_kib) / sockets,
        handshakes_per_cpu_s=handshakes,
    )


def settle(readers: Readers) -> None:
    """Until nothing has come for a while. Raises CannotMeasure."""
    seen, since = readers.totals().messages, time.monotonic()
    ends_at = since + PATIENCE_S
    while (now := time.monotonic()) - since < QUIET_S:
        if now > ends_at:
            raise CannotMeasure("The server goes on pushing, though nobody does anything.")
        time.sleep(LOOK_EVERY_S)
        if (messages := readers.totals().messages) != seen:
            seen, since = messages, now


def pushed(ours: Ours) -> Frame:
    """What one upvote makes the server push, as a reader who takes nothing compressed sees it."""
    url = f"ws://127.0.0.1:{ours.address.port}{ours.address.path}"
    headers = {"cookie": cookie_of(ours.stage.tokens[0]), "accept-language": "en"}
    origin = Origin(f"http://127.0.0.1:{ours.address.port}")
    with connect(
        url, origin=origin, additional_headers=headers, compression=None, proxy=None
    ) as socket:
        ours.push()
        while f"question-{ours.stage.question_id}" not in (text := str(socket.recv(PATIENCE_S))):
            pass
    return Frame(text)

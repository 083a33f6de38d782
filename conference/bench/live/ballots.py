"""Those who answer a poll over HTTP: `voters.c`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conference.bench.live.machine import Cores
from conference.bench.live.programs import Program, running
from conference.bench.live.readers import Address
from conference.bench.live.servers import cookie_of
from conference.bench.live.stage import Stage

REQUEST = (
    "POST /polls/{poll_id}/ballot?_method=put HTTP/1.1",
    "Host: 127.0.0.1:{port}",
    "Origin: http://127.0.0.1:{port}",
    "Sec-Fetch-Site: same-origin",
    "HX-Request: true",
    "Accept-Language: en",
    "User-Agent: conference-bench",
    "Content-Type: application/x-www-form-urlencoded",
)
VALUES = 5
NS_PER_MS = 1e6


@dataclass(frozen=True)
class Room:
    """`program`: the voters'; they have so many `connections`."""

    stage: Stage
    poll_id: int
    cores: Cores
    program: Path
    connections: int


@dataclass(frozen=True)
class Votes:
    """`others`: not taken, or not answered. `waits_ms`: of each that was taken."""

    taken: int
    others: int
    seconds: float
    waits_ms: list[float]


@dataclass(frozen=True)
class Voters:
    program: Program

    def vote(self, most: int, seconds: float) -> Votes:
        """One after the other, on as many connections as there are; the first voter follows the
        last."""
        wish = f"vote {most} {seconds * 1000:.0f}"
        taken, others, took_ns = map(int, self.program.ask(wish, "voted"))
        waits_ms = [int(time) / NS_PER_MS for time in self.program.hear("times")]
        return Votes(taken, others, took_ns / NS_PER_MS / 1000, waits_ms)


@contextmanager
def voting(room: Room, address: Address) -> Iterator[Voters]:
    """All the people of the stage."""
    folder = room.stage.folder
    head, votes = folder / "vote.head", folder / "votes"
    text = "".join(f"{field}\r\n" for field in REQUEST)
    head.write_text(text.format(poll_id=room.poll_id, port=address.port), "ascii", newline="")
    lines = (
        f"{cookie_of(token)}\tchoice={1 + number % VALUES}\n"
        for number, token in enumerate(room.stage.tokens)
    )
    votes.write_text("".join(lines), "ascii")
    where = ("127.0.0.1", str(address.port))
    command = (room.program, *where, head, votes, str(room.connections))
    with running(command, folder, "voters", room.cores.readers) as process:
        yield Voters(process)

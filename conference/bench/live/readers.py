"""The readers of a measurement: `client.c`, or `slow_client.py` where nothing can be compiled; a
process for each server."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from conference.bench.live.measured import CannotMeasure, Totals
from conference.bench.live.programs import Program, running

HANDSHAKE = (
    "GET {path} HTTP/1.1",
    "Host: 127.0.0.1:{port}",
    "Origin: http://127.0.0.1:{port}",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Accept-Language: en",
    "User-Agent: conference-bench",
)
# As browsers offer it.
OFFER = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
# On their way at any time: fewer than a server keeps waiting before it accepts them.
AT_ONCE = 100
NS_PER_MS = 1e6


@dataclass(frozen=True)
class Address:
    """Of a server's sockets, on this machine."""

    port: int
    path: str


@dataclass(frozen=True)
class Readers:
    program: Program

    def open(self, count: int, at_once: int = AT_ONCE) -> int:
        """How many of all take compressed messages. Raises CannotMeasure if one is not let in."""
        is_open, failed, packed = map(int, self.program.ask(f"open {count} {at_once}", "opened"))
        if failed:
            raise CannotMeasure(f"Only {is_open} sockets were let in, {failed} were not.")
        return packed

    def drop(self, count: int) -> None:
        """Those who have been there longest; who is opened next takes their places."""
        self.program.ask(f"drop {count}", "dropped")

    def stall(self, count: int) -> None:
        self.program.ask(f"stall {count}", "stalled")

    def expect(self) -> None:
        self.program.ask("expect", "expecting")

    def times_ms(self) -> list[float]:
        """When each had its first message since `expect`; sorted, on the clock `monotonic`."""
        return sorted(int(time) / NS_PER_MS for time in self.program.ask("times", "times"))

    def totals(self) -> Totals:
        return Totals(*map(int, self.program.ask("totals", "totals")))


@contextmanager
def reading(
    program: Sequence[str | Path],
    address: Address,
    cookies: Sequence[str],
    folder: Path,
    cores: frozenset[int],
    *,
    compressed: bool,
) -> Iterator[Readers]:
    """As many as there are `cookies`; none is open yet."""
    head, lines = folder / f"{address.port}.head", folder / f"{address.port}.cookies"
    fields = (*HANDSHAKE, OFFER) if compressed else HANDSHAKE
    text = "".join(f"{field}\r\n" for field in fields)
    head.write_text(text.format(path=address.path, port=address.port), "ascii", newline="")
    lines.write_text("".join(f"{cookie}\n" for cookie in cookies), "ascii")
    command = (*program, "127.0.0.1", str(address.port), head, lines)
    with running(command, folder, f"readers-{address.port}", cores) as process:
        yield Readers(process)

"""What `client.c` does, for machines without a compiler: readers that take a good part of a core
themselves. The commands and the answers are the same.
"""

import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from websockets.client import ClientProtocol
from websockets.exceptions import ProtocolError
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

ANYWHERE = parse_uri("ws://reader/")
PATIENCE_S = 60


class Reader:
    """One place, at which one after the other may sit."""

    def __init__(self) -> None:
        self.came = self.messages = self.bytes = self.pings = 0
        self.is_packed = self.is_stalled = False
        self.writer: asyncio.StreamWriter | None = None

    async def open(self, address: tuple[str, int], handshake: bytes) -> bool:
        reader, writer = await asyncio.open_connection(*address)
        writer.write(handshake)
        try:
            answer = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return False
        if not answer.startswith(b"HTTP/1.1 101"):
            return False
        self.is_packed, self.came, self.writer = b"permessage-deflate" in answer, 0, writer
        self._following = asyncio.create_task(self._follow(reader, writer))
        return True

    def drop(self) -> None:
        if self.writer:
            self.writer.transport.abort()
            self.writer = None

    async def _follow(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        protocol = ClientProtocol(ANYWHERE, state=State.OPEN, max_size=None)
        if self.is_packed:
            protocol.extensions = [PerMessageDeflate(True, True, 15, 15)]
        with suppress(ConnectionError):
            while not self.is_stalled and (data := await reader.read(65536)):
                self.bytes += len(data)
                protocol.receive_data(data)
                for event in protocol.events_received():
                    self._hear(event)
                writer.write(b"".join(protocol.data_to_send()))
                if protocol.close_rcvd or isinstance(protocol.parser_exc, ProtocolError):
                    break
        if self.writer is writer and not self.is_stalled:
            self.drop()

    def _hear(self, event: object) -> None:
        if not isinstance(event, Frame):
            return
        if event.opcode is Opcode.PING:
            self.pings += 1
        elif event.fin and event.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            self.messages += 1
            self.came = self.came or time.monotonic_ns()


@dataclass
class Readers:
    address: tuple[str, int]
    head: str
    cookies: Sequence[str]
    begun: int = 0
    dropped: int = 0
    failed: int = 0
    places: list[Reader] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = [Reader() for _ in self.cookies]

    async def open(self, count: int, at_once: int) -> str:
        turn = asyncio.Semaphore(at_once)
        wanted = min(self.begun + count, self.dropped + len(self.places))
        await asyncio.gather(*(self._open(each, turn) for each in range(self.begun, wanted)))
        self.begun = wanted
        are_open = [each for each in self.places if each.writer]
        return f"opened {len(are_open)} {self.failed} {sum(each.is_packed for each in are_open)}"

    async def _open(self, number: int, turn: asyncio.Semaphore) -> None:
        at = number % len(self.places)
        handshake = f"{self.head}Cookie: {self.cookies[at]}\r\n\r\n".encode()
        async with turn:
            self.failed += not await self.places[at].open(self.address, handshake)

    def drop(self, count: int) -> str:
        for number in range(self.dropped, min(self.dropped + count, self.begun)):
            self.places[number % len(self.places)].drop()
            self.dropped += 1
        return "dropped"

    def stall(self, count: int) -> str:
        for place in self.places[:count]:
            place.is_stalled = True
        return "stalled"

    def expect(self) -> str:
        for place in self.places:
            place.came = 0
        return "expecting"

    async def times(self) -> str:
        ends_at = time.monotonic() + PATIENCE_S
        while self._are_missing() and time.monotonic() < ends_at:  # noqa: ASYNC110 - few lines
            await asyncio.sleep(0.01)
        return " ".join(["times", *(str(each.came) for each in self.places if each.came)])

    def _are_missing(self) -> bool:
        return any(each.writer and not each.is_stalled and not each.came for each in self.places)

    def totals(self) -> str:
        sums = [sum(getattr(e, name) for e in self.places) for name in ("messages", "bytes")]
        is_open = sum(each.writer is not None for each in self.places)
        return f"totals {sums[0]} {sums[1]} {is_open} {sum(each.pings for each in self.places)}"

    async def obey(self, line: str) -> str:
        match line.split():
            case ["open", count, at_once]:
                return await self.open(int(count), int(at_once))
            case ["drop", count]:
                return self.drop(int(count))
            case ["stall", count]:
                return self.stall(int(count))
            case ["times"]:
                return await self.times()
            case ["expect"]:
                return self.expect()
            case _:
                return self.totals()


async def obey_all(readers: Readers) -> None:
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(await readers.obey(line), flush=True)


if __name__ == "__main__":
    host, port, head, cookies = sys.argv[1:]
    lines = Path(cookies).read_text("ascii").splitlines()
    handshake = Path(head).read_bytes().decode("ascii")
    asyncio.run(obey_all(Readers((host, int(port)), handshake, lines)))

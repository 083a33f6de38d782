"""A WebSocket connection that has been opened and only has to be kept: it brings frames to its
reader, and needs neither an app nor a task that waits (RFC 6455, 5 and 7).

What the reader says is dropped, as writes come by HTTP; but its pings are answered, its pongs and
its goodbye heard.
"""

import asyncio
import struct
from collections.abc import Callable, Sequence
from typing import Any

from conference.live.frames import Frame
from conference.live.lines import GOING_AWAY, NOT_ALLOWED, Line, nothing
from conference.serving.together import Together

PING, CLOSE, PONG = 0x9, 0x8, 0xA
CONTROLS, DATA = (CLOSE, PING, PONG), (0x0, 0x1, 0x2)
FINAL, MASKED, OPCODE = 0x80, 0x80, 0x0F
MASK_BYTES = 4
CONTROL_BYTES = 125
PROTOCOL_ERROR, TOO_BIG = 1002, 1009
# Frames, from one ping of ours to the next: who answers them says no more than a few.
MOST_SAID = 100
ASK = bytes((FINAL | PING, 0))
# How long it may take to say goodbye: to who answers, and to who takes nothing any more.
CLOSING_S = 10.0
STUCK_CLOSING_S = 1.0


class KeptConnection(asyncio.Protocol):
    """A line (see `live.lines.Line`). `connections`: of the server, which calls `shutdown` of
    each as it ends. `most_bytes`: of a frame that it hears; `most_waiting`: of those for a reader
    that is behind, until they are refused. `fileno`: where it may write directly, or -1; so it does
    at once, which spares the transport's round of the loop, while nothing waits there.

    `at_once`: the `fileno`, only while nothing waits and nothing ends, else -1: a file that is
    closed is soon another one's.
    """

    __slots__ = (
        "_connections",
        "_fileno",
        "_has_answered",
        "_has_refused",
        "_is_behind",
        "_is_closing",
        "_most_bytes",
        "_most_waiting",
        "_rest",
        "_said",
        "_skip",
        "_transport",
        "at_once",
        "deflates",
        "drained",
        "left",
    )

    def __init__(
        self,
        transport: asyncio.Transport,
        connections: set[Any],
        *,
        deflates: bool,
        most_bytes: int,
        most_waiting: int,
        fileno: int,
    ) -> None:
        self._transport, self._connections = transport, connections
        self.deflates, self._fileno = deflates, fileno
        self._most_bytes, self._most_waiting = most_bytes, most_waiting
        self.drained: Callable[[], None] = nothing
        self.left: Callable[[], None] = nothing
        self._is_closing = self._is_behind = self._has_refused = False
        self.at_once = -1
        self._has_answered = True
        self._rest = b""
        # Of a frame that has begun, so many bytes are still to come and of no interest.
        self._skip = self._said = 0

    def begin(self, answer: bytes, said: bytes) -> None:
        """`answer`: to who has opened it, and has `said` something already."""
        self._connections.add(self)
        self._transport.set_protocol(self)
        # So it is told whenever anything waits, and has to ask for no push.
        self._transport.set_write_buffer_limits(high=0)
        # Of an answer before, for which whoever had the connection then has been told.
        self._is_behind = self.waiting > 0
        if not self._is_behind:
            self._write_at(self._fileno)
        self._transport.write(answer)
        if not self._transport.is_closing():
            self._transport.resume_reading()
        if said:
            self.data_received(said)

    @property
    def waiting(self) -> int:
        """Bytes that the kernel has not taken yet."""
        return self._transport.get_write_buffer_size()

    def push(self, frame: Frame) -> bool:
        if self.at_once >= 0:
            return not Together((self,)).push(frame)
        if self._is_closing:
            return True
        if self._is_behind and (self._has_refused or self.waiting > self._most_waiting):
            self._has_refused = True
            return False
        self._transport.write(frame.deflated if self.deflates else frame.plain)
        return True

    def together(self, lines: Sequence[Line]) -> Together | None:
        kept = [line for line in lines if isinstance(line, KeptConnection)]
        return Together(kept) if len(kept) == len(lines) else None

    def go_on(self, data: bytes, written: int) -> None:
        """With what the kernel has not taken of it."""
        self._transport.write(data[written:])

    def break_off(self) -> None:
        """Without a goodbye, of which nothing would be heard."""
        self._end()
        self._transport.abort()

    def ping(self) -> None:
        if self._is_closing or self._is_behind:
            return
        if self._has_answered:
            self._has_answered, self._said = False, 0
            self._transport.write(ASK)
        else:
            self.break_off()

    def close(self, code: int) -> None:
        if self._is_closing:
            return
        self._end()
        self._transport.write(bytes((FINAL | CLOSE, 2)) + struct.pack("!H", code))
        patience_s = STUCK_CLOSING_S if self._is_behind else CLOSING_S
        asyncio.get_running_loop().call_later(patience_s, self._transport.abort)

    def shutdown(self) -> None:
        """The server ends."""
        self.close(GOING_AWAY)
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._has_answered = True
        self._rest += data
        while not self._transport.is_closing() and self._hear():
            pass

    def pause_writing(self) -> None:
        self._is_behind = True
        self._write_at(-1)

    def resume_writing(self) -> None:
        self._is_behind = False
        if not self._is_closing:
            self._write_at(self._fileno)
        if self._has_refused:
            self._has_refused = False
            self.drained()

    def connection_lost(self, error: Exception | None) -> None:
        self._end()
        self._connections.discard(self)
        left, self.left, self.drained = self.left, nothing, nothing
        left()

    def _end(self) -> None:
        """Nothing is pushed any more."""
        self._is_closing = True
        self._write_at(-1)

    def _write_at(self, fileno: int) -> None:
        if fileno != self.at_once:
            self.at_once = fileno
            Together.changes += 1

    def _hear(self) -> bool:
        """One step through what has come; whether there is another."""
        if self._skip:
            skipped = min(self._skip, len(self._rest))
            self._skip -= skipped
            self._rest = self._rest[skipped:]
        if self._skip or len(self._rest) < 2:
            return False
        opcode, length = self._rest[0] & OPCODE, self._rest[1] & ~MASKED
        if not self._rest[1] & MASKED or opcode not in (*CONTROLS, *DATA):
            return self._fail(PROTOCOL_ERROR)
        if self._said >= MOST_SAID:
            return self._fail(NOT_ALLOWED)
        if opcode in CONTROLS:
            return self._hear_control(opcode, length)
        return self._skip_data(length)

    def _hear_control(self, opcode: int, length: int) -> bool:
        if length > CONTROL_BYTES or not self._rest[0] & FINAL:
            return self._fail(PROTOCOL_ERROR)
        start = 2 + MASK_BYTES
        if len(self._rest) < start + length:
            return False
        mask, masked = self._rest[2:start], self._rest[start : start + length]
        self._rest = self._rest[start + length :]
        self._said += 1
        said = bytes(byte ^ mask[at % MASK_BYTES] for at, byte in enumerate(masked))
        if opcode == CLOSE:
            self._hear_goodbye(said)
            return False
        # Who asks without taking the answers gets none.
        if opcode == PING and not (self._is_behind or self._is_closing):
            self._transport.write(bytes((FINAL | PONG, len(said))) + said)
        return True

    def _hear_goodbye(self, said: bytes) -> None:
        """It is given back as it came, unless it answers ours."""
        if not self._is_closing:
            self._end()
            self._transport.write(bytes((FINAL | CLOSE, len(said[:2]))) + said[:2])
        self._transport.close()

    def _skip_data(self, length: int) -> bool:
        wide = {126: 2, 127: 8}.get(length, 0)
        if len(self._rest) < 2 + wide:
            return False
        if wide:
            length = int.from_bytes(self._rest[2 : 2 + wide], "big")
        if length > self._most_bytes:
            return self._fail(TOO_BIG)
        self._rest = self._rest[2 + wide :]
        self._said += 1
        self._skip = MASK_BYTES + length
        return True

    def _fail(self, code: int) -> bool:
        self.close(code)
        self._transport.close()
        return False

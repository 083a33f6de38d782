"""The connections that our server keeps: what they rest on in uvicorn holds, under both of its
transports. Whoever raises uvicorn's version looks here first, and in `test_openings.py`; long, as
every way for a connection to end is in it.
"""

import asyncio
import os
import socket
import struct
from collections.abc import Callable
from contextlib import ExitStack

import pytest
import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from conference.live.frames import Frame
from conference.serving import SOCKET_BYTES, kept
from conference.serving.kept import MOST_SAID, KeptConnection
from conference.serving.openings import KERNEL_BYTES, WAITING_BYTES
from conference.serving.together import Together
from tests.serving.room import OPENING, TEXT, Room, closed_with, masked, raw, serving
from tests.support.waiting import some_turns

# What is the same lies further apart than a small window reaches.
FAR = (" ".join(map(str, range(500))) + "!") * 2


async def test_one_frame_is_right_for_who_takes_compressed_ones_and_who_does_not(
    room: Room,
) -> None:
    factory = ClientPerMessageDeflateFactory(client_max_window_bits=True)
    small = ClientPerMessageDeflateFactory(server_max_window_bits=9)
    async with (
        websockets.connect(room.url, compression=None) as plain,
        websockets.connect(room.url) as packed,
        websockets.connect(room.url, extensions=[factory], compression=None) as other,
        websockets.connect(room.url, extensions=[small], compression=None) as least,
    ):
        await room.until(lambda: len(room.lines) == 4)
        for text in (TEXT, "short", "ä", TEXT[:200], "x" * 70_000, FAR):
            assert room.push(Frame(text)) == [True] * 4
            assert [await each.recv() for each in (plain, packed, other, least)] == [text] * 4
        assert len(Frame(TEXT).deflated) < len(TEXT) / 5


async def test_who_goes_is_told_so_and_left_once(room: Room) -> None:
    async with websockets.connect(room.url) as socket:
        await room.until(lambda: len(room.lines) == 1)
        (line,) = room.lines
        await (await socket.ping())
        await socket.send("nobody reads this")
        assert room.push(Frame(TEXT)) == [True]
        assert await socket.recv() == TEXT
        await socket.close(4002)
    await room.until(lambda: not room.lines)

    assert socket.close_code == 4002
    assert room.left == 1
    assert line.push(Frame("to nobody"))


async def test_who_is_told_to_go_hears_why_and_nothing_more(room: Room) -> None:
    async with websockets.connect(room.url) as socket:
        await room.until(lambda: len(room.lines) == 1)
        for say in (4003, 4004):
            room.lines[0].close(say)
        assert room.push(Frame("too late")) == [True]
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await socket.recv()
    await room.until(lambda: room.left == 1)

    assert closed_with(closed) == (4003, "")


async def test_who_does_not_answer_a_goodbye_or_a_ping_is_let_go(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "CLOSING_S", 0.1)
    with raw(room), raw(room):
        async with websockets.connect(room.url):
            await room.until(lambda: len(room.lines) == 3)
            for line in room.lines:
                line.ping()
            await some_turns()
            room.lines[0].close(4003)
            await room.until(lambda: room.left == 1)
            for line in list(room.lines):
                line.ping()
            await room.until(lambda: room.left == 2)

            assert len(room.lines) == 1


async def test_the_end_of_the_server_is_told_to_all() -> None:
    async with serving() as (room, server):
        async with websockets.connect(room.url) as socket:
            await room.until(lambda: len(room.lines) == 1)
            server.should_exit = True
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await socket.recv()
        await room.until(lambda: room.left == 1)

    assert closed_with(closed) == (1012, "")


CLOSED, WRONG = b"\x88\x02" + struct.pack("!H", 4002), b"\x88\x02" + struct.pack("!H", 1002)
SAID = {
    "texts, bytes, a pong and a ping": (
        masked(0x81, b"ten bytes.")
        + masked(0x02, b"x" * 126)
        + masked(0x80, b"y" * 300)
        + masked(0x8A, b"")
        + masked(0x89, b"?"),
        b"\x8a\x01?",
    ),
    "a goodbye": (masked(0x88, struct.pack("!H", 4002) + b"bye"), CLOSED),
    "a goodbye without a word": (masked(0x88, b""), b"\x88\x00"),
    "no such kind": (masked(0x83, b"")[:2], WRONG),
    "a ping in pieces": (masked(0x09, b"")[:2], WRONG),
    "a ping that is too long": (masked(0x89, b"z" * 126)[:2], WRONG),
    "what is not masked": (b"\x81\x01", WRONG),
    "more than a few words": (
        masked(0x81, b"") * MOST_SAID + masked(0x81, b"")[:2],
        b"\x88\x02" + struct.pack("!H", 1008),
    ),
    "too much": (
        masked(0x81, b"z" * (SOCKET_BYTES + 1))[:4],
        b"\x88\x02" + struct.pack("!H", 1009),
    ),
}


@pytest.mark.parametrize("name", SAID)
@pytest.mark.parametrize("at_once", [1, 7, 10_000])
async def test_what_a_reader_says_is_heard_however_it_is_cut(
    room: Room, name: str, at_once: int
) -> None:
    said, answer = SAID[name]
    loop = asyncio.get_running_loop()
    with raw(room) as reader:
        reader.setblocking(False)
        await room.until(lambda: len(room.lines) == 1)
        assert (await loop.sock_recv(reader, 4096)).endswith(b"\r\n\r\n")
        for at in range(0, len(said), at_once):
            await loop.sock_sendall(reader, said[at : at + at_once])
            await asyncio.sleep(0)
        async with asyncio.timeout(10):
            assert await loop.sock_recv(reader, 4096) == answer


async def test_who_takes_nothing_costs_a_bounded_amount_until_it_is_let_go(room: Room) -> None:
    frame, taken = Frame("x" * 1500), 0
    with raw(room) as reader:
        await room.until(lambda: len(room.lines) == 1)
        (line,) = room.lines
        drained = []
        line.drained = lambda: drained.append(True)
        for _ in range(4000):
            taken += line.push(frame)
            await asyncio.sleep(0)
        # Linux counts its own bookkeeping, too, and doubles what it is asked for.
        assert WAITING_BYTES / 2 < taken * len(frame.plain) < WAITING_BYTES + 4 * KERNEL_BYTES
        assert line.waiting < WAITING_BYTES + len(frame.plain)
        while not drained:
            await asyncio.to_thread(reader.recv, 65536)
        assert line.push(frame)
        for _ in range(taken):
            line.push(frame)
            await asyncio.sleep(0)
        assert not line.push(frame)
        line.close(1013)
        await room.until(lambda: not room.lines)
    assert line.push(frame)


async def test_who_is_behind_gets_whole_frames_in_their_order(room: Room) -> None:
    frames = [Frame(f"{number} " * 300) for number in range(2000)]
    with raw(room) as reader:
        await room.until(lambda: len(room.lines) == 1)
        assert (await asyncio.to_thread(reader.recv, 4096)).endswith(b"\r\n\r\n")
        (line,) = room.lines
        taken = [frame.plain for frame in frames if line.push(frame)]
        heard = b""
        while len(heard) < len(b"".join(taken)):
            heard += await asyncio.to_thread(reader.recv, 65536)

    assert 0 < len(taken) < len(frames)
    assert heard == b"".join(taken)


async def test_of_those_who_are_pushed_to_together_who_is_behind_refuses_and_the_others_get_all(
    room: Room,
) -> None:
    frames = [Frame(f"{number} " * 300) for number in range(600)]
    with raw(room):
        await room.until(lambda: len(room.lines) == 1)
        async with (
            websockets.connect(room.url, compression=None) as plain,
            websockets.connect(room.url) as packed,
        ):
            await room.until(lambda: len(room.lines) == 3)
            stuck, *_ = room.lines
            all_lines = stuck.together(room.lines)
            assert all_lines is not None
            refused = []
            for frame in frames:
                refused.append(all_lines.push(frame))
                assert [await each.recv() for each in (plain, packed)] == [frame.text] * 2

    refusals = refused.index([0])
    assert 0 < refusals < len(frames)
    assert refused == [[]] * refusals + [[0]] * (len(frames) - refusals)


async def test_who_has_not_taken_an_answer_before_is_behind_from_the_start(room: Room) -> None:
    frame = Frame("x" * 1500)
    with raw(room, opening="GET / HTTP/1.1\r\nHost: x\r\n\r\n") as reader:
        await room.until(lambda: room.answered == 1)
        reader.sendall(OPENING.encode())
        await room.until(lambda: len(room.lines) == 1)
        (line,) = room.lines
        assert line.waiting > WAITING_BYTES
        assert not line.push(frame)
        drained = asyncio.Event()
        line.drained = drained.set
        while not drained.is_set():
            await asyncio.to_thread(reader.recv, 65536)
        assert line.push(frame)


async def test_a_reset_line_takes_what_is_pushed_and_is_gone(room: Room) -> None:
    reader = raw(room)
    await room.until(lambda: len(room.lines) == 1)
    (line,) = room.lines
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    reader.close()

    assert [line.push(Frame(TEXT)) for _ in range(3)] == [True] * 3
    await room.until(lambda: not room.lines)


def reset(reader: socket.socket, line: KeptConnection) -> None:
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    reader.close()


def say_goodbye(reader: socket.socket, line: KeptConnection) -> None:
    reader.sendall(masked(0x88, b""))


def be_sent_away(reader: socket.socket, line: KeptConnection) -> None:
    line.close(1008)
    reader.close()


def answer_no_ping(reader: socket.socket, line: KeptConnection) -> None:
    line.ping()
    line.ping()


@pytest.mark.skipif(os.name != "posix", reason="only there is written to the file itself")
@pytest.mark.parametrize("end", [reset, say_goodbye, be_sent_away, answer_no_ping])
async def test_nothing_is_written_to_who_gets_the_number_of_one_who_has_gone(
    room: Room, end: Callable[[socket.socket, KeptConnection], None]
) -> None:
    before = open_files()
    reader = raw(room)
    await room.until(lambda: len(room.lines) == 1)
    (line,) = room.lines
    numbers = open_files() - before - {reader.fileno()}
    assert numbers
    alone = Together([line])
    assert (alone.push(Frame(TEXT)), reader.recv(16)) == ([], b"HTTP/1.1 101 Swi")
    end(reader, line)
    await room.until(lambda: room.left == 1)
    await room.until(lambda: not numbers & open_files())
    reader.close()

    with ExitStack() as stack:
        others = [each for _ in range(3) for each in socket.socketpair()]
        for other in others:
            stack.enter_context(other).setblocking(False)
        assert numbers <= {other.fileno() for other in others}
        assert (line.push(Frame(TEXT)), alone.push(Frame(TEXT))) == (True, [])
        assert [is_silent(other) for other in others] == [True] * 6


def open_files() -> set[int]:
    return {number for number in range(1024) if is_open(number)}


def is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def is_silent(reader: socket.socket) -> bool:
    with pytest.raises(BlockingIOError):
        reader.recv(1)
    return True

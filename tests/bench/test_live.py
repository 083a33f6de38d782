"""`conference bench fanout` and its relatives: they count right. No time is asserted."""

import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from websockets.client import ClientProtocol
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol
from websockets.uri import parse_uri

from conference.bench.live import join, machine, page, reconnect, slow, soak, upvotes, votes
from conference.bench.live import setting as beginning
from conference.bench.live.asking import Askers
from conference.bench.live.ballots import Room, voting
from conference.bench.live.machine import compiled, cores
from conference.bench.live.measured import Measured, percentile
from conference.bench.live.readers import Address, Readers, reading
from conference.bench.live.servers import serving
from conference.bench.live.setting import PATIENCE_S, setting
from conference.commands.bench import command
from conference.live.frames import Frame as OurFrame

TEXT, PING, CONT = Opcode.TEXT, Opcode.PING, Opcode.CONT
ANSWER = (
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n\r\n"
)
SENT = {
    "nothing in it": [Frame(TEXT, b"")],
    "each form of the length": [Frame(TEXT, b"x" * n) for n in (1, 125, 126, 65_535, 65_536)],
    "parts": [Frame(TEXT, b"ab", fin=False), Frame(CONT, b"", fin=False), Frame(CONT, b"c")],
    "a ping between": [Frame(TEXT, b"a", fin=False), Frame(PING, b"here?"), Frame(CONT, b"b")],
    "pings": [Frame(PING, b""), Frame(PING, b"p" * 125), Frame(Opcode.PONG, b"unasked")],
    "a goodbye": [Frame(TEXT, b"a"), Frame(Opcode.CLOSE, b"\x03\xe8"), Frame(TEXT, b"too late")],
    "a part of nothing": [Frame(TEXT, b"a"), Frame(CONT, b"b")],
    "a text within a text": [Frame(TEXT, b"a", fin=False), Frame(TEXT, b"b")],
}
BYTES = {name: b"".join(f.serialize(mask=False) for f in frames) for name, frames in SENT.items()}
BYTES |= {
    "compressed": OurFrame("Frankly speaking. " * 50).deflated + OurFrame("plain").plain,
    "an unknown code": b"\x83\x01a",
    "a reserved bit": b"\x81\x01a\xa1\x01b",
    "a ping in parts": b"\x09\x01p",
    "too long a ping": b"\x89\x7e\x00\x7e" + b"p" * 126,
    "masked": Frame(TEXT, b"a").serialize(mask=True),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = compiled("client", tmp_path_factory.mktemp("client"))
    if program is None:
        pytest.skip("There is no C compiler here, so no readers.")
    return program


@contextmanager
def saying(pieces: Sequence[bytes], heard: list[bytes]) -> Iterator[int]:
    """A server that lets one in, says all this, and listens until they leave. Its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            line, _ = listener.accept()
            # Who is told what is wrong leaves at once.
            with line, suppress(ConnectionError):
                line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line.recv(65536)
                for piece in (ANSWER.encode(), *pieces):
                    line.sendall(piece)
                while data := line.recv(65536):
                    heard.append(data)

        thread = Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


@contextmanager
def one_reader(client: Path, port: int, folder: Path) -> Iterator[Readers]:
    address = Address(port, "/")
    with reading([client], address, ["a=b"], folder, cores().readers, compressed=True) as readers:
        yield readers


def as_others_see_it(data: bytes) -> tuple[int, bool, list[bytes]]:
    """Messages, whether the line stays open, what pings hold: as `websockets` counts them."""
    protocol = ClientProtocol(parse_uri("ws://x/"), state=State.OPEN, max_size=None)
    protocol.extensions = [PerMessageDeflate(True, True, 15, 15)]
    protocol.receive_data(data)
    frames = [event for event in protocol.events_received() if isinstance(event, Frame)]
    messages = sum(frame.fin and frame.opcode in {TEXT, CONT} for frame in frames)
    stays = protocol.parser_exc is None and protocol.close_rcvd is None
    return messages, stays, [bytes(frame.data) for frame in frames if frame.opcode is PING]


def pongs(data: bytes) -> list[bytes]:
    protocol = ServerProtocol(state=State.OPEN)
    protocol.receive_data(data)
    return [bytes(event.data) for event in protocol.events_received() if isinstance(event, Frame)]


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_a_reader_understands_what_other_clients_do(
    name: str, size: int, client: Path, tmp_path: Path
) -> None:
    data, heard = BYTES[name], list[bytes]()
    messages, stays, pings = as_others_see_it(data)
    # The heads are broken off everywhere; of long payloads most comes at once.
    head, rest = data[:400], data[400:]
    pieces = [head[at : at + size] for at in range(0, len(head), size)]
    with saying([*pieces, rest], heard) as port, one_reader(client, port, tmp_path) as reader:
        reader.open(1)
        while (totals := reader.totals()).bytes < len(data) and totals.open:
            pass

    assert (totals.messages, bool(totals.open)) == (messages, stays)
    assert pongs(b"".join(heard)) == pings


def fanout(*options: str) -> dict[str, Any]:
    arguments = ["fanout", "--sockets", "50", "--seconds", "0", "--json", *options]
    found: dict[str, Any] = json.loads(
        CliRunner().invoke(command, arguments, catch_exceptions=False).output
    )
    return found


def test_every_upvote_reaches_every_reader_of_all_servers(client: Path) -> None:
    found = fanout("--against", "channels", "--compressed")

    assert set(found) == {field.name for field in fields(Measured)}
    assert (found["scenario"], found["sockets"], found["ticks"]) == ("fanout", 50, 20)
    assert found["deliveries"] == found["messages"] == 50 * 20
    assert found["bytes"] < 50 * 20 * 1_000, "compressed"
    measured = ("deliveries_per_cpu_s", "limit_deliveries_per_cpu_s", "ratio", "against_ratio")
    also = ("kib_per_connection", "handshakes_per_cpu_s", "server_cpu_s", "last_ms")
    assert all(found[name] > 0 for name in (*measured, *also))


def test_without_a_compiler_what_needs_one_is_null(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "COMPILERS", ())
    monkeypatch.delenv("CC", raising=False)
    found = fanout("--compressed")

    assert found["deliveries"] == found["messages"] == 50 * 20
    assert found["bytes"] < 50 * 20 * 1_000, "compressed"
    names = ("limit_deliveries_per_cpu_s", "ratio", "p50_ms", "p99_ms", "limit_last_ms")
    assert [found[name] for name in names] == [None] * 5


def test_a_page_is_compared_with_the_same_bytes_from_a_route_that_does_nothing(
    client: Path,
) -> None:
    found = page.run(4, seconds=0, people=3)

    assert found.bytes is not None
    assert found.bytes > 10_000, "the whole page of a session"
    compared = (found.pages_per_cpu_s, found.constant_pages_per_cpu_s, found.page_ratio)
    assert all(figure is not None and figure > 0 for figure in compared)


def test_the_relatives_of_the_fan_out_count_right(client: Path) -> None:
    with setting(20, people=upvotes.UPVOTES) as place:
        slowed = slow.measure(place, seconds=0, ticks=3)
        voted = upvotes.measure(place)
        joined = join.measure(place)

    assert (slowed.ticks, slowed.deliveries, slowed.closed) == (3, 19 * 3, 0)
    assert voted.messages in range(20, 20 * upvotes.UPVOTES, 20), "many upvotes are few frames"
    assert voted.compressed
    assert (joined.join_cpu_ms or 0) > (joined.page_cpu_ms or 0) > 0


def test_who_comes_back_is_counted_again(client: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginning, "QUIET_S", 0.1)
    with setting(20) as place:
        again = reconnect.measure(place)
        soaked = soak.measure(place, seconds=0)

    assert 0 < (again.back_s or 0) < (again.right_s or 0)
    assert (soaked.closed, len(soaked.rss_kib or ())) == (0, 4)


def test_every_ballot_is_acknowledged_and_written(client: Path) -> None:
    found = votes.run(10, seconds=0.2, people=40)

    assert (found.scenario, found.sockets, (found.votes or 0) >= 10) == ("votes", 10, True)
    measured = (found.votes_per_s, found.grouped_votes_per_s, found.batched_votes_per_s)
    assert all((*measured, found.grouped_to_batched, found.grouped_to_single))


def test_voters_count_what_is_not_taken(client: Path) -> None:
    with votes.room(3, people=3) as room, voting_at_nothing(room) as askers:
        refused = askers.ask(6, seconds=PATIENCE_S)

    assert (refused.taken, refused.others, refused.waits_ms) == (0, 6, [])


@contextmanager
def voting_at_nothing(room: Room) -> Iterator[Askers]:
    """On the real server, for a poll that is none."""
    with (
        serving(room.stage, room.cores.servers) as ours,
        voting(replace(room, poll_id=room.poll_id + 1), ours.address) as askers,
    ):
        yield askers


def test_what_is_not_known_is_null_and_has_no_line() -> None:
    found = Measured(scenario="fanout", sockets=2, ratio=0.71234, compressed=False)

    told = {name: value for name, value in found.as_json().items() if value is not None}
    assert told == {"scenario": "fanout", "sockets": 2, "ratio": 0.7123, "compressed": False}
    assert found.words() == [
        "scenario    fanout",
        "sockets     2",
        "ratio       0.712",
        "compressed  no",
    ]
    assert [percentile(range(100), share) for share in (0.5, 0.99)] == [50, 99]

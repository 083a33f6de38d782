"""What answers a handshake is what `websockets` answers to the same one."""

import pytest
from websockets.datastructures import Headers
from websockets.http11 import Request
from websockets.server import ServerProtocol

from conference.serving.handshakes import DEFLATE, MOST_BYTES, WAY_BYTES, Answer, answer

KEY, OTHER_KEY = b"dGhlIHNhbXBsZSBub25jZQ==", b"AAAAAAAAAAAAAAAAAAAAAA=="
PLAIN = {
    b"host": b"conference.example",
    b"origin": b"https://conference.example",
    b"connection": b"keep-alive, Upgrade",
    b"upgrade": b"WebSocket",
    b"sec-websocket-version": b"13",
    b"sec-websocket-key": KEY,
}
OFFERS = {
    b"": False,
    b"permessage-deflate": True,
    b"permessage-deflate; client_max_window_bits": True,
    b"permessage-deflate; server_max_window_bits=9": False,
    b"x-webkit-deflate-frame, permessage-deflate; server_no_context_takeover": True,
    b"permessage-deflate; nonsense, permessage-deflate": True,
    b"permessage-deflate; nonsense": False,
}


def answered(fields: dict[bytes, bytes]) -> Answer | None:
    return answer([*fields.items()])


def said_by_websockets(fields: dict[bytes, bytes]) -> list[str]:
    headers = Headers([(name.decode(), value.decode()) for name, value in fields.items()])
    response = ServerProtocol(extensions=[DEFLATE]).accept(Request("/", headers))
    del response.headers["Date"]
    return sorted(response.serialize().decode().strip().split("\r\n"))


@pytest.mark.parametrize("key", [KEY, OTHER_KEY])
@pytest.mark.parametrize("offer", OFFERS)
def test_whoever_asks_as_browsers_do_is_answered_as_websockets_does(
    key: bytes, offer: bytes
) -> None:
    fields = PLAIN | {b"sec-websocket-key": key}
    if offer:
        fields[b"sec-websocket-extensions"] = offer

    given = answered(fields)

    assert given is not None
    assert sorted(given.head.decode().strip().split("\r\n")) == said_by_websockets(fields)
    assert given.deflates == OFFERS[offer]


UNANSWERED = {
    "another protocol": {b"upgrade": b"h2c"},
    "no upgrade": {b"connection": b"close"},
    "no such version": {b"sec-websocket-version": b"8"},
    "no key": {b"sec-websocket-key": b""},
    "half a key": {b"sec-websocket-key": KEY[:12]},
    "what is no key": {b"sec-websocket-key": b"!" * 24},
    "what cannot be read": {b"sec-websocket-extensions": b"=;="},
    "a subprotocol": {b"sec-websocket-protocol": b"chat"},
    "a body": {b"content-length": b"7"},
    "a body in pieces": {b"transfer-encoding": b"chunked"},
    "an endless offer": {b"sec-websocket-extensions": b"x" * WAY_BYTES},
    "endless fields": {b"cookie": b"x" * MOST_BYTES},
}


@pytest.mark.parametrize("name", UNANSWERED)
def test_all_others_are_left_to_uvicorn(name: str) -> None:
    assert answered(PLAIN) is not None
    assert answered(PLAIN | UNANSWERED[name]) is None


@pytest.mark.parametrize("name", PLAIN)
def test_what_is_said_twice_counts_only_where_it_matters_to_nobody_here(name: bytes) -> None:
    twice = answer([*PLAIN.items(), (name, PLAIN[name])])

    assert (twice is None) == (name != b"host")

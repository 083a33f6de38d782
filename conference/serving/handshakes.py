"""What answers the handshake of a WebSocket (RFC 6455, 4.2.2): `websockets` says it, once for all
who ask alike, as browsers do; from one to the next only the key differs, and what comes of it.
"""

import binascii
import http
import zlib
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from websockets.datastructures import Headers
from websockets.extensions import Extension
from websockets.extensions.permessage_deflate import (
    PerMessageDeflate,
    ServerPerMessageDeflateFactory,
)
from websockets.http11 import Request
from websockets.server import ServerProtocol
from websockets.utils import accept_key

Fields = Sequence[tuple[bytes, bytes]]

KEY = b"sec-websocket-key"
# What the answer hangs on, and what there may be one of at most.
ASKED = frozenset(
    (
        KEY,
        b"origin",
        b"connection",
        b"upgrade",
        b"sec-websocket-version",
        b"sec-websocket-extensions",
    )
)
UNUSUAL = frozenset((b"sec-websocket-protocol", b"content-length", b"transfer-encoding"))
KEY_BYTES = 16
ANY_KEY = "dGhlIHNhbXBsZSBub25jZQ=="
MOST_BYTES = 8192
# Browsers ask in a few ways, and briefly.
WAYS, WAY_BYTES = 64, 512

# A server may impose that it takes over no context, though no browser asks for it; so one
# compressed frame is right for all, and a connection keeps no window of 32 KiB.
DEFLATE = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True,
    client_no_context_takeover=True,
    compress_settings={"memLevel": 5},
)


@dataclass(frozen=True)
class Answer:
    """`head`: of a connection that is let in, but for the date. `deflates`: whether it takes what
    is compressed once for all."""

    head: bytes
    deflates: bool


def answer(fields: Fields) -> Answer | None:
    """None: to one who asks wrongly, or as no browser does. Names in lower case."""
    names = [name for name, _ in fields if name in ASKED or name in UNUSUAL]
    asked = {name: value for name, value in fields if name in ASKED}
    if len(asked) != len(names) or sum(len(value) for _, value in fields) > MOST_BYTES:
        return None
    key, _ = asked.pop(KEY, b""), asked.pop(b"origin", None)
    if not _is_key(key) or sum(map(len, asked.values())) > WAY_BYTES:
        return None
    agreed = _agreed(tuple(asked.items()))
    if agreed is None:
        return None
    accepted = f"Sec-WebSocket-Accept: {accept_key(key.decode())}\r\n"
    return Answer(agreed.head + accepted.encode(), agreed.deflates)


def _is_key(key: bytes) -> bool:
    try:
        return len(b64decode(key, validate=True)) == KEY_BYTES
    except binascii.Error:
        return False


@lru_cache(WAYS)
def _agreed(asked: Fields) -> Answer | None:
    """Without what comes of the key."""
    headers = Headers([("Sec-WebSocket-Key", ANY_KEY)])
    for name, value in asked:
        headers[name.decode()] = value.decode("latin-1")
    server = ServerProtocol(extensions=[DEFLATE])
    response = server.accept(Request("/", headers))
    if response.status_code != http.HTTPStatus.SWITCHING_PROTOCOLS:
        return None
    del response.headers["Date"], response.headers["Sec-WebSocket-Accept"]
    head = response.serialize().removesuffix(b"\r\n")
    return Answer(head, any(map(_takes_ours, server.extensions)))


def _takes_ours(extension: Extension) -> bool:
    """Who asks for a smaller window cannot unpack what was packed with the largest."""
    if not isinstance(extension, PerMessageDeflate):
        return False
    return extension.local_max_window_bits == zlib.MAX_WBITS

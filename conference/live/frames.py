"""A frame as it goes over the wire: encoded once, whoever gets it (RFC 6455, 5.2; RFC 7692, 7.2.1).

Pure.
"""

import struct
import zlib

TEXT, DEFLATED = 0x81, 0xC1
# Every message ends so, and both ends leave it out.
TAIL = b"\x00\x00\xff\xff"
LEVEL = 6


class Frame:
    """One text message. What a reader's connection takes of its two forms, it says itself.

    `deflated`: for connections whose every message is compressed by itself. What does not get
    smaller goes plain, which they take as well.
    """

    # Made at once, as nearly every frame is wanted packed: what is worked out when it is first
    # asked for takes thousands of connections longer to get at.
    __slots__ = ("deflated", "plain", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        payload = text.encode()
        self.plain = _head(TEXT, len(payload)) + payload
        packed = _packed(payload)
        self.deflated = min(self.plain, _head(DEFLATED, len(packed)) + packed, key=len)


def _packed(payload: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH)
    return packed.removesuffix(TAIL)


def _head(first: int, length: int) -> bytes:
    if length < 126:
        return bytes((first, length))
    if length < 2**16:
        return struct.pack("!BBH", first, 126, length)
    return struct.pack("!BBQ", first, 127, length)

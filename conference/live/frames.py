"""A frame as it goes over the wire: encoded once, whoever gets it (RFC 6455, 5.2; RFC 7692, 7.2.1).

Pure.
"""

import struct
import zlib
from functools import cached_property

TEXT, DEFLATED = 0x81, 0xC1
# Every message ends so, and both ends leave it out.
TAIL = b"\x00\x00\xff\xff"
LEVEL = 6


class Frame:
    """One text message. What a reader's connection takes of its two forms, it says itself."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def payload(self) -> bytes:
        return self.text.encode()

    @cached_property
    def plain(self) -> bytes:
        return _head(TEXT, len(self.payload)) + self.payload

    @cached_property
    def deflated(self) -> bytes:
        """For connections whose every message is compressed by itself. What does not get smaller
        goes plain, which they take as well."""
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(self.payload) + packer.flush(zlib.Z_SYNC_FLUSH)
        packed = packed.removesuffix(TAIL)
        made = _head(DEFLATED, len(packed)) + packed
        return made if len(made) < len(self.plain) else self.plain


def _head(first: int, length: int) -> bytes:
    if length < 126:
        return bytes((first, length))
    if length < 2**16:
        return struct.pack("!BBH", first, 126, length)
    return struct.pack("!BBQ", first, 127, length)

"""A file on its way from a preview to the writing: in the form itself, and in no server."""

import base64
import binascii
import zlib


class NotCarried(ValueError):
    """What `carried` has not made."""


class TooMuch(NotCarried):
    """It would unpack into more than allowed."""


def carried(content: bytes) -> str:
    """As a form's field can carry it: short, and without line breaks, which browsers change."""
    return base64.urlsafe_b64encode(zlib.compress(content)).decode("ascii")


def read_carried(value: str, most: int) -> bytes:
    """`most` counts bytes. Raises TooMuch, NotCarried."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(base64.urlsafe_b64decode(value), most)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise NotCarried from error
    if unpacking.unconsumed_tail:
        raise TooMuch
    if not unpacking.eof:
        raise NotCarried
    return content

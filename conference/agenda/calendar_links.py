"""The secret part of a personal calendar's address, which is made anew each time it is shown and
stored nowhere. What it opens is told by `agenda.subscriptions`."""

import base64
import binascii
import hashlib
import hmac
import struct

PURPOSE = b"conference personal calendar 1\0"
WHAT = struct.Struct(">III")
# 144 bits, and with WHAT 30 bytes: whole groups of base64, so no padding.
PROOF_BYTES = 18


def calendar_token(secret: bytes, person_id: int, event_id: int, version: int) -> str:
    what = WHAT.pack(person_id, event_id, version)
    return base64.urlsafe_b64encode(what + _proof(secret, what)).decode("ascii")


def read_token(secret: bytes, token: str) -> tuple[int, int, int] | None:
    """Person, event and version, if this server made the token."""
    try:
        content = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    what, proof = content[: WHAT.size], content[WHAT.size :]
    if len(what) < WHAT.size or not hmac.compare_digest(proof, _proof(secret, what)):
        return None
    person_id, event_id, version = WHAT.unpack(what)
    return person_id, event_id, version


def _proof(secret: bytes, what: bytes) -> bytes:
    return hmac.digest(secret, PURPOSE + what, hashlib.sha256)[:PROOF_BYTES]

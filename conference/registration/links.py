"""The personal link: its token, which is rebuilt for every mail and stored nowhere.

What a token opens is told by `registration.signing`.
"""

import base64
import binascii
import hashlib
import hmac
import struct

PURPOSE = b"conference personal link 1\0"
WHAT = struct.Struct(">II")
# 128 bits, and with WHAT 24 bytes: whole groups of base64, so no padding.
PROOF_BYTES = 16


def personal_token(secret: bytes, registration_id: int, version: int) -> str:
    what = WHAT.pack(registration_id, version)
    return base64.urlsafe_b64encode(what + _proof(secret, what)).decode("ascii")


def read_token(secret: bytes, token: str) -> tuple[int, int] | None:
    """Registration and version, if this server made the token."""
    try:
        content = base64.b64decode(token, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    what, proof = content[: WHAT.size], content[WHAT.size :]
    if len(what) < WHAT.size or not hmac.compare_digest(proof, _proof(secret, what)):
        return None
    registration_id, version = WHAT.unpack(what)
    return registration_id, version


def _proof(secret: bytes, what: bytes) -> bytes:
    return hmac.digest(secret, PURPOSE + what, hashlib.sha256)[:PROOF_BYTES]

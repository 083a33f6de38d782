"""Sealing: what stands in the database instead of a person."""

import hashlib
import hmac

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

WHO_BYTES = 16


def seal_person(key: bytes, scope_id: int, person_id: int) -> bytes:
    """The same 16 bytes for the same person and scope, and nothing without the key.

    HMAC-SHA256(HKDF(key, "who"), scope ‖ person), cut to 16 bytes.
    """
    message = scope_id.to_bytes(8) + person_id.to_bytes(8)
    return hmac.digest(_derive(key, b"who"), message, hashlib.sha256)[:WHO_BYTES]


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)

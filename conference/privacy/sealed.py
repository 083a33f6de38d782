"""Sealing: what stands in the database instead of a person."""

import hashlib
import hmac
from collections.abc import Callable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

WHO_BYTES = 16

Sealer = Callable[[int], bytes]


def sealer(key: bytes, scope_id: int) -> Sealer:
    """Seals a person's id: the same 16 bytes for the same person and scope, nothing without the
    key. HMAC-SHA256(HKDF(key, "who"), scope ‖ person), cut to 16 bytes."""
    derived, scope = derive(key, b"who"), scope_id.to_bytes(8)

    def seal(person_id: int) -> bytes:
        message = scope + person_id.to_bytes(8)
        return hmac.digest(derived, message, hashlib.sha256)[:WHO_BYTES]

    return seal


def derive(key: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA256: what seals persons opens no boxes."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)

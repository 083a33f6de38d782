"""Boxes: one answer each, sealed under a key derived from its scope's, all of one scope alike long.

`open_box` is for `privacy.releasing` alone; a test holds that.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from conference.privacy.sealed import derive

NONCE_BYTES = 12
STEP_BYTES = 256


@dataclass(frozen=True, repr=False)
class BoxKey:
    """What closes and opens the boxes of one scope. Never kept longer than a batch or a release."""

    scope_id: int
    cipher: AESGCM


def box_key(key: bytes, scope_id: int) -> BoxKey:
    return BoxKey(scope_id, AESGCM(derive(key, b"what")))


def close_box(key: BoxKey, who: bytes, content: Mapping[str, Any], size: int) -> bytes:
    """12 random bytes ‖ AES-256-GCM of the content, filled up to `size`; bound to scope and `who`.

    Raises ValueError for what does not fit: a longer box would stand out.
    """
    payload = _written(content)
    if len(payload) > size:
        raise ValueError("an answer longer than its box")
    nonce = os.urandom(NONCE_BYTES)
    return nonce + key.cipher.encrypt(nonce, payload.ljust(size), _bound_to(key, who))


def open_box(key: BoxKey, who: bytes, box: bytes) -> dict[str, Any]:
    """Raises cryptography's InvalidTag for a box of another scope or person, or a changed one."""
    nonce, sealed = box[:NONCE_BYTES], box[NONCE_BYTES:]
    content: dict[str, Any] = json.loads(key.cipher.decrypt(nonce, sealed, _bound_to(key, who)))
    return content


def size_for(fullest: Mapping[str, Any]) -> int:
    """What the longest content of a scope needs, in steps of 256 bytes."""
    return -(-len(_written(fullest)) // STEP_BYTES) * STEP_BYTES


def _written(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _bound_to(key: BoxKey, who: bytes) -> bytes:
    return key.scope_id.to_bytes(8) + who

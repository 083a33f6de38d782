"""Changes as they go over the bus: JSON of class names and ids, signed.

Whoever else reaches the bus could have a room shown what is asked in another, or wear all processes
out. Processes of two versions may share a bus for a while, so what is not known here is left out.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import structlog

from conference.db import Change

logger = structlog.get_logger("conference.live")

SIGNATURE_BYTES = hashlib.sha256().digest_size


def pack(sender: str, changes: Iterable[Change]) -> str:
    return json.dumps([sender, [[type(each).__name__, asdict(each)] for each in changes]])


def signed(key: bytes, text: str) -> bytes:
    said = text.encode()
    return hmac.digest(key, said, hashlib.sha256) + said


def verified(key: bytes, data: bytes) -> bytes:
    """What was signed with the same key. Raises ValueError."""
    signature, said = data[:SIGNATURE_BYTES], data[SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, hmac.digest(key, said, hashlib.sha256)):
        raise ValueError("not signed")
    return said


class Unpacker:
    """It says once of each kind of change that it does not know it."""

    def __init__(self) -> None:
        self._unknown: set[str] = set()

    def unpack(self, text: str | bytes) -> tuple[str, list[Change]]:
        """The sender, and its changes. Raises ValueError."""
        try:
            sender, packed = json.loads(text)
            known = {kind.__name__: kind for kind in kinds(Change)}
            changes = [self._change(known.get(name), name, ids) for name, ids in packed]
        except (TypeError, AttributeError) as error:
            raise ValueError("no changes") from error
        return str(sender), [change for change in changes if change is not None]

    def _change(self, kind: type[Change] | None, name: str, ids: dict[str, Any]) -> Change | None:
        try:
            if kind is not None:
                change = kind(**ids)
                # Equal ones are to be one.
                hash(change)
                return change
        except TypeError:
            pass
        if name not in self._unknown:
            self._unknown.add(name)
            logger.info("change of another version", kind=name)
        return None


def kinds(base: type[Change]) -> Iterator[type[Change]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)

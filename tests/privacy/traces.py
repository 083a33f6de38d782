"""What is left of a vote on the disk and in the process, for who looks for it."""

import gc
import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url

from conference.db import Database

KEY_BYTES = 32
CHUNK_BYTES = 1 << 20


def sqlite_file(database: Database) -> Path:
    path = make_url(str(database.engine.url)).database
    assert path is not None
    return Path(path)


async def files(database: Database) -> list[Path]:
    """Of this database, with its write-ahead log: all that a backup or an archive may hold."""
    if database.is_sqlite:
        path = sqlite_file(database)
        return sorted(path.parent.glob(f"{path.name}*"))
    async with database.reading() as db:
        await db.execute(text("CHECKPOINT"))
        folder = Path(str(await db.scalar(text("SHOW data_directory"))))
        oid = await db.scalar(
            text("SELECT oid FROM pg_database WHERE datname = current_database()")
        )
    own = [path for path in (folder / "base" / str(oid)).iterdir() if path.is_file()]
    return own + [path for path in (folder / "pg_wal").iterdir() if path.is_file()]


async def is_on_disk(database: Database, words: bytes) -> bool:
    return any(words in read(path) for path in await files(database))


def read(path: Path) -> bytes:
    """Nothing, if the server has removed it meanwhile."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def fingerprint(secret: bytes) -> bytes:
    """So that who looks for a secret does not hold it."""
    return hashlib.sha256(secret).digest()


def is_in_memory(wanted: bytes) -> bool:
    """Whether any object of this process holds the 32 bytes with this fingerprint."""
    return any(fingerprint(found) == wanted for found in _bytes_held())


def _bytes_held() -> Iterator[bytes]:
    gc.collect()
    for holder in gc.get_objects():
        for found in gc.get_referents(holder):
            if isinstance(found, bytes | bytearray) and len(found) == KEY_BYTES:
                yield bytes(found)


def back_up(path: Path, to: Path) -> None:
    """While it is in use."""
    source, target = sqlite3.connect(path), sqlite3.connect(to)
    source.backup(target)
    source.close()
    target.close()

"""The ballots of the scenario `votes` without HTTP, a process of its own: at `db.grouped` with the
action the route uses, then the same rows in bare `sqlite3`, in batches and one commit each.

It prints how many a second, a line for each.
"""

import asyncio
import os
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

import uvloop
from sqlalchemy import select

from conference.accounts.models import Person
from conference.db import Database
from conference.db.database import PRAGMAS
from conference.db.grouped import BATCH
from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.answers import Answering, seal_answers
from conference.serving import calm_collector
from conference.settings import sqlite_url

AT_ONCE = 1_000
STORE = """
    INSERT INTO sealed (scope_id, who, box) VALUES (?, ?, ?)
    ON CONFLICT (scope_id, who) DO UPDATE SET box = excluded.box
"""
Row = tuple[int, bytes, bytes]


def main() -> None:
    folder, poll_id, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    path = folder / "conference.sqlite"
    grouped = uvloop.run(_grouped(path, KeyFolder(folder / "keys"), poll_id, seconds))
    print("grouped", grouped, flush=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for pragma in PRAGMAS:
            database.execute(f"PRAGMA {pragma}")
        rows = _rows(database)
        print("batched", _bare(database, rows, BATCH, seconds), flush=True)
        print("single", _bare(database, rows, 1, seconds), flush=True)


async def _grouped(path: Path, keys: KeyFolder, poll_id: int, seconds: float) -> float:
    """Of so many at once; who has an answer sends the next."""
    database = Database(sqlite_url(path))
    async with database.reading() as db:
        people = (await db.scalars(select(Person.id).order_by(Person.id))).all()
    voters, written = cycle(people), 0
    calm_collector()
    ends_at = time.monotonic() + seconds

    async def vote() -> None:
        nonlocal written
        while not written or time.monotonic() < ends_at:
            content = {"value": 1 + written % 5}
            ballot = Answering(ScopeKind.POLL, poll_id, next(voters), None, content, keys)
            await database.grouped(seal_answers, ballot)
            written += 1

    began = time.monotonic()
    await asyncio.gather(*(vote() for _ in range(AT_ONCE)))
    took_s = time.monotonic() - began
    await database.close()
    return written / took_s


def _rows(database: sqlite3.Connection) -> list[Row]:
    """As many as there are, as long as they are, of people who are none."""
    scope_id, size, people = database.execute(
        "SELECT max(scope_id), max(length(box)), count(*) FROM sealed"
    ).fetchone()
    return [(scope_id, os.urandom(16), os.urandom(size)) for _ in range(people)]


def _bare(database: sqlite3.Connection, rows: Sequence[Row], batch: int, seconds: float) -> float:
    written, endless = 0, cycle(rows)
    began = time.monotonic()
    while (took_s := time.monotonic() - began) < seconds or not written:
        database.execute("BEGIN IMMEDIATE")
        database.executemany(STORE, islice(endless, batch))
        database.execute("COMMIT")
        written += batch
    return written / took_s


if __name__ == "__main__":
    main()

"""What an attacker makes of a database file, its write-ahead log and the server's log lines.

Not of the key folder, nor of the memory of the running server: see privacy.py's promise.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import make_url

from conference.db import Base, Database

WAL_HEADER, FRAME_HEADER = 32, 24
Rows = dict[str, set[tuple[Any, ...]]]
# A transaction, in order: the questions it has written, and the people its other rows name.
Transaction = tuple[set[int], set[int]]


async def transactions(database: Database) -> list[Transaction]:
    """As far back as the database itself still tells them apart."""
    if database.is_sqlite:
        path = make_url(str(database.engine.url)).database
        assert path is not None
        return list(_from_wal(Path(path)))
    return await _from_system_columns(database)


def guess_by_transaction(found: Sequence[Transaction], question_id: int, reach: int) -> int | None:
    """The one person named in the question's transaction, or in those `reach` around it, the
    nearest first."""
    (place,) = (place for place, (questions, _) in enumerate(found) if question_id in questions)
    for distance in range(reach + 1):
        for at in (place - distance, place + distance):
            people = found[at][1] if 0 <= at < len(found) else set()
            if len(people) == 1:
                return next(iter(people))
    return None


def guess_by_log(lines: Sequence[dict[str, Any]], order: int, of: int) -> int | None:
    """The person whose line stands nearest to the line of the question that was asked as number
    `order`; where questions have no lines, the person whose line stands as far down the log."""
    asking = [at for at, line in enumerate(lines) if _is_asking(line)]
    named = [at for at, line in enumerate(lines) if line.get("person")]
    if not named:
        return None
    place = asking[order] if len(asking) == of else (2 * order + 1) * len(lines) // (2 * of)
    nearest = min(named, key=lambda at: abs(at - place))
    return int(lines[nearest]["person"])


def _is_asking(line: dict[str, Any]) -> bool:
    is_route = line.get("route") == "/sessions/{session_id}/questions"
    return is_route and line["event"] == "request" and line["method"] == "POST"


def _from_wal(path: Path) -> Iterator[Transaction]:
    """Each commit gives a database; what differs from the one before was one transaction."""
    before: Rows | None = None
    for image in _images(path.read_bytes(), path.with_name(f"{path.name}-wal").read_bytes()):
        connection = sqlite3.connect(":memory:")
        connection.deserialize(image)
        rows = {table: set(connection.execute(f"SELECT * FROM {table}")) for table in _tables()}  # noqa: S608
        signed_in = dict(connection.execute("SELECT id, person_id FROM sign_in"))
        connection.close()
        if before is not None:
            yield _difference(before, rows, signed_in)
        before = rows


def _images(database: bytes, wal: bytes) -> Iterator[bytes]:
    """The database after each commit in its log (sqlite.org/fileformat2.html#walformat)."""
    size, salts = int.from_bytes(wal[8:12]), wal[16:24]
    pages = dict(enumerate(database[at : at + size] for at in range(0, len(database), size)))
    for at in range(WAL_HEADER, len(wal), FRAME_HEADER + size):
        header, page = (
            wal[at : at + FRAME_HEADER],
            wal[at + FRAME_HEADER : at + FRAME_HEADER + size],
        )
        if header[8:16] != salts:
            return
        pages[int.from_bytes(header[:4]) - 1] = page
        if length := int.from_bytes(header[4:8]):
            image = bytearray(b"".join(pages[number] for number in range(length)))
            image[18:20] = b"\x01\x01"  # Read as a database without a log
            yield bytes(image)


def _tables() -> list[str]:
    return [table.name for table in Base.metadata.sorted_tables if table.name != "presence"]


def _difference(before: Rows, after: Rows, signed_in: dict[int, int]) -> Transaction:
    questions: set[int] = set()
    people: set[int] = set()
    for table in Base.metadata.sorted_tables:
        for row in before.get(table.name, set()) ^ after.get(table.name, set()):
            named = dict(zip(table.columns.keys(), row, strict=True))
            if table.name == "question":
                questions.add(named["id"])
            people |= _people(table.name, named, signed_in)
    return questions, people


def _people(table: str, row: dict[str, Any], signed_in: dict[int, int]) -> set[int]:
    found = {row.get("person_id"), signed_in.get(row.get("sign_in_id", 0))}
    if table == "person":
        found.add(row["id"])
    return {person for person in found if person}


async def _from_system_columns(database: Database) -> list[Transaction]:
    """PostgreSQL keeps with each row the numbers of the transactions that wrote and locked it."""
    people: dict[int, set[int]] = {}
    questions: dict[int, set[int]] = {}
    async with database.reading() as db:
        for table in Base.metadata.sorted_tables:
            person = "id" if table.name == "person" else "person_id"
            if person not in table.columns:
                continue
            rows = await db.execute(
                text(f"SELECT {person}, xmin::text::int, xmax::text::int FROM {table.name}")  # noqa: S608
            )
            for person_id, *numbers in rows:
                for number in numbers:
                    people.setdefault(number, set()).update({person_id} - {None, 0})
        asked = await db.execute(text("SELECT id, xmin::text::int FROM question"))
        for question_id, number in asked:
            questions.setdefault(number, set()).add(question_id)
    numbers = sorted(people.keys() | questions.keys())
    return [(questions.get(number, set()), people.get(number, set())) for number in numbers]

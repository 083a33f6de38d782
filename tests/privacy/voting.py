"""A vote and its people, without anything around it: database, keys, and what is called of both."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.db import Database
from conference.privacy import KeyFolder, Scope, ScopeKind
from conference.privacy.answers import Answering, seal_answers
from conference.privacy.closing import close_due
from conference.privacy.models import Release, ScopeState, Sealed
from conference.privacy.plan import Plan, Statistic, Unit
from conference.privacy.releasing import Releaser
from conference.privacy.scopes import Owner, open_scope

HOUR = timedelta(hours=1)
POLL = Plan(Unit.PERSON, Statistic.CHOICES, choices=("7", "8", "9"))
MOOD = Plan(Unit.COMPANY, Statistic.LEVELS, is_live=True)
SUBJECT = 4711


@dataclass
class Room:
    """`newcomers`: companies that became partners since; `counted`: how many boxes there were
    when a release was written; `closing`: set in the transaction that closes."""

    database: Database
    keys: KeyFolder
    kind: ScopeKind = ScopeKind.POLL
    subject_id: int = SUBJECT
    newcomers: dict[int, str] = field(default_factory=dict)
    counted: list[int] = field(default_factory=list)
    closed: int = 0
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        owner = Owner(released=self._count, closed=self._close, units=self._units)
        self.owners = {self.kind: owner}
        self.releaser = Releaser(self.database, self.keys, self.owners)

    async def open(self, plan: Plan, companies: int = 40) -> int:
        async with self.database.writing() as db:
            closes_at = clock.now() + HOUR
            units = dict.fromkeys(range(1, companies + 1), "")
            scope = await open_scope(
                *(db, self.keys, self.kind, self.subject_id, closes_at), plan=plan, units=units
            )
            return scope.id

    def answering(self, person: int, content: Mapping[str, Any] | None) -> Answering:
        """Each person is a company of their own."""
        return Answering(self.kind, self.subject_id, person, person, content, self.keys)

    async def say(self, person: int, content: Mapping[str, Any] | None) -> None:
        await self.database.grouped(seal_answers, self.answering(person, content))

    async def feel(self, person: int, value: int, text: str = "") -> None:
        await self.say(person, {"value": value, "topic": "", "text": text, "language": "en"})

    async def all_say(self, people: Iterable[int], content: Mapping[str, Any] | None) -> None:
        await asyncio.gather(*(self.say(person, content) for person in people))

    async def all_feel(self, people: Iterable[int], value: int = 4, text: str = "") -> None:
        """Each their own text, if any."""
        await asyncio.gather(
            *(self.feel(person, value, text and f"{text} {person}") for person in people)
        )

    async def close(self) -> None:
        await self.end()
        await close_due(self.database, self.keys, self.owners)

    async def end(self) -> None:
        async with self.database.writing() as db:
            await db.execute(update(Scope).values(closes_at=clock.now()))

    async def boxes(self) -> dict[bytes, tuple[bytes, bytes | None]]:
        async with self.database.reading() as db:
            rows = await db.execute(select(Sealed.who, Sealed.box, Sealed.released))
            return {row.who: (row.box, row.released) for row in rows}

    async def releases(self) -> list[tuple[int, bool, Any]]:
        async with self.database.reading() as db:
            rows = await db.scalars(select(Release).order_by(Release.scope_id, Release.number))
            return [(row.number, row.is_final, row.figures) for row in rows]

    async def states(self) -> list[tuple[ScopeState, bool]]:
        """Of each scope, and whether its key is noted as destroyed."""
        async with self.database.reading() as db:
            scopes = await db.scalars(select(Scope).order_by(Scope.id))
            return [(scope.state, scope.key_destroyed_at is not None) for scope in scopes]

    async def _count(self, db: AsyncSession, scope: Scope) -> None:
        boxes = select(func.count()).select_from(Sealed).where(Sealed.scope_id == scope.id)
        self.counted.append(await db.scalar(boxes) or 0)

    async def _close(self, db: AsyncSession, scope: Scope) -> None:
        self.closed += 1
        self.closing.set()

    async def _units(self, db: AsyncSession, scope: Scope) -> Mapping[int, str]:
        return self.newcomers

"""Changes: what a write touched, announced inside the transaction, delivered after its commit.

A change is a frozen dataclass of ids, never of state: two equal ones are one.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

KEY = "changes"


@dataclass(frozen=True)
class Change:
    pass


Listener = Callable[[frozenset[Change]], None]


def announce(db: AsyncSession, change: Change) -> None:
    db.info.setdefault(KEY, set()).add(change)


def announced(db: AsyncSession) -> frozenset[Change]:
    return frozenset(db.info.get(KEY, ()))

"""Several small reads in one statement: the way to the database costs more than each of them."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from functools import cached_property
from typing import Any

from sqlalchemy import CompoundSelect, Select, literal, union_all
from sqlalchemy.ext.asyncio import AsyncSession

Pairs = Callable[[], Select[int, int]]


class United:
    """Of reads that give pairs of numbers; a parameter's name means the same in all of them."""

    def __init__(self, *reads: Pairs) -> None:
        self._reads = reads

    async def read(self, db: AsyncSession, asked: Mapping[str, Any]) -> list[dict[int, Set[int]]]:
        """What each of them finds, in their order: the second numbers by the first."""
        found: list[dict[int, set[int]]] = [defaultdict(set) for _ in self._reads]
        for first, second, place in await db.execute(self._statement, asked):
            found[place][first].add(second)
        return [dict(each) for each in found]

    @cached_property
    def _statement(self) -> CompoundSelect[Any]:
        """To build it takes as long as to send it."""
        return union_all(
            *(read().add_columns(literal(place)) for place, read in enumerate(self._reads))
        )

"""How many sockets one may hold at this process, and how quickly open them.

A person's own are few. A whole company may come from one address, before anybody has signed in.
"""

from collections import Counter
from dataclasses import dataclass, field

from conference.errors import TooMany
from conference.web.limits import Limit, Windows


@dataclass(frozen=True)
class Door:
    """`open_at_once`: sockets; `opened`: how many of them within which time."""

    open_at_once: int
    opened: Limit


OF_ONE = Door(10, Limit(20, per_s=60))
OF_AN_ADDRESS = Door(1_000, Limit(2_000, per_s=60))


@dataclass
class Doors:
    limits: Windows = field(default_factory=Windows)
    _open: Counter[str] = field(default_factory=Counter)

    def let_in(self, holder: str, *, is_known: bool) -> bool:
        """One more of this holder's sockets, which counts until it has left."""
        is_open = self._is_open(holder, OF_ONE if is_known else OF_AN_ADDRESS)
        if is_open:
            self._open[holder] += 1
        return is_open

    def leave(self, holder: str) -> None:
        self._open[holder] -= 1
        if not self._open[holder]:
            del self._open[holder]

    def _is_open(self, holder: str, door: Door) -> bool:
        if self._open[holder] >= door.open_at_once:
            return False
        try:
            self.limits.check(holder, door.opened)
        except TooMany:
            return False
        return True

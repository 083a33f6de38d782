"""Limits on how often something may be done, for what must not be stored, such as the addresses
browsers come from: they are kept in memory alone, and other rules are rows instead.

Of several processes all count together, as long as what they share answers; else each for itself.
"""

import ipaddress
import time
from collections import deque
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from math import ceil
from typing import Any

from litestar.connection import ASGIConnection

from conference.errors import TooMany
from conference.i18n import _
from conference.settings import Settings
from conference.web.shared_windows import Away, SharedWindows

AnyConnection = ASGIConnection[Any, Any, Any, Any]
SWEEP_EVERY = 1_000


@dataclass(frozen=True)
class Limit:
    count: int
    per_s: float


class Limits:
    def __init__(self, shared: SharedWindows | None = None) -> None:
        self._here, self._shared = Windows(), shared

    async def check(self, key: Hashable, limit: Limit) -> None:
        """Count one more. Raises TooMany, and then does not count, if the limit is reached."""
        if self._shared:
            with suppress(Away):
                wait_s = await self._shared.wait_s(key, limit.count, limit.per_s)
                if wait_s:
                    raise too_many(wait_s)
        self._here.check(key, limit)

    async def count(self, key: Hashable, limit: Limit) -> int:
        """Count one more without refusing it: how often it happened, up to the limit's count."""
        here = self._here.count(key, limit)
        if self._shared:
            with suppress(Away):
                return max(here, await self._shared.count(key, limit.count, limit.per_s))
        return here

    async def close(self) -> None:
        if self._shared:
            await self._shared.close()


def limits_of(settings: Settings) -> Limits:
    return Limits(SharedWindows(settings.bus, settings.secret) if settings.bus else None)


class Windows:
    """Sliding windows of this process, one for each key. `now`: seconds that never go back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._windows: dict[Hashable, tuple[float, deque[float]]] = {}
        self._until_sweep = SWEEP_EVERY

    def check(self, key: Hashable, limit: Limit) -> None:
        """Count one more. Raises TooMany, and then does not count, if the limit is reached."""
        window = self._window(key, limit.per_s)
        if len(window) >= limit.count:
            raise too_many(window[0] + limit.per_s - self._now())
        window.append(self._now())

    def count(self, key: Hashable, limit: Limit) -> int:
        """Count one more without refusing it: how often it happened, up to the limit's count."""
        window = self._window(key, limit.per_s)
        if len(window) >= limit.count:
            window.popleft()
        window.append(self._now())
        return len(window)

    def __len__(self) -> int:
        return len(self._windows)

    def _window(self, key: Hashable, per_s: float) -> deque[float]:
        self._sweep()
        _, times = self._windows.setdefault(key, (per_s, deque()))
        while times and times[0] <= self._now() - per_s:
            times.popleft()
        return times

    def _sweep(self) -> None:
        """Forget who has not come for a window's time, now and then."""
        self._until_sweep -= 1
        if self._until_sweep > 0:
            return
        self._until_sweep = SWEEP_EVERY
        now = self._now()
        self._windows = {
            key: (per_s, times)
            for key, (per_s, times) in self._windows.items()
            if times and times[-1] > now - per_s
        }


def too_many(wait_s: float) -> TooMany:
    sentence = _("That was very often. Please wait a moment and try again.")
    return TooMany(sentence, max(1, ceil(wait_s)))


def origin_of(request: AnyConnection) -> str:
    """Where a request comes from, for limits only: the address; of IPv6 the network (/64), which
    is what one household or company gets."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host

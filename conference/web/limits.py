"""Limits on how often something may be done, in the memory of this process.

For what must not be stored, such as the addresses browsers come from. Rules that have to hold
over all processes are rows instead.
"""

import ipaddress
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil
from typing import Any

from litestar.connection import ASGIConnection

from conference.errors import TooMany
from conference.i18n import _

AnyConnection = ASGIConnection[Any, Any, Any, Any]
SWEEP_EVERY = 1_000


@dataclass(frozen=True)
class Limit:
    count: int
    per_s: float


class Limits:
    """Sliding windows, one for each key. `now`: seconds that never go back."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._windows: dict[Hashable, tuple[float, deque[float]]] = {}
        self._until_sweep = SWEEP_EVERY

    def check(self, key: Hashable, limit: Limit) -> None:
        """Count one more. Raises TooMany, and then does not count, if the limit is reached."""
        window = self._window(key, limit.per_s)
        if len(window) >= limit.count:
            wait_s = max(1, ceil(window[0] + limit.per_s - self._now()))
            raise TooMany(_("That was very often. Please wait a moment and try again."), wait_s)
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

"""Counts of how often something was done, in the memory of the Valkey that several processes share.

A count a window, and the one before it in part: `now + before × what of it is still in view`. No
moment is kept, nor any name: keys are an HMAC under the server's secret, another one in each
window, and what has gone by expires.
"""

import hashlib
import hmac
import time
from collections.abc import Callable, Hashable
from math import ceil

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

# A request waits for it.
ANSWER_S = 0.5
RESTS_S = 1.0
CONNECTIONS = 20
COUNTING = """
local now = tonumber(redis.call('GET', KEYS[1]) or 0)
local before = tonumber(redis.call('GET', KEYS[2]) or 0)
if now + before * tonumber(ARGV[2]) + 1 <= tonumber(ARGV[1]) or ARGV[4] == 'always' then
  redis.call('INCR', KEYS[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return {now, before}
"""


class Away(Exception):
    """It does not answer; for a moment nobody asks again."""


class SharedWindows:
    """`now`: seconds since 1970, about the same at all hosts."""

    def __init__(self, url: str, secret: bytes, now: Callable[[], float] = time.time) -> None:
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=CONNECTIONS,
            timeout=ANSWER_S,
            socket_timeout=ANSWER_S,
            socket_connect_timeout=ANSWER_S,
            # Once more, as a connection may have ended unnoticed.
            retry=Retry(NoBackoff(), 1),
        )
        self._client = Redis.from_pool(pool)
        self._count = self._client.register_script(COUNTING)
        self._secret, self._now = secret, now
        self._rests_until = 0.0

    async def wait_s(self, key: Hashable, most: int, per_s: float) -> float:
        """Count one more and return 0, or how long to wait until that is within the limit. Raises
        Away."""
        now, before, passed = await self._counted(key, most, per_s, "within")
        return wait_s(now, before, passed, most) * per_s

    async def count(self, key: Hashable, most: int, per_s: float) -> int:
        """Count one more in any case: how often it was, up to `most`. Raises Away."""
        now, before, passed = await self._counted(key, most, per_s, "always")
        return min(most, int(now + before * (1 - passed)) + 1)

    async def close(self) -> None:
        await self._client.aclose()

    async def _counted(
        self, key: Hashable, most: int, per_s: float, how: str
    ) -> tuple[int, int, float]:
        """The counts as they were, and what part of the window has passed."""
        if time.monotonic() < self._rests_until:
            raise Away
        window, passed = divmod(self._now() / per_s, 1)
        names = [self._name(key, int(window)), self._name(key, int(window) - 1)]
        try:
            now, before = await self._count(names, [most, 1 - passed, ceil(per_s * 2000), how])
        except (RedisError, OSError, TimeoutError) as error:
            self._rests_until = time.monotonic() + RESTS_S
            raise Away from error
        return now, before, passed

    def _name(self, key: Hashable, window: int) -> str:
        said = f"{window} {key!r}".encode()
        return f"conference:limit:{hmac.digest(self._secret, said, hashlib.sha256).hex()[:32]}"


def wait_s(now: int, before: int, passed: float, most: int) -> float:
    """In windows: 0 while one more is within the limit."""
    if now + before * (1 - passed) + 1 <= most:
        return 0.0
    if now + 1 <= most:
        return 1 - (most - 1 - now) / before - passed
    return 1 - passed + 1 - (most - 1) / now

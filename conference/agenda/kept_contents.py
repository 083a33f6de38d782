"""What files hold, kept in the memory of this process: a hall that fetches the same slides at the
same moment reads them from the database once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable


class KeptContents:
    """Up to `most_bytes`; the least recently asked for goes first."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes, self._bytes = most_bytes, 0
        self._contents: OrderedDict[Hashable, bytes] = OrderedDict()
        self._reading: dict[Hashable, asyncio.Task[bytes]] = {}

    async def get(self, key: Hashable, read: Callable[[], Awaitable[bytes]]) -> bytes:
        """`read` is asked once, however many wait for it. Raises what it raises, to all of them."""
        if key in self._contents:
            self._contents.move_to_end(key)
            return self._contents[key]
        if key not in self._reading:
            self._reading[key] = asyncio.create_task(self._read(key, read))
        # One who leaves in the middle takes nothing from the others.
        return await asyncio.shield(self._reading[key])

    async def _read(self, key: Hashable, read: Callable[[], Awaitable[bytes]]) -> bytes:
        try:
            content = await read()
        finally:
            del self._reading[key]
        self._contents[key] = content
        self._bytes += len(content)
        while self._bytes > self._most_bytes:
            _, gone = self._contents.popitem(last=False)
            self._bytes -= len(gone)
        return content

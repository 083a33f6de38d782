"""What our protocol rests on must hold under both event loops that it is served by."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable

import pytest

from tests.serving.room import Room, serving

LoopFactory = Callable[[], asyncio.AbstractEventLoop]


def pytest_asyncio_loop_factories() -> dict[str, LoopFactory]:
    if sys.platform == "win32":
        return {"asyncio": asyncio.new_event_loop}
    import uvloop  # not made for Windows

    return {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with serving() as (room, _server):
        yield room

"""People who come over HTTP, some at a time."""

import asyncio
import time
from collections.abc import Iterable

import httpx

from conference.bench.live.measured import CannotMeasure

AT_ONCE = 20
PATIENCE_S = 60


def send_all(requests: Iterable[httpx.Request]) -> list[float]:
    """How long each took, in milliseconds. Raises CannotMeasure if one is refused."""
    return asyncio.run(_send_all(requests))


async def _send_all(requests: Iterable[httpx.Request]) -> list[float]:
    turn = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S) as client:

        async def send(request: httpx.Request) -> float:
            async with turn:
                began = time.monotonic()
                answer = await client.send(request)
                if answer.is_error:
                    raise CannotMeasure(f"A request was answered with {answer.status_code}.")
                return (time.monotonic() - began) * 1000

        return list(await asyncio.gather(*map(send, requests)))

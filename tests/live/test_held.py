"""What an open socket holds: of its request, and of what has opened it, nothing."""

import asyncio
import gc
from collections.abc import Iterator
from typing import Any

import pytest
import websockets
from litestar import WebSocket
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from conference.serving.openings import Opening
from conference.settings import Settings
from tests import factories
from tests.security.served import Served, served
from tests.support.waiting import some_turns

OF_THE_OPENING = (HttpToolsProtocol, Opening, WebSocket)


@pytest.fixture
def others() -> Iterator[set[int]]:
    """Without the collector: what is there before, of servers that have ended or have not."""
    gc.collect()
    gc.disable()
    held = of_openings()
    yield {id(each) for each in held}
    gc.enable()


def of_openings() -> list[Any]:
    return [each for each in gc.get_objects() if isinstance(each, OF_THE_OPENING)]


def opened(site: Served) -> websockets.connect:
    root_url = site.app.settings.root_url
    url = f"{root_url.replace('http', 'ws')}/events/offen-gesagt/live"
    return websockets.connect(url, origin=root_url)  # type: ignore[arg-type]


async def until_held(site: Served, count: int) -> None:
    async with asyncio.timeout(10):
        while len(site.app.live.hub.audiences.all()) != count:  # noqa: ASYNC110  # the hub tells nobody
            await asyncio.sleep(0.01)


async def test_what_has_opened_a_socket_goes_without_waiting_for_the_collector(
    settings: Settings, others: set[int]
) -> None:
    async with served(settings) as site:
        async with site.app.database.writing() as db:
            await factories.an_event(db)

        async with opened(site), opened(site):
            await until_held(site, 2)
            await some_turns()
            left = [each for each in of_openings() if id(each) not in others]

    assert left == []

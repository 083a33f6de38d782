"""What a page says of its making as its socket opens, and whether it is told to fetch."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from litestar import WebSocket

from conference.agenda.topics import room
from conference.db import Database
from conference.live import Broadcast, Live, Topic
from conference.live.frames import Frame
from conference.live.sockets import REFETCH
from conference.qa.actions import NumberChanged
from tests.live.test_hub import shown
from tests.live.test_sockets import allowed
from tests.security.knocking import Socket, scope_of

ROOM = Topic("session/1")
END = Frame("end")


@pytest.mark.parametrize(
    ("hears_all", "seen", "is_told"),
    [
        (True, lambda live: live.seen([ROOM]), False),
        (True, lambda live: "what was before", True),
        (True, lambda live: "", True),
        (True, lambda live: None, False),
        # While the bus is away nobody knows what has happened since, not even here.
        (False, lambda live: live.seen([ROOM]), True),
    ],
)
async def test_who_may_have_missed_something_is_told_to_fetch(
    database: Database, hears_all: bool, seen: Callable[[Live], str | None], is_told: bool
) -> None:
    live, socket = Live(database, (), hears_all=lambda: hears_all), Socket()
    web_socket: WebSocket[Any, Any, Any] = WebSocket(
        scope_of("/sessions/1/live"),  # type: ignore[arg-type]
        socket.inbox.get,  # type: ignore[arg-type]
        socket.send,  # type: ignore[arg-type]
    )
    named: dict[str, Any] = {"owners": (), "holder": None, "are_allowed": allowed, "locale": "en"}
    socket.inbox.put_nowait({"type": "websocket.connect"})
    serving = asyncio.create_task(live.serve(web_socket, [ROOM], seen=seen(live), **named))
    await socket.answered.wait()
    while not live.hub.audiences.all():  # noqa: ASYNC110 - a server tells nobody
        await asyncio.sleep(0)
    for subscriber in live.hub.audiences.all():
        subscriber.push(END)
    while socket.sent[-1].get("text") != END.text:  # noqa: ASYNC110 - a server tells nobody
        await asyncio.sleep(0)
    socket.inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
    await serving

    texts = [said["text"] for said in socket.sent if said["type"] == "websocket.send"]
    assert texts == [*([REFETCH.text] if is_told else []), END.text]


async def test_what_a_page_has_seen_is_as_of_when_it_was_begun(database: Database) -> None:
    live = Live(database, [Broadcast(NumberChanged, lambda change: room(change.session_id), shown)])
    seen = live.seen_by_now()

    live.publish([NumberChanged(1)])

    assert [live.has_missed(seen([room(id_)]), [room(id_)]) for id_ in (1, 2)] == [True, False]

"""What others would do the same job with, under uvicorn as it is: a process that lets readers in at
/live, and sends to all of them what is posted to /push.

`channels`: Litestar's ChannelsPlugin with its backend in memory. `deflate`: a loop over the
sockets, each of which compresses for itself.
"""

import sys
from typing import Any

import uvicorn
from litestar import Litestar, WebSocket, post, websocket
from litestar.channels import ChannelsPlugin
from litestar.channels.backends.memory import MemoryChannelsBackend
from litestar.exceptions import WebSocketDisconnect
from litestar.types import ControllerRouterHandler

from conference.serving import bind, port_of

KINDS = ("channels", "deflate")
ROOM = "room"
KEEP_ALIVE_S = 600
AnySocket = WebSocket[Any, Any, Any]


def channels() -> Litestar:
    plugin = ChannelsPlugin(backend=MemoryChannelsBackend(), channels=[ROOM])

    @websocket("/live")
    async def live(socket: AnySocket) -> None:
        await socket.accept()
        async with (
            plugin.start_subscription([ROOM]) as subscriber,
            subscriber.run_in_background(socket.send_text),
        ):
            await _until_gone(socket)

    @post("/push")
    async def push(body: bytes) -> None:
        plugin.publish(body.decode(), [ROOM])

    return _app([live, push], plugin)


def loop() -> Litestar:
    room: set[AnySocket] = set()

    @websocket("/live")
    async def live(socket: AnySocket) -> None:
        await socket.accept()
        room.add(socket)
        try:
            await _until_gone(socket)
        finally:
            room.discard(socket)

    @post("/push")
    async def push(body: bytes) -> None:
        text = body.decode()
        for socket in tuple(room):
            await socket.send_text(text)

    return _app([live, push])


def _app(handlers: list[ControllerRouterHandler], *plugins: ChannelsPlugin) -> Litestar:
    return Litestar(handlers, plugins=plugins, openapi_config=None, logging_config=None)


async def _until_gone(socket: AnySocket) -> None:
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        return


def main() -> None:
    kind, compresses = sys.argv[1], sys.argv[2] == "compressed"
    listener = bind("127.0.0.1", 0)
    config = uvicorn.Config(
        channels() if kind == "channels" else loop(),
        ws="websockets-sansio",
        ws_per_message_deflate=compresses,
        access_log=False,
        log_level="warning",
        # Between two posts others have their turns, which may take long.
        timeout_keep_alive=KEEP_ALIVE_S,
    )
    print("Serving", port_of(listener), flush=True)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()

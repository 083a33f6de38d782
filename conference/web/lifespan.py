"""The server's signs that it starts and ends, as a context."""

from contextlib import AbstractAsyncContextManager

from conference.web.edge import Receive, Send


async def live_as_told(
    running: AbstractAsyncContextManager[None], receive: Receive, send: Send
) -> None:
    """ASGI's lifespan protocol. What fails is told to the server, which then ends."""
    phase = "startup"
    await receive()
    try:
        async with running:
            await send({"type": "lifespan.startup.complete"})
            await receive()
            phase = "shutdown"
    except BaseException as error:
        await send({"type": f"lifespan.{phase}.failed", "message": repr(error)})
        raise
    await send({"type": "lifespan.shutdown.complete"})

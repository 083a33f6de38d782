"""What routes may ask for by name: the database, a session of it, who asks, the settings."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, suppress
from typing import Any

from litestar import Request
from litestar.di import NamedDependency, Provide
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.guards import Viewer
from conference.accounts.visitors import know_visitor
from conference.db import Database
from conference.errors import NotFound
from conference.web.edge import AnyScope
from conference.web.origin import SAFE

AnyRequest = Request[Any, Any, Any]
HIGHEST_ID = 2**31 - 1


async def open_db(
    request: AnyRequest, database: NamedDependency[Database]
) -> AsyncGenerator[AsyncSession, None]:
    """One request, one transaction: it is committed before the answer is sent."""
    is_read = request.method in SAFE
    if not is_read:
        # Read first: one who sends slowly must not hold the turn of the only writer.
        await request.body()
    async with AsyncExitStack() as opened:
        db = await opened.enter_async_context(database.reading() if is_read else database.writing())
        request.scope["state"]["opened"] = opened
        yield db


async def leave_db(scope: AnyScope) -> None:
    """At the end of a request. Litestar forgets what it has opened for a request that another
    dependency refuses, and then it would be open, and hold the turn of the only writer, until the
    garbage is collected."""
    opened: AsyncExitStack | None = scope["state"].pop("opened", None)
    if opened is not None:
        refused = NotFound()
        with suppress(NotFound):
            await opened.__aexit__(NotFound, refused, None)


def find_viewer(scope: Scope) -> Viewer | None:
    viewer: Viewer | None = scope.get("state", {}).get("viewer")
    return viewer


def _part(name: str) -> Provide:
    def find(scope: Scope) -> Any:
        return scope["state"]["parts"][name]

    return Provide(find, sync_to_thread=False)


# The parts live as long as the app, which puts them into the scope; a session and the viewer as
# long as a request.
PARTS = (
    "database",
    "live",
    "bus",
    "outbox",
    "keys",
    "limits",
    "signing",
    "stays",
    "crowds",
    "settings",
)
DEPENDENCIES = {name: _part(name) for name in PARTS} | {
    "db": Provide(open_db),
    "viewer": Provide(find_viewer, sync_to_thread=False),
}


class Entrance(ASGIMiddleware):
    """Who asks, and whether for something that can be; before all guards, and all in one, as each
    middleware costs every request a little."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        await know_visitor(scope)
        if any(_is_impossible(value) for value in scope["path_params"].values()):
            raise NotFound
        await next_app(scope, receive, send)


def _is_impossible(value: object) -> bool:
    """No row has an id beyond what PostgreSQL's integer holds, nor a name with a NUL in it, and
    asking for one is an error."""
    if isinstance(value, int):
        return abs(value) > HIGHEST_ID
    return isinstance(value, str) and "\0" in value

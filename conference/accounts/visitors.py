"""Middleware: whose cookie this is, once a request, for pages and sockets alike."""

from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from conference import i18n
from conference.accounts.actions import touch_sign_ins
from conference.accounts.cookies import read_token
from conference.accounts.queries import Visit, viewer_by_token
from conference.db import Database
from conference.settings import Settings

# The same for everyone, so nobody needs to be looked up.
NOBODYS = ("/static/", "/media/", "/healthz", "/readyz", "/metrics")


class Visitors(ASGIMiddleware):
    """Sets `scope["state"]["viewer"]`, and the person's language unless this device chose one."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings

    def should_bypass_for_scope(self, scope: Scope) -> bool:
        return scope["path"].startswith(NOBODYS)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        state = scope.setdefault("state", {})
        state["viewer"] = None
        if visit := await self._visit(scope):
            state["viewer"] = visit.viewer
            if visit.language and not state.get("language_chosen"):
                i18n.set_locale(visit.language)
        await next_app(scope, receive, send)

    async def _visit(self, scope: Scope) -> Visit | None:
        header = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
        token = read_token(header.decode("latin-1"), self._settings)
        if not token:
            return None
        async with self._database.reading() as db:
            visit = await viewer_by_token(db, token)
        if visit and visit.is_stale:
            await self._database.grouped(touch_sign_ins, visit.viewer.sign_in_id)
        return visit

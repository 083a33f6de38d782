"""Whose cookie this is, once a request, for pages and sockets alike."""

import structlog
from litestar.types import Scope

from conference import i18n
from conference.accounts.actions import touch_sign_ins
from conference.accounts.cookies import read_token
from conference.accounts.queries import Visit, visits_by_token
from conference.db import Database
from conference.errors import Refused
from conference.settings import Settings
from conference.web import log
from conference.web.headers import header

logger = structlog.get_logger("conference.accounts")

# The same for everyone, so nobody needs to be looked up.
NOBODYS = ("/static/", "/styles/", "/media/", "/favicon.ico", "/healthz", "/readyz", "/metrics")


async def know_visitor(scope: Scope) -> None:
    """Sets `scope["state"]["viewer"]`, and the person's language unless this device chose one."""
    if scope["path"].startswith(NOBODYS):
        return
    state = scope["state"]
    state["viewer"] = None
    visitors: Visitors = state["parts"]["visitors"]
    if visit := await visitors.visit(scope):
        state["viewer"] = visit.viewer
        if visit.language and not state.get("language_chosen"):
            i18n.set_locale(visit.language)


class Visitors:
    """Who comes, by the cookie of a request.

    It writes down that a sign-in is in use, for anonymous requests at another time: beside an
    anonymous question in the database's log it would tell who asked it.
    """

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._settings = database, settings
        self._seen: set[int] = set()

    async def visit(self, scope: Scope) -> Visit | None:
        token = read_token(header(scope, b"cookie"), self._settings)
        if not token:
            return None
        visit = await self._database.gathered(visits_by_token, token)
        if visit and visit.is_stale:
            await self._note(scope, visit.viewer.sign_in_id)
        return visit

    async def write_seen(self) -> None:
        """Of anonymous requests; called once a minute."""
        seen, self._seen = self._seen, set()
        if seen:
            async with self._database.writing() as db:
                await touch_sign_ins(db, sorted(seen))

    async def _note(self, scope: Scope, sign_in_id: int) -> None:
        if log.is_anonymous(scope):
            self._seen.add(sign_in_id)
        else:
            await self._touch(sign_in_id)

    async def _touch(self, sign_in_id: int) -> None:
        """The page is right without it, and the next request tries again."""
        try:
            await self._database.grouped(touch_sign_ins, sign_in_id)
        except Refused as refusal:
            logger.info("sign-in not touched", status=refusal.status)
        except Exception as error:
            logger.exception("sign-in not touched", exc_info=error)

"""The outermost layer: what every request meets before a route is looked for.

It checks host and origin, reads `?_method=`, chooses the locale, adds the security headers and
writes the request log.
"""

import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from conference import i18n
from conference.db import StatementCount
from conference.settings import Settings
from conference.web import log, metrics
from conference.web.cookies import read_cookie
from conference.web.headers import PRIVATE, security_headers
from conference.web.origin import ASKED, SAFE, is_for_us, is_own, is_own_socket
from conference.web.refusals import FOREIGN_FORM, plain_refusal, wrong_host

# Plain ASGI: Litestar's own types fit no other server, client or test.
AnyScope = Any
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
ASGIApp = Callable[[Any, Any, Any], Awaitable[None]]

OVERRIDES = {"put": "PUT", "delete": "DELETE"}
LANGUAGE_COOKIE = "lang"
READ = {name.encode(): name for name in (*ASKED, "cookie", "accept-language")}


class Edge:
    """An ASGI app around the Litestar app. `scope["state"]` is shared with it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._headers = [
            (name.encode(), value.encode()) for name, value in security_headers(settings).items()
        ]

    async def __call__(self, scope: AnyScope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        _choose_locale(scope, headers)
        if scope["type"] == "websocket":
            await self._socket(scope, headers, receive, send)
        else:
            await self._request(scope, headers, receive, send)

    async def _socket(
        self, scope: AnyScope, headers: dict[str, str], receive: Receive, send: Send
    ) -> None:
        if not is_for_us(scope["path"], headers, self._settings) or not is_own_socket(
            headers, self._settings.root_url
        ):
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": ""})
            return
        with log.socket(scope):
            await self._app(scope, receive, send)

    async def _request(
        self, scope: AnyScope, headers: dict[str, str], receive: Receive, send: Send
    ) -> None:
        started = time.perf_counter()
        status = 500

        async def finish(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._complete(scope, message)
            await send(message)

        async def hear() -> Any:
            message = await receive()
            if message["type"] == "http.disconnect":
                scope["state"]["is_gone"] = True
            return message

        routed = _routed(scope)
        with StatementCount() as count:
            try:
                await self._answer(routed, headers, hear, finish)
            finally:
                seconds = time.perf_counter() - started
                log.request(routed, status, seconds, count.queries)
                metrics.request(routed, status, seconds)

    async def _answer(
        self, scope: AnyScope, headers: dict[str, str], receive: Receive, send: Send
    ) -> None:
        if not is_for_us(scope["path"], headers, self._settings):
            await plain_refusal(send, 421, wrong_host(self._settings))
        elif scope["method"] not in SAFE and not is_own(headers, self._settings.root_url):
            await plain_refusal(send, 403, FOREIGN_FORM)
        else:
            await self._app(scope, receive, send)

    def _complete(self, scope: AnyScope, message: dict[str, Any]) -> None:
        """Adds what a route has not set itself."""
        present = {name.lower() for name, _ in message["headers"]}
        extra = [each for each in self._headers if each[0] not in present]
        if b"cache-control" not in present and not scope["path"].startswith("/static/"):
            extra.append((b"cache-control", PRIVATE.encode()))
        if language := scope["state"].get("language_cookie"):
            secure = "; Secure" if self._settings.is_secure else ""
            cookie = f"{LANGUAGE_COOKIE}={language}; Path=/; Max-Age=31536000; SameSite=Lax{secure}"
            extra.append((b"set-cookie", cookie.encode()))
        message["headers"] = [*message["headers"], *extra]


def _headers(scope: AnyScope) -> dict[str, str]:
    """Those that are read here."""
    return {READ[name]: str(value, "latin-1") for name, value in scope["headers"] if name in READ}


def _routed(scope: AnyScope) -> AnyScope:
    """HEAD is answered as GET (the server drops the body); a form may ask for PUT or DELETE."""
    method = scope["method"]
    if method == "HEAD":
        scope["state"]["is_head"] = True
        return {**scope, "method": "GET"}
    if method == "POST":
        wished = _asked(scope, "_method")
        return {**scope, "method": OVERRIDES.get(wished, "POST")}
    return scope


def _asked(scope: AnyScope, name: str) -> str:
    """The first of this name in the query, in which most requests have none."""
    if not scope["query_string"]:
        return ""
    query = scope["query_string"].decode("latin-1")
    return parse_qs(query).get(name, [""])[0] if name in query else ""


def _choose_locale(scope: AnyScope, headers: dict[str, str]) -> None:
    """`?lang=` is remembered in a cookie: the choice made on this device. `accounts` puts a
    person's own language in force where no such choice was made."""
    state = scope.setdefault("state", {})
    wished = _asked(scope, "lang")
    remembered = read_cookie(headers.get("cookie", ""), LANGUAGE_COOKIE)
    if wished in i18n.LOCALES:
        state["language_cookie"] = wished
    chosen = next((code for code in (wished, remembered) if code in i18n.LOCALES), "")
    state["language_chosen"] = bool(chosen)
    i18n.set_locale(chosen or i18n.negotiate(headers.get("accept-language", "")))

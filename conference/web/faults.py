"""Exceptions as answers: refusals as a page or a notice, faults logged and without details."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import structlog
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from conference.db.away import is_away, is_undone
from conference.errors import Busy, Fields, Invalid, NotFound, Refused, SignInNeeded
from conference.i18n import Text, _
from conference.web import fragments, log
from conference.web.origin import SAFE
from conference.web.pages import (
    AnyRequest,
    html,
    is_htmx,
    own_path,
    page,
    settings_of,
    telling_when,
)

logger = structlog.get_logger("conference.web")

SENTENCES = {
    405: _("This page cannot be used in that way."),
    413: _("That is more than this form can take. Please shorten it."),
}
# Who asked has hung up in the middle of it, and reads no answer: so it stands in the log alone, and
# as other servers write it.
GONE = 499
FAULT = _("Something went wrong on our side. Your entry was not saved; please try again.")

AWAY = _("This page cannot be shown just now. Please try again in a moment.")
# A region that was to be fetched again keeps what it shows, and all are told to once more.
BEHIND = _("What you see here may be out of date just now; it catches up by itself.")
UNSAVED = _("This could not be saved just now. Please try again soon.")


@dataclass(frozen=True)
class WayIn:
    """What the page of a SignInNeeded shows: where to sign in, and the form to be sent again to
    `action`, if its fields are known."""

    sign_in: str
    action: str
    unsent: Fields | None


def refused(request: AnyRequest, refusal: Refused) -> Response[str]:
    answer = _answer(request, refusal.status, refusal.sentence, _detail(refusal))
    return telling_when(answer, refusal)


def sign_in_needed(request: AnyRequest, refusal: SignInNeeded) -> Response[str]:
    """With the way in, from which one comes back, and with what was entered: the browser itself
    keeps no entries of our pages, since they must not be stored."""
    back = _back(request)
    url = f"/sign-in?{urlencode({'next': back})}" if back else "/sign-in"
    way_in = WayIn(url, _own_url(request), refusal.unsent)
    return _answer(request, refusal.status, refusal.sentence, way_in=way_in)


def http_refused(request: AnyRequest, error: HTTPException) -> Response[str]:
    """What the framework itself refuses: unknown routes, wrong methods, unreadable bodies."""
    if request.scope["state"].get("is_gone"):
        return Response("", status_code=GONE)
    if error.status_code >= 500:
        return failed(request, error)
    known = SENTENCES.get(error.status_code)
    if error.status_code == 404:
        return refused(request, NotFound())
    return _answer(request, error.status_code, known or _("This request could not be read."))


def failed(request: AnyRequest, error: Exception) -> Response[str]:
    facts = log.who(request.scope)
    if is_away(error):
        kind = type(error).__name__
        logger.error("database away", route=log.route(request.scope), error=kind, **facts)
        return refused(request, Busy(_away(request)))
    if is_undone(error):
        logger.warning("undone", route=log.route(request.scope), **facts)
        return refused(request, Busy(_away(request)))
    logger.error("fault", route=log.route(request.scope), exc_info=error, **facts)
    return _answer(request, 500, FAULT)


def _away(request: AnyRequest) -> Text:
    if request.method not in SAFE:
        return UNSAVED
    return BEHIND if is_htmx(request) else AWAY


HANDLERS: ExceptionHandlersMap = {
    SignInNeeded: sign_in_needed,
    Refused: refused,
    HTTPException: http_refused,
    Exception: failed,
}


def _answer(
    request: AnyRequest,
    status: int,
    sentence: Text,
    detail: tuple[Text, ...] = (),
    way_in: WayIn | None = None,
) -> Response[str]:
    if is_htmx(request):
        notice = fragments.Fragment(
            "innerHTML", "notices", "errors/_notice.html", "refusal", (sentence, detail, way_in)
        )
        return html(notice.html(), status)
    # A form's address is often no page: there the other language leads to the start.
    at = None if request.method in SAFE else "/"
    words = {"sentence": sentence, "detail": detail, "code": status, "way_in": way_in}
    return page(request, "errors/page.html", status=status, at=at, **words)


def _back(request: AnyRequest) -> str:
    """The page that was asked for, or that htmx asked from. On which page another form stands
    nobody tells us (`Referrer-Policy`)."""
    if is_htmx(request):
        here = request.headers.get("hx-current-url", "")
        return own_path(here.removeprefix(settings_of(request).root_url), "")
    return _own_url(request) if request.method in SAFE else ""


def _own_url(request: AnyRequest) -> str:
    """The path and the query of this request; "" where it may lead elsewhere."""
    path, query = quote(request.scope["path"]), request.scope["query_string"].decode("latin-1")
    return own_path(f"{path}?{query}" if query else path, "")


def _detail(refusal: Any) -> tuple[Text, ...]:
    return tuple(refusal.fields.values()) if isinstance(refusal, Invalid) else ()

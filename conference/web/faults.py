"""Exceptions as answers: refusals as a page or a notice, faults logged and without details."""

from typing import Any

import structlog
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap

from conference.errors import Invalid, NotFound, Refused, TooMany
from conference.i18n import Text, _
from conference.web import fragments, log
from conference.web.origin import SAFE
from conference.web.pages import AnyRequest, html, is_htmx, page

logger = structlog.get_logger("conference.web")

SENTENCES = {
    405: _("This page cannot be used in that way."),
    413: _("That is more than this form can take. Please shorten it."),
}
FAULT = _("Something went wrong on our side. Your entry was not saved; please try again.")


def refused(request: AnyRequest, refusal: Refused) -> Response[str]:
    answer = _answer(request, refusal.status, refusal.sentence, _detail(refusal))
    if isinstance(refusal, TooMany):
        answer.headers["retry-after"] = str(refusal.retry_after_s)
    return answer


def http_refused(request: AnyRequest, error: HTTPException) -> Response[str]:
    """What the framework itself refuses: unknown routes, wrong methods, unreadable bodies."""
    if error.status_code >= 500:
        return failed(request, error)
    known = SENTENCES.get(error.status_code)
    if error.status_code == 404:
        return refused(request, NotFound())
    return _answer(request, error.status_code, known or _("This request could not be read."))


def failed(request: AnyRequest, error: Exception) -> Response[str]:
    facts = log.who(request.scope)
    logger.error("fault", route=log.route(request.scope), exc_info=error, **facts)
    return _answer(request, 500, FAULT)


HANDLERS: ExceptionHandlersMap = {
    Refused: refused,
    HTTPException: http_refused,
    Exception: failed,
}


def _answer(
    request: AnyRequest, status: int, sentence: Text, detail: tuple[Text, ...] = ()
) -> Response[str]:
    if is_htmx(request):
        notice = fragments.Fragment(
            "innerHTML", "notices", "errors/_notice.html", "refusal", (sentence, detail)
        )
        return html(notice.html(), status)
    # A form's address is often no page: there the other language leads to the start.
    at = None if request.method in SAFE else "/"
    words = {"sentence": sentence, "detail": detail, "code": status}
    return page(request, "errors/page.html", status=status, at=at, **words)


def _detail(refusal: Any) -> tuple[Text, ...]:
    return tuple(refusal.fields.values()) if isinstance(refusal, Invalid) else ()

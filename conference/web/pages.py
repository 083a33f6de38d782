"""Answers of routes: whole pages, fragments for htmx, and redirects for everyone else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from litestar import HttpMethod, MediaType, Request, Response
from litestar.response import Redirect

from conference import clock, i18n
from conference.errors import Refused
from conference.settings import Settings
from conference.web import fragments as pieces
from conference.web.fragments import Fragment
from conference.web.templates import render

AnyRequest = Request[Any, Any, Any]
# For `route`: PUT puts something on, DELETE takes it off.
SWITCH: dict[str, Any] = {"http_method": [HttpMethod.PUT, HttpMethod.DELETE], "status_code": 200}


@dataclass(frozen=True)
class Page:
    """What the layout shows around every page. `event`: the event's masthead view, if any;
    `programme`: the current event's, as of a minute ago at most. `root_url`: for whoever asks from
    elsewhere."""

    path: str
    query: tuple[tuple[str, str], ...]
    viewer: Any
    root_url: str
    event: Any = None
    programme: Any = None

    @property
    def now(self) -> datetime:
        return clock.now()

    @property
    def locale(self) -> str:
        return i18n.locale()

    def language_url(self, code: str) -> str:
        """Without the path, which on a page of error may be anything, such as //elsewhere."""
        kept = [(name, value) for name, value in self.query if name != "lang"]
        return f"?{urlencode([*kept, ('lang', code)])}"


@dataclass(frozen=True)
class Onlooker:
    """All that the layout asks of who is signed in, and so no more than a page knows that is kept
    for all to whom this applies."""

    is_confirmed: bool
    event_id: int | None
    is_organiser: bool

    def organises(self, event_id: int) -> bool:
        """The event whose page it is."""
        return self.is_organiser


def page(
    request: AnyRequest,
    template: str,
    *,
    event: Any = None,
    status: int = 200,
    at: str | None = None,
    **context: Any,
) -> Response[str]:
    """`event`: whose page it is; without one, what is above it is the current event's.

    `at`: where the page can be got, if that is not where its form was sent to.
    """
    around = Page(
        path=at or request.scope["path"],
        query=tuple((name, str(value)) for name, value in request.query_params.items()),
        viewer=viewer_of(request),
        root_url=settings_of(request).root_url,
        event=event or request.scope["state"].get("event"),
        programme=request.scope["state"].get("programme"),
    )
    return html(render(template, page=around, **context), status)


def page_for(
    onlooker: Onlooker | None,
    root_url: str,
    path: str,
    template: str,
    *,
    event: Any,
    **context: Any,
) -> str:
    """The text of a page as all see it who are the same to it."""
    around = Page(path=path, query=(), viewer=onlooker, root_url=root_url, event=event)
    return render(template, page=around, **context)


def html(content: str, status: int = 200, headers: dict[str, str] | None = None) -> Response[str]:
    return Response(content, status_code=status, media_type=MediaType.HTML, headers=headers)


def viewer_of(request: AnyRequest) -> Any:
    """Who asks: set by `accounts`; None where nobody is signed in."""
    return request.scope.get("state", {}).get("viewer")


def settings_of(request: AnyRequest) -> Settings:
    """For what many handlers show; else they ask for `settings` by name."""
    found: Settings = request.scope["state"]["parts"]["settings"]
    return found


def is_htmx(request: AnyRequest) -> bool:
    return request.headers.get("hx-request") == "true"


def answer(request: AnyRequest, changed: Iterable[Fragment], *, to: str) -> Response[Any]:
    """After a write: htmx gets what changed, everyone else is sent to the page and its #id."""
    return html(pieces.html(changed)) if is_htmx(request) else Redirect(to, status_code=303)


def telling_when(answer: Response[Any], refusal: Refused | None) -> Response[Any]:
    """With the time after which the same request may go through, where it is known."""
    if refusal and refusal.retry_after_s is not None:
        answer.headers["retry-after"] = str(refusal.retry_after_s)
    return answer


def own_path(value: str, otherwise: str = "/") -> str:
    """`value` if it is a path on this server (so no open redirect), else `otherwise`."""
    safe = value.startswith("/") and not value.startswith("//") and len(value) <= 500
    return value if safe and "\\" not in value and value.isprintable() else otherwise

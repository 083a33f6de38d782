"""Logs: one line a request, one a socket. Never a raw path, an address, a text or a cookie.

Routes that carry an anonymous answer, and those a browser comes to right before or after, are
marked `opt=ANONYMOUS`: they are counted, and their numbers written once a minute. A line of their
own would tell by its place among the others who was there at that second.
"""

import logging
import sys
import time
import traceback
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

import structlog
from litestar.types import Scope

logger = structlog.get_logger("conference.web")

ANONYMOUS = {"anonymous": True}
_counted: Counter[tuple[str, str, int]] = Counter()


def configure(*, human: bool) -> None:
    """Human lines on a terminal, JSON otherwise; the same for what libraries log."""
    renderer = structlog.dev.ConsoleRenderer() if human else structlog.processors.JSONRenderer()
    shared = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, _stamp]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.ExceptionRenderer(trace_of),
                renderer,
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # Their lines hold raw paths and addresses, and a path may hold a sign-in token.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)


def trace_of(exc_info: Any) -> str:
    """Where it happened and what kind of error it is. Its message and the values of variables may
    be personal: databases repeat the row that they refuse."""
    _, error, _ = exc_info
    return "\n".join(_trace(error))


def _trace(error: BaseException) -> Iterator[str]:
    shown = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if shown:
        yield from _trace(shown)
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__}"


def request(scope: Scope, status: int, seconds: float, queries: int) -> None:
    if is_anonymous(scope):
        _counted[route(scope), str(scope.get("method")), status] += 1
        return
    facts: dict[str, Any] = {
        "route": route(scope),
        "method": scope.get("method"),
        "status": status,
        "ms": round(seconds * 1000),
        "queries": queries,
    }
    logger.info("request", **facts, **who(scope))


def write_counted() -> None:
    """What anonymous requests there were since the last time; called once a minute."""
    for (template, method, status), count in sorted(_counted.items()):
        facts = {"route": template, "method": method, "status": status, "count": count}
        logger.info("requests", **facts, minute=_minute())
    _counted.clear()


@contextmanager
def socket(scope: Scope) -> Iterator[None]:
    """Its line is written at its end, which may come later: see `keep_socket`."""
    scope.setdefault("state", {})["opened_at"] = time.perf_counter()
    try:
        yield
    finally:
        keep_socket(scope)()


def keep_socket(scope: Scope) -> Callable[[], None]:
    """What is to be called at the end of a socket, by whoever lets it outlive the app."""
    opened_at = scope["state"].pop("opened_at", None)
    return partial(_tell_socket, opened_at, route(scope), who(scope))


def _tell_socket(opened_at: float | None, template: str, facts: Mapping[str, Any]) -> None:
    if opened_at is not None:
        seconds = round(time.perf_counter() - opened_at)
        logger.info("socket", route=template, seconds=seconds, **facts)


def route(scope: Scope) -> str:
    """The route's template, never the path itself."""
    return scope.get("path_template") or "-"


def request_id(scope: Scope) -> str:
    state = scope.setdefault("state", {})
    return str(state.setdefault("request_id", uuid.uuid4().hex[:12]))


def is_anonymous(scope: Scope) -> bool:
    handler: Any = scope.get("route_handler")
    return bool(handler is not None and handler.opt.get("anonymous"))


def who(scope: Scope) -> dict[str, Any]:
    """Whom and which request a line is about; of an anonymous one only the minute."""
    if is_anonymous(scope):
        return {"minute": _minute()}
    viewer = scope.setdefault("state", {}).get("viewer")
    return {"request": request_id(scope), "person": getattr(viewer, "person_id", None)}


def _minute() -> str:
    return time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime())


def _stamp(logger: Any, name: str, event: Any) -> Any:
    minute = event.pop("minute", None)
    event["time"] = minute or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return event

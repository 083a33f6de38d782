"""Logs: one line a request, one a socket. Never a raw path, an address, a text or a cookie.

Routes that carry an anonymous answer are marked `opt={"anonymous": True}`: their lines name no
person and no request, with the time to the minute.
"""

import logging
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from litestar.types import Scope

logger = structlog.get_logger("conference.web")


def configure(*, human: bool) -> None:
    """Human lines on a terminal, JSON otherwise; the same for what libraries log."""
    # A traceback without the values of variables, which may be personal.
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    renderers: list[Any] = [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(),
    ]
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
                *([plain] if human else renderers),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # Its lines hold raw paths, and a path may hold a sign-in token.
    logging.getLogger("uvicorn.access").disabled = True


def request(scope: Scope, status: int, seconds: float) -> None:
    facts: dict[str, Any] = {
        "route": route(scope),
        "method": scope.get("method"),
        "status": status,
        "ms": round(seconds * 1000),
    }
    logger.info("request", **facts, **_who(scope))


@contextmanager
def socket(scope: Scope) -> Iterator[None]:
    started = time.perf_counter()
    try:
        yield
    finally:
        seconds = round(time.perf_counter() - started)
        logger.info("socket", route=route(scope), seconds=seconds, **_who(scope))


def route(scope: Scope) -> str:
    """The route's template, never the path itself."""
    return scope.get("path_template") or "-"


def request_id(scope: Scope) -> str:
    state = scope.setdefault("state", {})
    return str(state.setdefault("request_id", uuid.uuid4().hex[:12]))


def is_anonymous(scope: Scope) -> bool:
    handler: Any = scope.get("route_handler")
    return bool(handler is not None and handler.opt.get("anonymous"))


def _who(scope: Scope) -> dict[str, Any]:
    if is_anonymous(scope):
        return {"minute": time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime())}
    viewer = scope.setdefault("state", {}).get("viewer")
    return {"request": request_id(scope), "person": getattr(viewer, "person_id", None)}


def _stamp(logger: Any, name: str, event: Any) -> Any:
    minute = event.pop("minute", None)
    event["time"] = minute or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return event

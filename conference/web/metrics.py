"""Counters of this process for Prometheus. Labels are route templates: no id, no person."""

from functools import cache

from litestar.types import Scope
from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

from conference.web import log

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "conference_requests", "Requests answered.", ["route", "status"], registry=REGISTRY
)
SECONDS = Histogram(
    "conference_request_seconds",
    "From the first byte of the request to the end of the answer.",
    ["route"],
    registry=REGISTRY,
)

for collector in (ProcessCollector, PlatformCollector, GCCollector):
    collector(registry=REGISTRY)


# There are as many as route templates and their statuses.
_requests = cache(REQUESTS.labels)
_seconds = cache(SECONDS.labels)


def request(scope: Scope, status: int, seconds: float) -> None:
    _requests(log.route(scope), status).inc()
    _seconds(log.route(scope)).observe(seconds)

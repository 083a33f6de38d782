"""For whoever runs the server: does it live, is it ready, how is it doing.

Load balancers may ask without knowing anything; details and metrics are for this machine, or for
who holds the metrics token.
"""

import secrets
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from conference.db import Database
from conference.db.away import is_away
from conference.db.migrate import head
from conference.errors import NotFound
from conference.live import Live
from conference.live.bus import Bus
from conference.live.presence import PROCESS
from conference.mail import Outbox, waiting
from conference.privacy import KeyFolder
from conference.settings import LOOPBACK, Settings
from conference.web import AnyRequest
from conference.web.metrics import REGISTRY

OK = "ok"


@get("/healthz", media_type=MediaType.TEXT, name="health")
async def health() -> str:
    return OK


@get("/readyz", name="readiness")
async def readiness(
    request: AnyRequest,
    database: NamedDependency[Database],
    outbox: NamedDependency[Outbox],
    settings: NamedDependency[Settings],
    bus: NamedDependency[Bus],
) -> Response[str]:
    found = {
        **await _database(database),
        "keys": _keys(settings),
        "mail": OK if outbox.can_send else "no transport set",
        **({"bus": OK if bus.is_up else "away"} if settings.bus else {}),
    }
    is_ready = set(found.values()) == {OK}
    said = "ready" if is_ready else "not ready"
    if may_see_details(request, settings):
        said = "\n".join([said, *(f"{part}: {state}" for part, state in found.items())])
    return Response(said, status_code=200 if is_ready else 503, media_type=MediaType.TEXT)


@get("/metrics", name="metrics")
async def metrics(
    request: AnyRequest,
    database: NamedDependency[Database],
    live: NamedDependency[Live],
    settings: NamedDependency[Settings],
    bus: NamedDependency[Bus],
) -> Response[bytes]:
    if not may_see_details(request, settings):
        raise NotFound
    now = CollectorRegistry()
    now.register(_Now(live, await _waiting_mails(database), is_bus_up=bus.is_up))
    body = generate_latest(REGISTRY) + generate_latest(now)
    return Response(body, headers={"content-type": CONTENT_TYPE_LATEST})


def may_see_details(request: AnyRequest, settings: Settings) -> bool:
    return _is_from_here(request) or _holds_token(request, settings.metrics_token)


ROUTES = (health, readiness, metrics)


def _is_from_here(request: AnyRequest) -> bool:
    """A proxy on this machine comes from here too, but it names another host, or for whom."""
    asked = urlsplit(f"//{request.headers.get('host', '')}").hostname
    is_forwarded = {"forwarded", "x-forwarded-for"} & set(request.headers.keys())
    is_local = request.client is not None and request.client.host in LOOPBACK
    return is_local and asked in LOOPBACK and not is_forwarded


def _holds_token(request: AnyRequest, token: str) -> bool:
    given = request.headers.get("authorization", "")
    return bool(token) and secrets.compare_digest(given.encode(), f"Bearer {token}".encode())


async def _waiting_mails(database: Database) -> int | None:
    """None while the database is away: all else is told even then."""
    try:
        async with database.reading() as db:
            return await waiting(db)
    except Exception as error:
        if not is_away(error):
            raise
        return None


async def _database(database: Database) -> dict[str, str]:
    if not await database.is_reachable():
        return {"database": "not reachable"}
    async with database.reading() as db:
        return {"database": OK, "schema": OK if await _revision(db) == _newest() else "outdated"}


async def _revision(db: AsyncSession) -> str | None:
    try:
        return str(await db.scalar(text("SELECT version_num FROM alembic_version")))
    except SQLAlchemyError:
        return None


@cache
def _newest() -> str | None:
    return head()


def _keys(settings: Settings) -> str:
    return OK if KeyFolder(settings.keys).is_usable else "folder not usable"


class _Now(Collector):
    """What is read off when asked, and not counted as it happens."""

    def __init__(self, live: Live, waiting_mails: int | None, *, is_bus_up: bool) -> None:
        self._hub, self._waiting_mails = live.hub, waiting_mails
        self._is_bus_up = is_bus_up

    def collect(self) -> Iterator[Metric]:
        hub, gauges = self._hub, self._hub.gauges
        for name, about, value in (
            ("sockets", "Open sockets.", len(hub.audiences.all())),
            ("topics", "Topics that somebody looks at.", len(hub.audiences.counts())),
            ("dirty_changes", "Changes that wait for the next tick.", hub.dirty),
            (
                "longest_rest_seconds",
                "From tick to tick of the topic that costs most.",
                hub.longest_rest_s,
            ),
            ("outbox_waiting", "Mails that are owed.", self._waiting_mails),
            ("bus_up", "Whether other processes are heard; 1 also without any.", self._is_bus_up),
        ):
            if value is None:
                continue
            yield GaugeMetricFamily(f"conference_{name}", about, value)
        for name, about, count in (
            ("ticks", "Ticks of the hub.", gauges.ticks),
            ("renders", "Frames rendered, one for each topic and locale.", gauges.renders),
            ("render_seconds", "Time spent on rendering them.", gauges.render_s),
            ("frames", "Frames handed to sockets.", gauges.frames),
            ("overflows", "Frames skipped because a reader was too slow.", hub.overflows),
        ):
            yield CounterMetricFamily(f"conference_{name}", about, count)
        process = GaugeMetricFamily("conference_process", "Whose figures these are.", labels=["id"])
        process.add_metric([PROCESS], 1)
        yield process

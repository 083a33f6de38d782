"""/healthz, /readyz, /metrics: what they tell, and to whom."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from conference import mail
from conference.app import App, create_app
from conference.db import Database
from conference.settings import Settings
from tests.conftest import ROOT_URL, browser
from tests.support.metrics import sample

ELSEWHERE = ("203.0.113.7", 40000)
TOKEN = "a token for whoever collects metrics"


def outsider(app: App, **headers: str) -> httpx.AsyncClient:
    """Not on this machine."""
    transport = httpx.ASGITransport(app, client=ELSEWHERE)
    return httpx.AsyncClient(transport=transport, base_url=ROOT_URL, headers=headers)


async def ask(settings: Settings, path: str) -> httpx.Response:
    """Of an app with other settings."""
    app = create_app(settings)
    async with browser(app) as client:
        answer = await client.get(path)
    await app.database.close()
    return answer


async def test_a_living_server_says_ok(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok")


async def test_a_ready_server_says_what_it_has_looked_at(client: httpx.AsyncClient) -> None:
    answer = await client.get("/readyz")

    assert (answer.status_code, answer.text) == (
        200,
        "ready\ndatabase: ok\nschema: ok\nkeys: ok\nmail: ok",
    )


async def test_strangers_are_told_no_details(app: App) -> None:
    async with outsider(app) as stranger:
        answer = await stranger.get("/readyz")

    assert (answer.status_code, answer.text) == (200, "ready")


async def test_a_server_without_mail_transport_is_not_ready(settings: Settings) -> None:
    answer = await ask(replace(settings, mail_folder=None), "/readyz")

    assert answer.status_code == 503
    assert answer.text.splitlines()[0] == "not ready"
    assert "mail: no transport set" in answer.text


async def test_a_server_without_usable_key_folder_is_not_ready(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()

    answer = await ask(replace(settings, data=tmp_path / "file"), "/readyz")

    assert (answer.status_code, "keys: folder not usable" in answer.text) == (503, True)


async def test_a_server_on_an_old_schema_is_not_ready(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with database.writing() as db:
        await db.execute(text("UPDATE alembic_version SET version_num = 'old'"))

    answer = await client.get("/readyz")

    assert (answer.status_code, "schema: outdated" in answer.text) == (503, True)


async def test_a_server_without_database_is_not_ready(settings: Settings) -> None:
    gone = replace(settings, database="postgresql+asyncpg://nobody@127.0.0.1:1/none")

    answer = await ask(gone, "/readyz")

    assert (answer.status_code, "database: not reachable" in answer.text) == (503, True)


async def test_metrics_without_database_tell_the_rest(settings: Settings) -> None:
    gone = replace(settings, database="postgresql+asyncpg://nobody@127.0.0.1:1/none")

    page = (await ask(gone, "/metrics")).text

    assert [sample(page, f"conference_{name}") for name in ("sockets", "outbox_waiting")] == [
        0,
        None,
    ]


async def test_a_server_without_its_bus_is_not_ready(settings: Settings) -> None:
    alone = replace(settings, bus="redis://127.0.0.1:1")

    answer, page = await ask(alone, "/readyz"), (await ask(alone, "/metrics")).text

    assert (answer.status_code, answer.text.splitlines()[-1]) == (503, "bus: away")
    assert sample(page, "conference_bus_up") == 0


async def test_metrics_count_requests_by_route_template(client: httpx.AsyncClient) -> None:
    labels = {"route": "/sessions/{session_id}", "status": "404"}
    before = await client.get("/metrics")
    await client.get("/sessions/4711")

    after = await client.get("/metrics")

    counted = [sample(page.text, "conference_requests_total", **labels) for page in (before, after)]
    assert (counted[1] or 0) - (counted[0] or 0) == 1
    assert "/4711" not in after.text


async def test_metrics_tell_about_hub_and_outbox(settings: Settings) -> None:
    database = Database(settings.database)
    async with database.writing() as db:
        await mail.queue(db, "personal-link", mail.NOBODY, {}, "en")
    await database.close()

    page = (await ask(settings, "/metrics")).text

    names = (
        *("sockets", "topics", "dirty_changes", "longest_rest_seconds", "outbox_waiting", "bus_up"),
    )
    assert {name: sample(page, f"conference_{name}") for name in names} == {
        "sockets": 0,
        "topics": 0,
        "dirty_changes": 0,
        "longest_rest_seconds": 0.1,
        "outbox_waiting": 1,
        "bus_up": 1,
    }
    totals = ("ticks", "renders", "render_seconds", "frames", "overflows")
    assert [sample(page, f"conference_{name}_total") for name in totals] == [0, 0, 0, 0, 0]


async def test_strangers_find_no_metrics(app: App) -> None:
    async with outsider(app) as stranger:
        answer = await stranger.get("/metrics")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "203.0.113.7"},
        {"forwarded": "for=203.0.113.7"},
        {"host": "conference.example"},
    ],
)
async def test_who_comes_through_a_proxy_on_this_machine_is_a_stranger(
    headers: dict[str, str], client: httpx.AsyncClient
) -> None:
    answers = [await client.get(path, headers=headers) for path in ("/metrics", "/readyz")]

    assert [answer.status_code for answer in answers] == [404, 200]
    assert answers[1].text == "ready"


@pytest.mark.parametrize(
    ("given", "status"),
    [(f"Bearer {TOKEN}", 200), ("Bearer another token", 404), ("Bearer ", 404), ("", 404)],
)
async def test_the_holder_of_the_token_sees_metrics_from_anywhere(
    given: str, status: int, settings: Settings
) -> None:
    app = create_app(replace(settings, metrics_token=TOKEN))
    async with outsider(app, authorization=given) as collector:
        answer = await collector.get("/metrics")
    await app.database.close()

    assert answer.status_code == status


async def test_without_a_token_an_empty_one_opens_nothing(app: App) -> None:
    async with outsider(app, authorization="Bearer ") as stranger:
        answer = await stranger.get("/metrics")

    assert answer.status_code == 404

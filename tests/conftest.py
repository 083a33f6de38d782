"""Fixtures: each database test runs on a fresh SQLite file and on an empty PostgreSQL database."""

import gc
import os
import shutil
import sys
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest

from conference.app import App, create_app
from conference.bench.live.postgres import Postgres, postgres
from conference.bench.live.valkey import Valkey, valkey
from conference.db import Database
from conference.db.migrate import upgrade
from conference.settings import Settings, sqlite_url
from conference.web import log
from tests.support.engines import (
    let_gathering_not_rest,
    let_sqlite_hurry,
    statements_are_kept,
)
from tests.support.reused import Reused

log.configure(human=True)
# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("conference", deadline=None)
hypothesis.settings.load_profile("conference")

ROOT_URL = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def umask_stays() -> Iterator[None]:
    """Commands that run in this process narrow it, as they should in their own."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> Iterator[None]:
    with statements_are_kept():
        yield


@pytest.fixture(scope="session")
async def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "conference.sqlite"
    await upgrade(sqlite_url(path))
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def valkey_server() -> Iterator[Valkey]:
    if sys.platform == "win32":
        pytest.skip("There is no Valkey for Windows.")
    with valkey() as server:
        yield server


@pytest.fixture(scope="session")
async def postgres_database(postgres_server: Postgres) -> AsyncIterator[Reused]:
    template = postgres_server.create_database()
    await upgrade(postgres_server.url(template))
    reused = Reused(postgres_server, template)
    yield reused
    reused.drop()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    let_gathering_not_rest(monkeypatch)
    if request.param == "sqlite":
        let_sqlite_hurry(monkeypatch)
        return new_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
    reused: Reused = request.getfixturevalue("postgres_database")
    return reused.fresh(is_pristine=request.node.get_closest_marker("pristine") is not None)


def new_sqlite(template: Path, folder: Path) -> str:
    """The URL of a file that nothing has been written to."""
    shutil.copy(template, folder / "conference.sqlite")
    return sqlite_url(folder / "conference.sqlite")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        database=database_url,
        data=tmp_path,
        secret=b"a secret for tests, 32 characters",
        root_url=ROOT_URL,
        mail_folder=tmp_path / "mail",
    )


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[App]:
    """The app with its background work running, as a server would run it."""
    app = create_app(settings)
    async with app.running():
        yield app


@pytest.fixture
async def database(app: App) -> Database:
    return app.database


@pytest.fixture
async def client(app: App) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is nobody yet; it sends what a browser sends from our own pages."""
    async with browser(app) as client:
        yield client


def browser(app: App, address: str = "127.0.0.1") -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=(address, 50_000)),
        base_url=ROOT_URL,
        headers={"sec-fetch-site": "same-origin", "accept-language": "en"},
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, lest one worker is left with it at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda each: (not each.get_closest_marker("browser"), each.path not in slow))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Some tests need what a machine may not have, such as a compiler. In CI it has it."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
    return report


def pytest_collection_finish() -> None:
    """What is there by now stays, and need not be looked through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)

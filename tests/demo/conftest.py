"""The planted demo, as a file that tests read: planting takes a while, so it is done once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from conference.db import Database
from conference.db.migrate import upgrade
from conference.demo.running import demo_settings
from conference.demo.seed import plant
from conference.privacy import KeyFolder
from conference.settings import Settings


@pytest.fixture(scope="session")
async def planted(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = demo_settings(tmp_path_factory.mktemp("planted"), 8000)
    await upgrade(settings.database)
    database = Database(settings.database)
    async with database.writing() as db:
        await plant(db, KeyFolder(settings.keys))
    await database.close()
    return settings


@pytest.fixture
async def planted_database(planted: Settings) -> AsyncIterator[Database]:
    database = Database(planted.database)
    yield database
    await database.close()


@pytest.fixture
def without_mails(planted: Settings, tmp_path: Path) -> Settings:
    """The same demo with a mail folder of the test's own."""
    return replace(planted, mail_folder=tmp_path / "mail")

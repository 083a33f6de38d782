"""The planted demo, as a file that tests read: planting takes a while, so it is done once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from conference.db import Database
from conference.demo.cast import SMALL
from conference.demo.running import demo_settings, prepare
from conference.privacy import KeyFolder
from conference.settings import Settings

# The key of a vote whose row was rolled back.
LEFT_BEHIND = bytes(32)


@pytest.fixture(scope="session")
async def planted(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """In a folder where an earlier planting was broken off."""
    settings = demo_settings(tmp_path_factory.mktemp("planted"), 8000)
    KeyFolder(settings.keys).prepare()
    (settings.keys / "1.key").write_bytes(LEFT_BEHIND)
    await prepare(settings, SMALL, print)
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

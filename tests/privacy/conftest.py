"""Rooms to vote in, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conference.db import Database
from conference.privacy import KeyFolder, ScopeKind
from tests.privacy.voting import Room


@pytest.fixture
def key_folder(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
async def room(database_url: str, key_folder: KeyFolder) -> AsyncIterator[Room]:
    """For a poll on stage."""
    database = Database(database_url)
    yield Room(database, key_folder)
    await database.close()


@pytest.fixture
async def mood(database_url: str, key_folder: KeyFolder) -> AsyncIterator[Room]:
    """For the mood of an event."""
    database = Database(database_url)
    yield Room(database, key_folder, ScopeKind.MOOD)
    await database.close()

"""§9, 19: what lies on the disk is for the server's account alone, whatever its umask was."""

import os
from pathlib import Path

import pytest

from conference.privacy import KeyFolder
from conference.settings import Settings, stored_secret
from tests.security.conftest import Role, World
from tests.support.commands import run

GROUP_AND_OTHERS = 0o077
pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")


def open_to_others(folder: Path) -> list[str]:
    paths = [folder, *folder.rglob("*")]
    return [path.name for path in paths if path.stat().st_mode & GROUP_AND_OTHERS]


def test_a_new_installation_is_closed_to_others(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        done = run("migrate", folder=tmp_path)
    finally:
        os.umask(before)

    data = tmp_path / ".conference"
    assert done.returncode == 0, done.stderr
    assert {"secret", "conference.sqlite"} <= {path.name for path in data.iterdir()}
    assert open_to_others(data) == []


def test_the_secret_is_made_once(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        secrets = {stored_secret(tmp_path / "data") for _ in range(2)}
    finally:
        os.umask(before)

    assert len(secrets) == 1
    assert len(secrets.pop()) >= 32
    assert open_to_others(tmp_path / "data") == []


async def test_mails_and_keys_are_closed_to_others(world: World) -> None:
    before = os.umask(0)
    try:
        async with world.browser(Role.ATTENDEE) as client:
            await client.post("/sign-in", data={"email": "anna.weser@alpenrand.example"})
        mails = await world.mails()
    finally:
        os.umask(before)

    folder = world.app.settings.mail_folder
    assert folder is not None
    assert len(mails) == 1
    assert list(world.app.settings.keys.glob("*.key"))
    assert open_to_others(folder) + open_to_others(world.app.settings.keys) == []


def test_a_key_folder_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)

    with pytest.raises(PermissionError):
        KeyFolder(folder).create(1)


def test_settings_show_no_secret(settings: Settings) -> None:
    assert "a secret for tests" not in repr(settings)
    assert "metrics_token" not in repr(settings)
    assert "smtp_url" not in repr(settings)

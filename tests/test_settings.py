"""Settings: what an operator writes, and what the server makes of it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from conference.resources import resource
from conference.settings import (
    Settings,
    SettingsError,
    check,
    from_environment,
    normal_origin,
    stored_secret,
)

AT_ONCE = 8


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://conference.example", "https://conference.example"),
        ("https://conference.example/", "https://conference.example"),
        ("HTTPS://Conference.Example", "https://conference.example"),
        ("https://conference.example:443", "https://conference.example"),
        ("http://localhost:80", "http://localhost"),
        ("http://localhost:443", "http://localhost:443"),
        ("https://conference.example:8443", "https://conference.example:8443"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_the_root_url_becomes_what_browsers_send(written: str, sent: str, tmp_path: Path) -> None:
    environment = {"CONFERENCE_ROOT_URL": written, "CONFERENCE_DATA": str(tmp_path)}

    assert from_environment(environment).root_url == sent


@pytest.mark.parametrize(
    "written",
    [
        "conference.example",
        "ftp://conference.example",
        "https://",
        "https://[::1",
        "https://conference.example:99999",
        "https://conference.example/path",
        "https://conference.example?query",
        "https://conference.example#part",
        "https://anna@conference.example",
        "https://tagung.grünau.example",
    ],
)
def test_what_is_no_root_url_is_refused_with_a_sentence(written: str) -> None:
    with pytest.raises(SettingsError) as refusal:
        normal_origin(written)

    sentence = f"The root URL must look like https://host, not {written}."
    assert str(refusal.value) == sentence


def test_servers_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    for number in range(20):
        data, start = tmp_path / str(number), Barrier(AT_ONCE)

        def read(data: Path = data, start: Barrier = start) -> bytes:
            start.wait()
            return stored_secret(data)

        with ThreadPoolExecutor(AT_ONCE) as servers:
            reading = [servers.submit(read) for _ in range(AT_ONCE)]
            secrets = {each.result() for each in reading}

        assert secrets == {(data / "secret").read_bytes()}
        assert [path.name for path in data.iterdir()] == ["secret"]
        assert (data / "secret").stat().st_mode & 0o077 == 0


def set_up(tmp_path: Path, **variables: str) -> Settings:
    data = {"CONFERENCE_DATA": str(tmp_path / "data")}
    return from_environment({**data, **variables})


def test_keys_lie_beside_the_data_unless_they_have_a_folder(tmp_path: Path) -> None:
    usual = set_up(tmp_path)
    apart = set_up(tmp_path, CONFERENCE_KEYS=str(tmp_path / "volume"))

    assert (usual.keys, apart.keys) == (tmp_path / "data" / "keys", tmp_path / "volume")


def test_the_folder_of_the_keys_is_made_for_the_owner_alone(tmp_path: Path) -> None:
    settings = set_up(tmp_path)

    check(settings)

    assert settings.keys.stat().st_mode & 0o777 == 0o700


def test_keys_that_others_may_read_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    folder.chmod(0o750)

    with pytest.raises(SettingsError) as refusal:
        check(set_up(tmp_path, CONFERENCE_KEYS=str(folder)))

    sentence = f"Others may read the keys in {folder}; close it with chmod 700."
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("below", ["", "media", "vendor/deep"])
def test_keys_among_what_is_served_are_refused(below: str, tmp_path: Path) -> None:
    static = resource("static")

    with pytest.raises(SettingsError) as refusal:
        check(set_up(tmp_path, CONFERENCE_KEYS=str(static / below)))

    sentence = f"The keys cannot lie in {static}: everybody is served what is there."
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"WORKERS": "2"},
            (
                "An SQLite file is served by one process. Several workers need PostgreSQL; "
                "name one with --database postgresql+asyncpg://…"
            ),
        ),
        (
            {"WORKERS": "2", "DATABASE": "postgresql+asyncpg://anna:secret@db/conference"},
            (
                "Several workers need a bus, or pages show only what happened at their own; "
                "name a Valkey or Redis with --bus redis://…"
            ),
        ),
        ({"BUS": "valkey"}, "CONFERENCE_BUS must begin with one of redis://, rediss://, unix://."),
        (
            {"BUS": "redis://:hunter2/x@bus:6379"},
            "The password in CONFERENCE_BUS needs %2F for /, %23 for #.",
        ),
        ({"WORKERS": "0"}, "CONFERENCE_WORKERS takes 1 to 256, not 0."),
        ({"WORKERS": "²"}, "CONFERENCE_WORKERS takes 1 to 256, not ²."),
    ],
)
def test_processes_that_cannot_serve_together_are_refused(
    given: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    environment = {f"CONFERENCE_{name}": value for name, value in given.items()}

    with pytest.raises(SettingsError) as refusal:
        check(from_environment({**environment, "CONFERENCE_DATA": str(tmp_path)}))

    assert str(refusal.value) == sentence


def test_passwords_are_in_no_trace_of_the_settings(tmp_path: Path) -> None:
    environment = {
        "CONFERENCE_DATA": str(tmp_path),
        "CONFERENCE_DATABASE": "postgresql+asyncpg://anna:secret@db/conference",
        "CONFERENCE_BUS": "redis://:secret@bus",
        "CONFERENCE_WORKERS": "2",
    }
    settings = from_environment(environment)

    check(settings)

    assert (settings.workers, settings.bus) == (2, "redis://:secret@bus")
    assert "secret@" not in repr(settings)

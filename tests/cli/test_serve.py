"""`conference serve`: a real process, started and ended."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from conference.bench.live.postgres import Postgres
from conference.bench.live.programs import children_of
from conference.bench.live.valkey import Valkey
from tests.cluster.workers import doors, until
from tests.support.commands import run, serving
from tests.support.plain_http import NO_TLS


@pytest.fixture
def occupied_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_new_installation_serves_until_it_is_told_to_end(
    number: signal.Signals, tmp_path: Path
) -> None:
    with serving("serve", "--port", "0", folder=tmp_path) as server:
        health = httpx.get(f"{server.url}/healthz", verify=NO_TLS)
        server.stop(number)

    assert (health.status_code, health.text) == (200, "ok")
    assert server.process.returncode in {0, -number}


def test_its_data_is_for_its_owner_only(tmp_path: Path) -> None:
    with serving("serve", "--port", "0", folder=tmp_path):
        data = tmp_path / ".conference"
        modes = {path.stat().st_mode & 0o077 for path in (data, *data.rglob("*"))}

    assert (data / "conference.sqlite").exists()
    assert modes == {0}


def test_answers_do_not_tell_which_server_this_is(tmp_path: Path) -> None:
    with serving("serve", "--port", "0", folder=tmp_path) as server:
        answer = httpx.get(f"{server.url}/healthz", verify=NO_TLS)

    assert "server" not in answer.headers


def test_a_port_in_use_is_one_sentence(occupied_port: int, tmp_path: Path) -> None:
    answer = run("serve", "--port", str(occupied_port), folder=tmp_path)

    assert (answer.returncode, answer.stderr) == (
        1,
        (
            f"Cannot serve on port {occupied_port} of 127.0.0.1: another program uses it already. "
            "Choose another with --port.\n"
        ),
    )


def test_an_old_postgresql_schema_is_not_served(postgres_server: Postgres, tmp_path: Path) -> None:
    name = postgres_server.create_database()

    answer = run(
        *("serve", "--port", "0", "--database", postgres_server.url(name)), folder=tmp_path
    )

    postgres_server.drop_database(name)
    assert answer.returncode == 2
    assert answer.stderr == (
        "The database does not have the schema of this version; run `conference migrate` first.\n"
    )


def test_a_current_postgresql_schema_is_served(postgres_server: Postgres, tmp_path: Path) -> None:
    name = postgres_server.create_database()
    url = postgres_server.url(name)
    run("migrate", "--database", url, folder=tmp_path)

    with serving("serve", "--port", "0", folder=tmp_path, CONFERENCE_DATABASE=url) as server:
        health = httpx.get(f"{server.url}/healthz", verify=NO_TLS)
        server.stop()

    postgres_server.drop_database(name)
    assert health.status_code == 200


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            "--root-url http://conference.example",
            "A root URL beyond this machine must begin with https://.",
        ),
        (
            "--host 0.0.0.0",
            (
                "Name the address under which people reach this server, such as "
                "--root-url https://conference.example."
            ),
        ),
        (
            "--root-url conference.example",
            "The root URL must look like https://host, not conference.example.",
        ),
    ],
)
def test_unsafe_settings_are_refused_with_a_sentence(
    arguments: str, sentence: str, tmp_path: Path
) -> None:
    answer = run("serve", "--port", "0", *arguments.split(), folder=tmp_path)

    assert (answer.returncode, answer.stderr) == (2, f"{sentence}\n")


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".conference").touch()

    answer = run("serve", "--port", "0", folder=tmp_path)

    assert (answer.returncode, answer.stderr) == (
        2,
        "Cannot make the folder .conference: File exists.\n",
    )


def test_an_empty_file_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / ".conference").mkdir()
    (tmp_path / ".conference" / "secret").touch()

    answer = run("serve", "--port", "0", folder=tmp_path)

    assert (answer.returncode, answer.stderr) == (
        2,
        "The secret in .conference/secret is too short; delete the file to get a new one.\n",
    )


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    answer = run("serve", "--port", "0", folder=tmp_path, CONFERENCE_SECRET="short")

    assert (answer.returncode, answer.stderr) == (
        2,
        "CONFERENCE_SECRET must have at least 32 characters.\n",
    )


def test_keys_may_lie_apart(tmp_path: Path) -> None:
    arguments = ("serve", "--port", "0", "--keys", str(tmp_path / "volume"))
    with serving(*arguments, folder=tmp_path) as server:
        ready = httpx.get(f"{server.url}/readyz", verify=NO_TLS).text
        (tmp_path / "volume").rmdir()
        gone = httpx.get(f"{server.url}/readyz", verify=NO_TLS)

    assert "keys: ok" in ready
    assert (gone.status_code, "keys: folder not usable" in gone.text) == (503, True)
    assert not (tmp_path / ".conference" / "keys").exists()


def test_workers_serve_one_port_and_one_that_dies_is_started_again(
    postgres_server: Postgres, valkey_server: Valkey, tmp_path: Path
) -> None:
    import resource  # not made for Windows

    name = postgres_server.create_database()
    url = postgres_server.url(name)
    run("migrate", "--database", url, folder=tmp_path)
    variables = {"CONFERENCE_DATABASE": url, "CONFERENCE_BUS": valkey_server.url}

    wrong = run(
        *("serve", "--port", "0", "--workers", "2"),
        folder=tmp_path,
        CONFERENCE_MAIL_FROM="nobody",
        **variables,
    )
    with serving("serve", "--port", "0", "--workers", "2", folder=tmp_path, **variables) as server:
        port = server.url.rpartition(":")[2]
        taken = run("serve", "--port", port, folder=tmp_path, **variables)
        first = children_of(server.process.pid)
        # At first it cannot be started again, as no more files may be opened.
        files = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (0, files[1]))
        os.kill(first[0], signal.SIGKILL)
        until(lambda: "worker cannot be started" in (tmp_path / "stderr").read_text("utf-8"))
        meanwhile = children_of(server.process.pid)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, files)
        with doors(server.url, 2):
            second = children_of(server.process.pid)
        server.stop()

    postgres_server.drop_database(name)
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "CONFERENCE_MAIL_FROM must look like Name <name@host>.\n",
    )
    assert (taken.returncode, "another program uses it" in taken.stderr) == (1, True)
    assert (len(first), meanwhile, len(second), first[1] in second) == (2, first[1:], 2, True)
    assert server.process.returncode == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in (*first, *second))

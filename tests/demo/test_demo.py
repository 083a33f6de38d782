"""`conference demo`: real processes, from the first start to the last signal."""

import signal
import socket
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.support.commands import Server, run, serving
from tests.support.plain_http import NO_TLS

DEMO = ("demo", "--small", "--port", "0", "--folder", "demo")
ROLES = ["Attendee", "Moderator", "Organiser", "Channel staff"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("place")


@pytest.fixture(scope="module")
def demo(place: Path) -> Iterator[Server]:
    with serving(*DEMO, folder=place) as server:
        yield server


def start(place: Path, *options: str) -> AbstractContextManager[Server]:
    return serving(*DEMO, *options, folder=place)


@contextmanager
def signed_in(demo: Server, role: str) -> Iterator[httpx.Client]:
    own = {"sec-fetch-site": "same-origin"}
    with httpx.Client(headers=own, follow_redirects=True, verify=NO_TLS) as browser:
        browser.post(link(demo, role)).raise_for_status()
        yield browser


def link(demo: Server, role: str) -> str:
    return demo.printed[ROLES.index(role)].removeprefix(f"{role}: ")


def people(place: Path) -> int:
    database = sqlite3.connect(place / "demo" / "conference.sqlite")
    (count,) = database.execute("SELECT count(*) FROM person").fetchone()
    database.close()
    return int(count)


def add_person(place: Path) -> None:
    database = sqlite3.connect(place / "demo" / "conference.sqlite")
    with database:
        database.execute(
            "INSERT INTO person (name, email, language, created_at) "
            "VALUES ('Nora Neu', 'nora@neu.example', 'de', '2026-09-17 08:00:00')"
        )
    database.close()


def test_it_prints_a_link_for_each_role_and_where_the_mails_are(demo: Server, place: Path) -> None:
    names = [line.partition(": ")[0] for line in demo.printed]

    assert names == [*ROLES, "Mails", f"Serving {demo.url} until Ctrl+C."]
    assert all(link(demo, role).startswith(f"{demo.url}/sign-in/") for role in ROLES)
    assert demo.printed[4] == f"Mails: {place / 'demo' / 'mail'} ({demo.url}/mails)"


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("Attendee", "Jana Vogt"),
        ("Moderator", "Mirko Feldhoff"),
        ("Organiser", "Katrin Sommerau"),
        ("Channel staff", "Leonie Brandis"),
    ],
)
def test_each_link_signs_its_person_in_again_and_again(demo: Server, role: str, name: str) -> None:
    offers = [httpx.get(link(demo, role)) for _ in range(2)]
    accounts = []
    for _ in range(2):
        with signed_in(demo, role) as browser:
            accounts.append(browser.get(f"{demo.url}/account"))

    assert [name in answer.text for answer in (*offers, *accounts)] == [True] * 4


def test_the_attendee_comes_to_the_running_keynote(demo: Server) -> None:
    with httpx.Client(headers={"sec-fetch-site": "same-origin"}, verify=NO_TLS) as browser:
        answer = browser.post(link(demo, "Attendee"))
        page = browser.get(f"{demo.url}{answer.headers['location']}")

    assert answer.status_code == 303
    assert "/media/keynote.mp4" in page.text


def test_the_moderator_comes_to_the_moderation(demo: Server) -> None:
    with signed_in(demo, "Moderator") as browser:
        page = browser.post(link(demo, "Moderator"))

    assert (page.status_code, page.url.path) == (200, "/sessions/2/moderation")


def test_the_mails_have_a_page(demo: Server) -> None:
    assert httpx.get(f"{demo.url}/mails", verify=NO_TLS).status_code == 200


@pytest.mark.parametrize(
    ("number", "options"),
    [(signal.SIGINT, ()), (signal.SIGTERM, ()), (signal.SIGTERM, ("--crowd", "2"))],
)
def test_a_signal_ends_it_and_tells_open_sockets_to_come_back(
    number: signal.Signals, options: tuple[str, ...], demo: Server, place: Path
) -> None:
    with start(place, *options) as server, signed_in(server, "Attendee") as browser:
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        url = f"{server.url.replace('http', 'ws')}/sessions/2/live"
        cookie = {"cookie": cookies}
        with connect(url, origin=Origin(server.url), additional_headers=cookie) as page:
            server.stop(number)
            with pytest.raises(ConnectionClosed) as closed:
                deque(iter(page.recv, None))

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012
    assert server.process.returncode in {0, -number}


def test_a_second_start_keeps_the_data_and_the_links(tmp_path: Path) -> None:
    with start(tmp_path) as first:
        first.stop()
    add_person(tmp_path)

    with start(tmp_path) as second:
        second.stop()

    assert people(tmp_path) == 244
    tokens = [[line.rpartition("/")[2] for line in run.printed[:4]] for run in (first, second)]
    assert tokens[0] == tokens[1]


def test_fresh_starts_anew_and_touches_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with start(tmp_path) as first:
        first.stop()
    add_person(tmp_path)

    with start(tmp_path, "--fresh") as second:
        second.stop()

    assert people(tmp_path) == 243
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_fresh_is_refused_while_the_demo_runs(demo: Server, place: Path) -> None:
    answer = run("demo", "--port", "0", "--folder", "demo", "--fresh", folder=place)

    assert (answer.returncode, answer.stderr) == (
        1,
        f"A demo is running on {place / 'demo'}; stop it before you use --fresh.\n",
    )
    assert people(place) == 243


@pytest.mark.parametrize("options", [(), ("--fresh",)])
def test_a_folder_of_somebody_else_is_left_alone(options: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "thesis.txt").write_text("years of work")

    answer = run("demo", "--port", "0", "--folder", "demo", *options, folder=tmp_path)

    assert (answer.returncode, answer.stderr) == (
        1,
        f"The demo leaves {tmp_path / 'demo'} alone, since it did not make it.\n",
    )
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["thesis.txt"]


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "demo").touch()

    answer = run("demo", "--port", "0", "--folder", "demo", folder=tmp_path)

    assert (answer.returncode, answer.stderr) == (
        1,
        f"The demo cannot use the folder {tmp_path / 'demo'}: File exists.\n",
    )


def test_a_port_in_use_is_one_sentence_and_nothing_is_touched(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = run(*("demo", "--port", str(port), "--folder", "demo", "--fresh"), folder=tmp_path)

    assert answer.returncode == 1
    assert answer.stderr == (
        f"Cannot serve on port {port} of 127.0.0.1: another program uses it already. "
        "Choose another with --port.\n"
    )
    assert not (tmp_path / "demo").exists()

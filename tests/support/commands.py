"""The command line as its users have it: real processes, and what they print through a pipe."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-c", "from conference.cli import main; main()"]
# So generous that only a hanging process reaches it.
DEADLINE_S = 90


def run(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command until it ends, in `folder`, with these environment variables of ours only."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=_environment(variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )


@dataclass
class Server:
    """`printed`: the lines of standard output up to the one that says it serves."""

    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.printed[-1].split()[1]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.communicate(timeout=DEADLINE_S)


@contextmanager
def serving(*arguments: str, folder: Path, **variables: str) -> Iterator[Server]:
    """A command that serves, from its last line of output on."""
    with (folder / "stderr").open("wb") as errors:
        process = subprocess.Popen(
            [*COMMAND, *arguments],
            cwd=folder,
            env=_environment(variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    server = Server(process)
    try:
        _wait_until_it_serves(server, folder)
        yield server
    finally:
        process.kill()
        process.communicate()


def _wait_until_it_serves(server: Server, folder: Path) -> None:
    assert server.process.stdout
    timer = Timer(DEADLINE_S, server.process.kill)
    timer.start()
    for line in server.process.stdout:
        server.printed.append(line.rstrip("\n"))
        if line.startswith("Serving "):
            timer.cancel()
            return
    timer.cancel()
    raise AssertionError(f"It did not serve:\n{(folder / 'stderr').read_text('utf-8')}")


def _environment(variables: dict[str, str]) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("CONFERENCE_")}
    return {**inherited, "PYTHONPATH": str(ROOT), **variables}

"""What the command line says of itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from conference.cli import COMMANDS
from conference.settings import VARIABLES
from tests.support.commands import ROOT, run


def test_help_names_every_command(tmp_path: Path) -> None:
    answer = run("--help", folder=tmp_path)

    assert [line.split()[0] for line in answer.stdout.splitlines()[-len(COMMANDS) :]] == [*COMMANDS]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_own_help(command: str, tmp_path: Path) -> None:
    answer = run(command, "--help", folder=tmp_path)

    assert answer.returncode == 0
    assert answer.stdout.startswith(f"Usage: conference {command} ")


def test_the_help_of_serve_names_every_variable(tmp_path: Path) -> None:
    answer = run("serve", "--help", folder=tmp_path)

    assert [name for name in VARIABLES if name not in answer.stdout] == []


@pytest.mark.parametrize("command", ["", "demo", "serve", "migrate", "grant", "test"])
def test_help_is_quick_for_it_imports_no_framework(command: str) -> None:
    program = (
        "import sys; from conference.cli import group; "
        f"group({[command, '--help'] if command else ['--help']}, standalone_mode=False); "
        "print({'litestar', 'sqlalchemy', 'uvicorn'} & set(sys.modules))"
    )

    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert answer.stdout.splitlines()[-1] == "set()"


def test_an_unknown_command_is_refused(tmp_path: Path) -> None:
    answer = run("dance", folder=tmp_path)

    assert (answer.returncode, answer.stdout) == (2, "")

"""`python3 -m conference` on a machine with nothing installed, tried on a tiny project offline."""

import ast
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.tiny_project import PACKAGE, finish, log, make_project, run, start
from tests.support.waiting import PATIENCE_S


class Starts(NamedTuple):
    project: Path
    printed: Mapping[int, str]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project")


@pytest.fixture(scope="module")
def two_first_starts(tmp_path_factory: pytest.TempPathFactory) -> Starts:
    """A project that two processes set up at the same moment, their ids and what they printed."""
    project = make_project(tmp_path_factory.mktemp("bootstrap") / "project")
    processes = [start(project), start(project)]
    return Starts(project, {process.pid: finish(process)[1] for process in processes})


@pytest.fixture
def ready(two_first_starts: Starts) -> Path:
    """That project, complete again whatever the test before has changed."""
    project = two_first_starts.project
    (project / "requirements.txt").write_text("")
    run(project)
    return project


def test_two_first_starts_at_once_share_one_set_up_and_go_on_as_themselves(
    two_first_starts: Starts,
) -> None:
    project, printed = two_first_starts

    assert printed == {pid: f"{pid} {project / '.venv'} demo --port 8001\n" for pid in printed}
    assert log(project).count("Successfully installed conference") == 1


def test_a_later_start_runs_nothing_but_the_command(ready: Path) -> None:
    before = log(ready)

    status, _, err = run(ready)

    assert (status, err, log(ready)) == (0, "", before)


def test_only_the_command_test_installs_the_packages_of_the_tests(ready: Path) -> None:
    _, _, err = run(ready, "-m", "conference", "test")

    assert err.splitlines() == ["Bringing .venv up to date …", "Installing requirements-test.txt …"]


def test_a_changed_lock_is_installed_and_nothing_else(ready: Path) -> None:
    (ready / "requirements.txt").write_text("# changed\n")

    _, _, err = run(ready)

    assert err.splitlines() == ["Bringing .venv up to date …", "Installing requirements.txt …"]


def test_missing_browser_files_are_built_again(ready: Path) -> None:
    shutil.rmtree(ready / "static" / "vendor")

    _, _, err = run(ready)

    assert err.splitlines()[1:] == ["Building the browser files and translations …"]
    assert (ready / "static" / "vendor" / "htmx.js").exists()


def test_an_environment_without_our_stamp_is_completed(ready: Path) -> None:
    (ready / ".venv" / "conference.json").unlink()

    status, _, err = run(ready)

    assert status == 0
    assert err.startswith("Bringing .venv up to date …\nInstalling requirements.txt …\n")


@pytest.mark.slow
def test_a_moved_environment_is_made_anew(ready: Path, bare: Path) -> None:
    shutil.copytree(ready / ".venv", bare / ".venv", symlinks=True)

    status, out, err = run(bare)

    assert (status, out.split()[1]) == (0, str(bare / ".venv"))
    assert err.startswith("Setting up conference in .venv")
    assert str(ready) not in (bare / ".venv" / "conference.json").read_text()


@pytest.mark.slow
def test_packages_that_cannot_be_had_are_one_sentence_and_are_tried_again(bare: Path) -> None:
    where = bare / ".venv" / "install.log"
    (bare / "requirements.txt").write_text(f"nowhere-to-be-had==1 --hash=sha256:{'0' * 64}\n")

    status, _, err = run(bare)

    assert status == 1
    sentence = "The packages could not be installed, which needs a network connection; "
    assert err.splitlines()[2:] == [f"{sentence}{where} has the details."]
    assert "nowhere-to-be-had" in log(bare)

    (bare / "requirements.txt").write_text("")
    assert run(bare)[0] == 0


def test_the_stamp_names_no_part_that_was_not_installed(ready: Path) -> None:
    (ready / "requirements.txt").write_text(f"nowhere-to-be-had==1 --hash=sha256:{'0' * 64}\n")
    stamp = json.loads((ready / ".venv" / "conference.json").read_text())

    status, _, _ = run(ready)

    assert status == 1
    assert json.loads((ready / ".venv" / "conference.json").read_text()) == stamp


def test_the_end_of_the_process_is_the_end_of_its_helpers(ready: Path) -> None:
    shutil.rmtree(ready / "static" / "vendor")
    slow = ready / "slow"
    slow.touch()
    process = start(ready)
    deadline = time.monotonic() + PATIENCE_S
    while not slow.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)

    process.terminate()
    process.wait(PATIENCE_S)

    helper = int(slow.read_text())
    slow.unlink()
    assert finish(process)[0] == 128 + 15
    assert has_ended(helper)


def has_ended(process_id: int) -> bool:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:  # one that `nobody` reaches
        project = make_project(Path(folder) / "project")
        Path(folder).chmod(0o755)
        project.chmod(0o555)
        yield project
        project.chmod(0o755)


def test_a_folder_that_cannot_be_written_is_one_sentence(closed_folder: Path) -> None:
    as_nobody = (
        "import importlib.metadata, os, conference.bootstrap\n"
        "os.geteuid() or os.setuid(65534)\n"
        "conference.bootstrap.enter(['demo'])\n"
    )

    answer = run(closed_folder, "-c", as_nobody)

    venv = closed_folder.resolve() / ".venv"
    sentence = f"Conference keeps its packages in {venv}, which cannot be written: "
    assert answer == (1, "", sentence + "Permission denied.\n")


def test_a_python_without_venv_is_one_sentence(bare: Path) -> None:
    without = "import sys; sys.modules['ensurepip'] = None\n"
    code = without + "from conference.bootstrap import enter; enter(['demo'])"

    status, _, err = run(bare, "-c", code)

    assert status == 1
    sentence = "This Python cannot make environments, its `venv` module is missing; "
    advice = "on Debian or Ubuntu `apt install python3-venv` adds it."
    assert err.splitlines()[1:] == [sentence + advice]


def test_an_old_python_is_one_sentence(bare: Path) -> None:
    old = (
        "import runpy, sys\n"
        "sys.version_info, sys.version = (3, 10, 13), '3.10.13 (main)'\n"
        "runpy.run_module('conference', run_name='__main__')\n"
    )

    answer = run(bare, "-c", old)

    assert answer == (1, "", "Conference needs Python 3.11 or newer; this is 3.10.13.\n")


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_what_an_old_python_reads_has_no_newer_syntax(name: str) -> None:
    assert ast.parse((PACKAGE / name).read_text("utf-8"), feature_version=(3, 6))

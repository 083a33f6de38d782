"""A tiny project with the real bootstrap, which installs offline: its build backend is its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / "conference"
# Not the environment of the tests, where `conference` is installed already.
PYTHON: str = getattr(sys, "_base_executable", sys.executable)

CLI = """
import os, sys

def main():
    print(os.getpid(), sys.prefix, *sys.argv[1:], flush=True)
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
BACKEND = """
import os, time, zipfile
from pathlib import Path

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    if Path("slow").exists():
        Path("slow").write_text(str(os.getpid()))
        time.sleep(60)
    Path("static/vendor").mkdir(parents=True, exist_ok=True)
    Path("static/vendor/htmx.js").touch()
    name, info = "conference-1-py3-none-any.whl", "conference-1.dist-info"
    with zipfile.ZipFile(Path(wheel_directory, name), "w") as wheel:
        wheel.writestr("conference.pth", os.getcwd())
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: conference\\nVersion: 1")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nTag: py3-none-any")
        wheel.writestr(f"{info}/RECORD", "")
    return name
"""


def make_project(root: Path) -> Path:
    (root / "conference").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py", "bootstrap.py"):
        shutil.copy(PACKAGE / name, root / "conference")
    (root / "conference" / "cli.py").write_text(CLI)
    (root / "pyproject.toml").write_text(PYPROJECT)
    (root / "backend.py").write_text(BACKEND)
    for lock in ("requirements.txt", "requirements-node.txt", "requirements-test.txt"):
        (root / lock).touch()
    return root


def start(project: Path, *command: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [PYTHON, *(command or ("-m", "conference", "demo", "--port", "8001"))],
        cwd=project,
        env={**os.environ, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def run(project: Path, *command: str) -> tuple[int, str, str]:
    return finish(start(project, *command))


def log(project: Path) -> str:
    return (project / ".venv" / "install.log").read_text()

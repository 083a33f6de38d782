"""`conference test`: finds a browser and the HTML checker, then runs every check of the project.

With `--pictures` it finds a browser and has every page taken.

Owns what runs and in which order; each tool's rules stand in pyproject.toml.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKS = {
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
    "djlint": ["djlint", "templates", "--lint", "--quiet"],
}

# A file's tests stay together, since what they share is costly: a browser, a stocked server. In
# their own order, as the files with the fewest tests, which would come last, are the slowest.
# Three for two cores: a fifth of the time they wait for a server, a browser or a crash.
IN_PARALLEL = ["--numprocesses=3", "--dist=loadfile", "--no-loadscope-reorder"]

# One file, and a server for each half of it.
SPREAD = ["--numprocesses=2", "--dist=worksteal"]
PICTURES = "tests/browser/pictures.py"

BROWSER_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
BROWSER_PATHS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


class CannotTest(Exception):
    """Something outside the project is missing; the text says what, and what to do."""


def run_checks(arguments: Sequence[str]) -> int:
    """Run every check, pytest last and with `arguments`. The exit status: 1 if any has failed.

    Without a browser or the HTML checker it says so and runs none.
    """
    try:
        environment = _environment()
    except CannotTest as problem:
        print(problem, file=sys.stderr)
        return 1
    commands = {**CHECKS, "pytest": ["pytest", *IN_PARALLEL, *arguments]}
    failed = [name for name, command in commands.items() if not _passes(command, environment)]
    _say(f"Failed: {', '.join(failed)}." if failed else f"All well: {', '.join(commands)}.")
    return 1 if failed else 0


def take_pictures(folder: Path, language: str, arguments: Sequence[str]) -> int:
    """Every view of every page, two widths, both themes, into `folder`. The exit status."""
    try:
        environment = _browsing()
    except CannotTest as problem:
        print(problem, file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    environment["CONFERENCE_PICTURES"] = str(folder.resolve())
    environment["CONFERENCE_PICTURES_LANGUAGE"] = language
    if not _passes(["pytest", *SPREAD, PICTURES, *arguments], environment):
        return 1
    _say(f"{len([*folder.glob('*.png')])} pictures in {folder}.")
    return 0


def _environment() -> dict[str, str]:
    return {**_browsing(), "CONFERENCE_VNU_JAR": str(_html_checker())}


def _browsing() -> dict[str, str]:
    if not (ROOT / "pyproject.toml").is_file():
        raise CannotTest("The tests stand in the source checkout: `python3 -m conference test`.")
    return {**os.environ, "CONFERENCE_BROWSER": find_browser()}


def _passes(command: Sequence[str], environment: Mapping[str, str]) -> bool:
    _say(f"$ python -m {' '.join(command)}")
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment, check=False)
    return done.returncode == 0


def _say(text: str) -> None:
    print(text, flush=True)


def find_browser() -> str:
    """A browser for the tests: the one named, one of this machine, or the one Playwright fetches.

    Raises CannotTest when there is none, before any test has run.
    """
    if named := os.environ.get("CONFERENCE_BROWSER"):
        if not shutil.which(named):
            raise CannotTest(f"CONFERENCE_BROWSER names {named}, which is not a program.")
        return named
    usable = (path for path in _installed_browsers() if _starts(path))
    return next(usable, None) or _fetched_browser()


def _installed_browsers() -> Iterator[str]:
    for name in (*BROWSER_NAMES, *BROWSER_PATHS):
        if path := shutil.which(name):
            yield path


def _starts(browser: str) -> bool:
    """Some distributions ship a stub that only says how to get the real one."""
    if os.name == "nt":
        return True  # `--version` opens a window there, and such stubs do not exist
    return subprocess.run([browser, "--version"], capture_output=True, check=False).returncode == 0


def _fetched_browser() -> str:
    from playwright.sync_api import sync_playwright  # a package of the tests only

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not Path(path).exists():
        _say("No browser on this machine: fetching Playwright's Chromium …")
        install = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(install, capture_output=True, check=False)
    if not (Path(path).exists() and _starts(path)):
        raise CannotTest(
            "The tests need a browser: install Chromium, Chrome or Edge, "
            "or name one in CONFERENCE_BROWSER."
        )
    return path


def _html_checker() -> Path:
    """The Nu HTML Checker, from npm once for each state of the lock."""
    folder = Path(sys.prefix) / "html-checker"
    jar = folder / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    stamp = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    mark = folder / "stamp"
    if not (jar.exists() and mark.exists() and mark.read_text() == stamp):
        from conference._build import npm_ci  # needs the packages of the build

        _say("Fetching the HTML checker …")
        folder.mkdir(exist_ok=True)
        try:
            npm_ci(ROOT, folder, "--include=dev", "--omit=optional")
        except (ImportError, subprocess.CalledProcessError) as error:
            raise CannotTest(
                "The HTML checker could not be installed by npm, which needs a network connection."
            ) from error
        mark.write_text(stamp)
    return jar

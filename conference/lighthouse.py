"""`conference test --lighthouse`: what Lighthouse thinks of the demo's pages on a phone.

Too slow, and too dependent on what else the machine does, for the other tests. Every page is
measured several times, and the median counts.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from conference.checks import ROOT, CannotTest, find_browser

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95
TIMES, MOST_TRIES = 3, 6
TIMEOUT_S = 180
# The keynote that is on is the demo's second session.
SIGNED_OUT = ("/", "/events/partnertage/agenda", "/sessions/2")
SIGNED_IN = ("/", "/sessions/2")


@dataclass(frozen=True)
class Demo:
    """`link` signs in its attendee."""

    url: str
    link: str


@dataclass(frozen=True)
class Lighthouse:
    """`port`: where the browser listens that it is to use, of which `window` is one."""

    command: tuple[str, ...]
    port: int
    window: Any
    folder: Path

    def scores(self, url: str, name: str, *options: str) -> dict[str, int]:
        """By category, of 100. The last of the reports stays in the folder. Raises CannotTest."""
        tries = (self._run(url, name, options) for _ in range(MOST_TRIES))
        runs = [*islice(filter(None, tries), TIMES)]
        if len(runs) < TIMES:
            raise CannotTest(f"Lighthouse could not measure {url}.")
        return {each: round(median(run[each] for run in runs)) for each in CATEGORIES}

    def _run(self, url: str, name: str, options: Sequence[str]) -> dict[str, float]:
        """Nothing where the browser was too busy with itself, which happens."""
        path = self.folder / name
        wanted = ["--output=json", "--output=html", f"--output-path={path}"]
        only = f"--only-categories={','.join(CATEGORIES)}"
        command = [*self.command, url, f"--port={self.port}", "--quiet", only, *wanted, *options]
        # Also where it must not clean up by itself.
        self.window.context.new_cdp_session(self.window).send("Network.clearBrowserCache")
        if subprocess.run(command, check=False, timeout=TIMEOUT_S).returncode:
            return {}
        report = json.loads(path.with_name(f"{name}.report.json").read_text("utf-8"))
        return {each: 100 * (report["categories"][each]["score"] or 0) for each in CATEGORIES}


def measure(folder: Path) -> int:
    """Prints a table, and leaves reports in `folder`. The exit status: 1 for a score below 95.

    Without Node.js it says so and measures nothing.
    """
    if not (shutil.which("node") and shutil.which("npm")):
        print("Lighthouse needs Node.js and npm; nothing was measured.", file=sys.stderr)
        return 0
    try:
        found = _measured(folder)
    except CannotTest as problem:
        print(problem, file=sys.stderr)
        return 1
    _print(found)
    return int(any(score < LEAST for scores in found.values() for score in scores.values()))


def _measured(folder: Path) -> Mapping[str, dict[str, int]]:
    command, browser = _lighthouse(), find_browser()
    folder.mkdir(parents=True, exist_ok=True)
    with _demo() as demo, _browser(browser) as (port, window):
        return _scores(Lighthouse(command, port, window, folder), demo)


def _scores(lighthouse: Lighthouse, demo: Demo) -> Mapping[str, dict[str, int]]:
    found = {}
    for path in SIGNED_OUT:
        found[path] = lighthouse.scores(demo.url + path, _name(path, "nobody"))
    lighthouse.window.goto(demo.link)
    lighthouse.window.locator("main form button").first.click()
    lighthouse.window.wait_for_load_state()
    for path in SIGNED_IN:
        # It would be signed out by being cleaned.
        kept, name = "--disable-storage-reset", _name(path, "attendee")
        found[f"{path} (signed in)"] = lighthouse.scores(demo.url + path, name, kept)
    return found


def _name(path: str, who: str) -> str:
    return f"{path.strip('/').replace('/', '-') or 'start'}_{who}"


def _print(found: Mapping[str, Mapping[str, int]]) -> None:
    width = max(len(page) for page in found)
    print(" " * width, *CATEGORIES)
    for page, scores in found.items():
        row = (f"{scores[each]:>{len(each)}}" for each in CATEGORIES)
        print(f"{page:<{width}}", *row, flush=True)


def _lighthouse() -> tuple[str, ...]:
    """From npm, once for each state of the lock."""
    from conference._build import NPM_FILES, npm_ci  # needs the packages of the build

    folder = Path(sys.prefix) / "lighthouse"
    mark, lock = folder / "stamp", "\0".join((ROOT / name).read_text() for name in NPM_FILES)
    if not (mark.exists() and mark.read_text() == lock):
        print("Fetching Lighthouse …", flush=True)
        folder.mkdir(exist_ok=True)
        npm_ci(ROOT, folder, "--omit=dev", "--include=optional")
        mark.write_text(lock)
    return "node", str(folder / "node_modules" / "lighthouse" / "cli" / "index.js")


@contextmanager
def _demo() -> Iterator[Demo]:
    """Planted in a folder of its own, and served as any demo."""
    with tempfile.TemporaryDirectory() as folder:
        demo = ["conference", "demo", "--small", "--port=0", f"--folder={folder}/demo"]
        command = [sys.executable, "-m", *demo]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            try:
                yield _announced(process)
            finally:
                process.terminate()


def _announced(process: "subprocess.Popen[str]") -> Demo:
    link = ""
    for line in process.stdout or ():
        if line.startswith("Attendee: "):
            link = line.removeprefix("Attendee: ").strip()
        if line.startswith("Serving "):
            return Demo(line.split()[1], link)
    raise CannotTest("The demo did not start.")


@contextmanager
def _browser(path: str) -> Iterator[tuple[int, Any]]:
    """Where it listens, and a window whose cookies Lighthouse's pages have, too."""
    from playwright.sync_api import sync_playwright  # a package of the tests only

    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=path, args=["--remote-debugging-port=0"]
        )
        try:
            port = int(Path(profile, "DevToolsActivePort").read_text().split()[0])
            yield port, context.pages[0]
        finally:
            context.close()

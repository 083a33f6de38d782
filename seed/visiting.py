"""A demo to take pictures of, in a folder that is thrown away, and a browser that visits it."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / ".readme"
CHROMIUM = os.environ.get("CONFERENCE_BROWSER", "/usr/bin/chromium")


@contextmanager
def demo(*options: str) -> Iterator[tuple[dict[str, str], Path]]:
    """Its printed links by role, and its folder."""
    with tempfile.TemporaryDirectory() as name:
        # A demo wants a folder of its own making.
        folder = Path(name, "demo")
        where = ["--port", "0", "--folder", str(folder)]
        server = started("demo", *where, *options, stdout=subprocess.PIPE)
        try:
            yield _read_links(server), folder
        finally:
            server.terminate()
            server.wait(10)


def started(*arguments: str, stdout: int | None = None) -> "subprocess.Popen[str]":
    """A command of the project, under way."""
    command = [sys.executable, "-m", "conference", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=stdout, text=True)


def _read_links(server: "subprocess.Popen[str]") -> dict[str, str]:
    links = {}
    for line in server.stdout or ():
        if found := re.match(r"([\w ]+?):? (http://\S+)", line):
            links[found[1]] = found[2]
        if line.startswith("Serving"):
            return links
    raise SystemExit("The demo did not start.")


def visit(chromium: Browser, url: str, *, width: int, height: int, theme: str) -> Page:
    """Where the link leads to, in English and a context of its own."""
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    context.add_cookies([{"name": "lang", "value": "en", "url": start_of(url)}])
    page = context.new_page()
    page.goto(url)
    if "/sign-in/" in url:
        page.locator("form button").first.click()
    page.wait_for_load_state()
    return page


def start_of(url: str) -> str:
    return url.partition("/sign-in/")[0]

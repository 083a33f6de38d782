"""Takes the README's pictures of the demo: `.venv/bin/python seed/take_pictures.py`.

Needs Chromium and the packages of `conference test`. Starts a demo of its own in a folder that is
thrown away.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / ".readme"
CHROMIUM = os.environ.get("CONFERENCE_BROWSER", "/usr/bin/chromium")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with demo() as links, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take(chromium, links["Attendee"], "stage.jpg", width=1440, height=1050, theme="light")
        take(chromium, links["Attendee"], "phone.jpg", width=390, height=844, theme="dark")
        take(chromium, links["Serving"], "landing.jpg", width=1440, height=900, theme="light")
        staff = links["Channel staff"]
        take(chromium, staff, "barometer.jpg", width=1440, height=1300, theme="light")


@contextmanager
def demo() -> Iterator[dict[str, str]]:
    """Its printed links by role; "Serving" is the start page."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "conference", "demo", "--port", "0", "--folder", folder]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            yield read_links(server)
        finally:
            server.terminate()
            server.wait(10)


def read_links(server: "subprocess.Popen[str]") -> dict[str, str]:
    links = {}
    for line in server.stdout or ():
        if found := re.match(r"([\w ]+?):? (http://\S+)", line):
            links[found[1]] = found[2]
        if line.startswith("Serving"):
            return links
    raise SystemExit("The demo did not start.")


def take(chromium: Browser, url: str, name: str, *, width: int, height: int, theme: str) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    start = url.partition("/sign-in/")[0]
    context.add_cookies([{"name": "lang", "value": "en", "url": start}])
    page = context.new_page()
    page.goto(url)
    if "/sign-in/" in url:
        page.locator("form button").first.click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    page.screenshot(path=PICTURES / name, quality=85)
    context.close()


if __name__ == "__main__":
    main()

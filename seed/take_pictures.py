"""Takes the README's pictures of the demo: `.venv/bin/python seed/take_pictures.py`.

Needs Chromium and the packages of `conference test`. Starts a demo of its own in a folder that is
thrown away.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / ".readme"
# So many come, and after this time they are in and have begun.
CROWD, UNTIL_IN_S = 160, 70
CHROMIUM = os.environ.get("CONFERENCE_BROWSER", "/usr/bin/chromium")


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with demo() as links, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take(chromium, links["Attendee"], "stage.jpg", width=1440, height=1050, theme="light")
        take(chromium, links["Attendee"], "phone.jpg", width=390, height=844, theme="dark")
        staff = links["Channel staff"]
        take(chromium, staff, "barometer.jpg", width=1440, height=1300, theme="light")
        organiser, day = links["Organiser"], "/manage/events/partnertage/schedule"
        take(chromium, organiser, "day.jpg", width=1440, height=1000, theme="light", path=day)


@contextmanager
def demo() -> Iterator[dict[str, str]]:
    """Its printed links by role, once the crowd is in."""
    with tempfile.TemporaryDirectory() as folder:
        where = ["--port", "0", "--folder", folder]
        command = [sys.executable, "-m", "conference", "demo", *where, "--crowd", str(CROWD)]
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        try:
            links = read_links(server)
            time.sleep(UNTIL_IN_S)
            yield links
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


def take(
    chromium: Browser, url: str, name: str, *, width: int, height: int, theme: str, path: str = ""
) -> None:
    """`path`: another page than the one that the link leads to."""
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
        page.wait_for_load_state()
    if path:
        page.goto(f"{start}{path}")
    page.wait_for_load_state()
    page.wait_for_timeout(5000)  # a busy server opens sockets late
    page.screenshot(path=PICTURES / name, quality=85)
    context.close()


if __name__ == "__main__":
    main()

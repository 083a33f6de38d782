"""Takes the README's film of the demo: `.venv/bin/python seed/take_film.py`.

Two minutes of a keynote in thirteen seconds. The demo is a small one, so that a crowd moves its
figures. Two pages are pictured in turn while the crowd is there, and cut into one film afterwards.
"""

import io
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from visiting import CHROMIUM, PICTURES, demo, started, visit

VIEW = {"width": 1280, "height": 880}
SIZE = 960, 660
# A picture is seen so long; the last one longer.
SEEN_MS, LAST_MS = 125, 2000
QUALITY = 55
CROWD = ("--people", "160", "--minutes", "3", "--pace", "6")
POLL = ".stage__rail .poll"


@dataclass(frozen=True)
class Scene:
    """Of a page: so many pictures, from one second to another. They are counted from the moment
    at which the crowd's moderator opens a poll."""

    page: str
    from_s: float
    until_s: float
    pictures: int


SCENES = (Scene("stage", -16, 0, 28), Scene("stage", 0, 45, 38), Scene("mood", -16, 100, 26))
Frames = dict[str, list[tuple[float, bytes]]]


def take_film(chromium: Browser) -> None:
    with demo("--small") as (links, folder):
        pages = _pages(chromium, links)
        port = str(urlsplit(pages["mood"].url).port)
        crowd = started("crowd", *CROWD, "--folder", str(folder), "--port", port)
        try:
            frames = _pictured(pages)
        finally:
            crowd.terminate()
            crowd.wait()
        # Whoever left has left before the server does.
        for page in pages.values():
            page.context.close()
    _save([picture for scene in SCENES for picture in _cut(frames, scene)])


def _pages(chromium: Browser, links: dict[str, str]) -> dict[str, Page]:
    moderator = _visit(chromium, links["Moderator"])
    _close_poll(moderator)
    stage = _visit(chromium, links["Attendee"])
    stage.locator("video").evaluate("video => { video.loop = true; video.play(); }")
    return {"stage": stage, "mood": _visit(chromium, links["Channel staff"])}


def _visit(chromium: Browser, url: str) -> Page:
    return visit(chromium, url, theme="light", **VIEW)


def _close_poll(page: Page) -> None:
    """That one which the demo begins with, so that the questions stand beside the speaker."""
    page.get_by_role("link", name="Polls", exact=True).first.click()
    page.get_by_role("button", name="Close the poll for good").click()
    page.context.close()


def _pictured(pages: dict[str, Page]) -> Frames:
    """At seconds since the poll was opened."""
    taken: Frames = {name: [] for name in pages}
    opened_at, voting = 0.0, _voting(pages["stage"])
    while not opened_at or time.monotonic() - opened_at < max(s.until_s for s in SCENES):
        for name, page in pages.items():
            taken[name].append((time.monotonic(), page.screenshot()))
        if not opened_at and pages["stage"].locator(POLL).count():
            opened_at = taken["stage"][-1][0]
        if opened_at:
            next(voting)
    return {name: [(at - opened_at, each) for at, each in frames] for name, frames in taken.items()}


def _voting(page: Page) -> Iterator[None]:
    """What one who hears of the poll does from one picture to the next: has it shown, reads it,
    votes, and looks on as the figures come."""
    yield from [None] * 4
    page.get_by_role("button", name="A poll is open: show it").click()
    yield from [None] * 6
    page.locator(f"{POLL} .choice").first.click()
    yield from [None] * 4
    page.locator(POLL).get_by_role("button", name="Send my answer").click()
    yield from [None] * 4
    while True:
        page.locator(".composer").evaluate(SCROLLED)
        yield


# Until the poll ends above the composer, a little at a time.
SCROLLED = """composer => {
  const poll = document.querySelector(".stage__rail .poll").getBoundingClientRect();
  const end = Math.min(composer.getBoundingClientRect().top, innerHeight) - 16;
  scrollBy(0, Math.max(0, Math.min(poll.bottom - end, 24)));
}"""


def _cut(frames: Frames, scene: Scene) -> Iterator[Image.Image]:
    """At even distances in time, whatever the camera's were."""
    taken = frames[scene.page]
    for number in range(scene.pictures):
        at = scene.from_s + (scene.until_s - scene.from_s) * number / (scene.pictures - 1)
        nearest = min(taken, key=lambda frame: abs(frame[0] - at))
        picture = Image.open(io.BytesIO(nearest[1])).convert("RGB")
        yield picture.resize(SIZE, Image.Resampling.LANCZOS)


def _save(pictures: Sequence[Image.Image]) -> None:
    first, *others = pictures
    first.save(
        PICTURES / "film.webp",
        save_all=True,
        append_images=others,
        duration=[*[SEEN_MS] * len(others), LAST_MS],
        loop=0,
        quality=QUALITY,
        method=6,
    )


if __name__ == "__main__":
    with sync_playwright() as playwright:
        take_film(playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]))

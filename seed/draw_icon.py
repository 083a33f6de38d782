"""Draws static/img/favicon.ico from icon.svg: `.venv/bin/python seed/draw_icon.py`.

Needs Chromium and the packages of `conference test`.
"""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "static" / "img"
CHROMIUM = os.environ.get("CONFERENCE_BROWSER", "/usr/bin/chromium")
SIZES = (16, 32, 48)


def main() -> None:
    drawings = drawn((IMAGES / "icon.svg").read_text("utf-8"))
    drawings[-1].save(
        IMAGES / "favicon.ico", sizes=[each.size for each in drawings], append_images=drawings
    )


def drawn(svg: str) -> list[Image.Image]:
    """Each size from the lines themselves, not from a larger one."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = chromium.new_page()
        pictures = []
        for size in SIZES:
            page.set_viewport_size({"width": size, "height": size})
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
            picture = page.screenshot(omit_background=True)
            pictures.append(Image.open(BytesIO(picture)).convert("RGBA"))
        return pictures


if __name__ == "__main__":
    main()

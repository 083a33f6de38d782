"""Every view of every page as a picture, to be looked at: `conference test --pictures FOLDER`.

Its name keeps it out of the other tests. Two widths, both themes, one language.
"""

import os
import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Page

from tests.browser.pages import VIEWS
from tests.browser.stock import Stock
from tests.browser.views import View

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

WIDTHS = {390: 844, 1440: 900}
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.parametrize("view", VIEWS, ids=str)
async def test_a_view_is_taken(stock: Stock, view: View) -> None:
    language = os.environ["CONFERENCE_PICTURES_LANGUAGE"]
    taken = await take(stock, view, language, Path(os.environ["CONFERENCE_PICTURES"]))

    assert len(taken) == len(WIDTHS) * len(THEMES)


async def take(stock: Stock, view: View, language: str, folder: Path) -> list[Path]:
    """Each as long as its page is."""
    async with stock.window(view.by, language) as page:
        await page.goto(stock.path(view.path))
        return [
            await _picture(page, width, theme, folder / f"{name(view)}_{width}_{theme}.png")
            for width in WIDTHS
            for theme in THEMES
        ]


def name(view: View) -> str:
    """For files: its path and who looks."""
    path = re.sub(r"\W+", "-", view.path).strip("-") or "start"
    return f"{path}_{view.by.replace(' ', '-')}"


async def _picture(page: Page, width: int, theme: Literal["light", "dark"], path: Path) -> Path:
    await page.emulate_media(color_scheme=theme)
    await page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    await page.evaluate(READY)
    await page.screenshot(path=path, full_page=True)
    return path


# Portraits further down are fetched, and sessions drawn, when they come into sight.
READY = """async () => {
  await document.fonts.ready;
  for (const slot of document.querySelectorAll(".slot")) slot.style.contentVisibility = "visible";
  const images = [...document.images].filter((image) => image.checkVisibility());
  for (const image of images) image.loading = "eager";
  await Promise.all(images.map((image) => image.decode()));
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
}"""

"""What `conference test --pictures` writes."""

from pathlib import Path

import pytest
from PIL import Image

from tests.browser.pages import VIEWS
from tests.browser.pictures import name, take
from tests.browser.stock import Stock
from tests.browser.views import View

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_a_view_is_taken_in_two_widths_and_both_themes(stock: Stock, tmp_path: Path) -> None:
    taken = await take(stock, View("/sign-in"), "en", tmp_path)

    found = {}
    for path in taken:
        with Image.open(path) as image:
            found[path.name] = image.width, is_light(image)
    assert found == {
        "sign-in_nobody_390_light.png": (390, True),
        "sign-in_nobody_390_dark.png": (390, False),
        "sign-in_nobody_1440_light.png": (1440, True),
        "sign-in_nobody_1440_dark.png": (1440, False),
    }


async def test_every_view_has_a_name_of_its_own() -> None:
    assert len({name(view) for view in VIEWS}) == len(VIEWS)


def is_light(image: Image.Image) -> bool:
    """By its middle: above it, the masthead is dark in both themes."""
    middle = image.convert("L").getpixel((4, image.height // 2))
    assert isinstance(middle, int)
    return middle > 127

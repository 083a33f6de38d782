"""Static files, and style sheets as one."""

from io import BytesIO

import httpx
from PIL import Image

from conference.resources import resource
from conference.web.assets import version
from conference.web.styles import styles_url


async def test_the_icon_is_there_for_whoever_asks_by_its_name(client: httpx.AsyncClient) -> None:
    answer = await client.get("/favicon.ico")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/x-icon")
    assert answer.headers["cache-control"] == "max-age=86400, public"
    with Image.open(BytesIO(answer.content)) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


async def test_style_sheets_come_as_one_in_the_order_of_the_page(client: httpx.AsyncClient) -> None:
    answer = await client.get(styles_url(["_global", "pages/plain", "components/tag"]))

    parts = [resource("static", "css", f"{name}.css") for name in ("_global", "pages/plain")]
    texts = [
        part.read_text("utf-8") for part in (*parts, resource("static/css/components/tag.css"))
    ]
    assert answer.text == "\n".join(texts).replace("../vendor/", f"/static/{version()}/vendor/")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_there_are_no_other_style_sheets_and_none_of_another_version(
    client: httpx.AsyncClient,
) -> None:
    twice, unknown = (styles_url(names) for names in (["base", "base"], ["base", "../pages"]))
    paths = [f"/styles/{version()}/..+pages.css", "/styles/of-before/base.css", twice, unknown]

    assert [(await client.get(path)).status_code for path in paths] == [404] * 4

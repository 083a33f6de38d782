"""Static files."""

from io import BytesIO

import httpx
from PIL import Image


async def test_the_icon_is_there_for_whoever_asks_by_its_name(client: httpx.AsyncClient) -> None:
    answer = await client.get("/favicon.ico")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/x-icon")
    assert answer.headers["cache-control"] == "max-age=86400, public"
    with Image.open(BytesIO(answer.content)) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}

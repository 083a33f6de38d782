"""Files in a real browser: sent from a phone without JavaScript, shown and saved under the policies
of the pages and of the files themselves."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Page, expect

from conference.agenda.actions import add_speaker
from conference.agenda.models import Speaking
from tests.browser.site import Site
from tests.browser.staging import SLUG, staged
from tests.browser.test_organise import an_organiser
from tests.browser.uploaded import a_drawing

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

SLIDES = b"%PDF-1.7\n" + bytes(range(256)) * 4000


def a_file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


async def upload(page: Page, part: str, file: FilePayload, button: str) -> None:
    await page.locator(f"#{part} [type=file]").set_input_files(file)
    await page.locator(f"#{part}").get_by_role("button", name=button).click()


async def natural_widths(page: Page, selector: str) -> list[int]:
    images = page.locator(f"img{selector}")
    await expect(images.first).to_be_visible()
    await page.wait_for_function(
        "selector => [...document.querySelectorAll(`img${selector}`)]"
        ".filter(image => image.checkVisibility()).every(image => image.complete)",
        arg=selector,
    )
    found: list[int] = await images.evaluate_all(
        "images => images.filter(image => image.checkVisibility()).map(image => image.naturalWidth)"
    )
    return found


async def test_what_an_organiser_uploads_on_a_phone_is_seen_and_saved_by_all(
    site: Site, tmp_path: Path
) -> None:
    stage = await staged(site)
    claudia = await an_organiser(site, stage.event_id)
    async with site.app.database.writing() as db:
        speaker_id = await add_speaker(db, stage.event_id, name="Jana Vogt")
        db.add(Speaking(session_id=stage.session_id, speaker_id=speaker_id))
    here = f"/manage/events/{SLUG}"

    async with site.window(claudia, width=390, javascript=False) as page:
        await page.goto(f"{here}/settings")
        await upload(page, "logo", a_file("logo.png", a_drawing(640, 160)), "Upload")
        await upload(page, "picture", a_file("hall.png", a_drawing(1600, 1200)), "Upload")
        await page.goto(f"{here}/speakers/{speaker_id}")
        await upload(page, "portrait", a_file("jana.png", bytes(12 * 2**20)), "Upload")
        await expect(page.get_by_role("alert")).to_be_in_viewport()
        await upload(page, "portrait", a_file("jana.png", a_drawing(800, 600)), "Upload")
        await expect(page.get_by_role("img", name="Portrait of Jana Vogt")).to_be_visible()
        await page.goto(f"{here}/sessions/{stage.session_id}")
        await page.locator("#files [name=title_en]").fill("The slides")
        await upload(page, "files", a_file("folien.exe", b"MZ"), "Add the file")
        await expect(page.locator("#files [name=title_en]")).to_have_value("The slides")
        await upload(page, "files", a_file("folien.pdf", SLIDES), "Add the file")
        await expect(page.locator("#files").get_by_role("link")).to_have_text("The slides")
        assert await page.evaluate("document.documentElement.scrollWidth") == 390

    async with site.window() as page:
        await page.goto(f"/sessions/{stage.session_id}")
        assert await natural_widths(page, ".masthead__logo") == [640]
        assert await natural_widths(page, ".avatar") == [480]
        await page.goto(f"/events/{SLUG}")
        # As wide as it is shown, in whichever size it came.
        assert await natural_widths(page, ".hero__picture") == [656]
        await page.goto(f"/sessions/{stage.session_id}")
        async with page.expect_download() as saved:
            await page.get_by_role("link", name="The slides").click()
        download = await saved.value
        await download.save_as(tmp_path / "saved.pdf")
        content = await asyncio.to_thread((tmp_path / "saved.pdf").read_bytes)
        assert (download.suggested_filename, content == SLIDES) == ("folien.pdf", True)

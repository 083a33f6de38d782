"""What people do on pages, step by step."""

import asyncio
import itertools
import json
import re
from email import message_from_bytes, policy
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from conference.live.frames import Frame
from conference.qa.actions import Asking, ask_question
from conference.qa.moderation import approve
from tests.browser.site import Site
from tests.browser.staging import Staged

NAME, EMAIL = "Lena Brandt", "lena.brandt@moorquell.example"
LINK = re.compile(r"https?://\S+/sign-in/\S+")
TARGET = re.compile('hx-target="#([^"]+)"')


async def register(page: Page, slug: str) -> None:
    await page.goto(f"/events/{slug}/registration")
    await page.get_by_label("Your name").fill(NAME)
    await page.get_by_label("E-mail address").fill(EMAIL)
    await page.get_by_label("Company", exact=True).fill("Moorquell Systeme")
    await page.get_by_label("Country").select_option("DE")
    await page.get_by_label("Your work").select_option("technology")
    await page.get_by_label("Type of partner").select_option("indirect-reseller")
    await page.get_by_label("10 to 49").check()
    await page.get_by_role("radio", name="English").check()
    await page.locator("input[name=consent]").check()
    await page.get_by_role("button", name="Register for free").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Look into your inbox")


async def mailed_link(site: Site) -> str:
    """From the newest mail; it is sent in the background."""
    folder = site.app.settings.mail_folder
    assert folder is not None
    for _ in range(200):
        if mails := sorted(folder.glob("*.eml")):
            found = LINK.search(await asyncio.to_thread(_text_of, mails[-1]))
            assert found is not None
            return found.group()
        await asyncio.sleep(0.05)
    raise AssertionError("No mail within ten seconds.")


async def come_in(page: Page, link: str, path: str) -> None:
    """By the mailed link, to where it leads, and the address bar forgets the link."""
    await page.goto(link)
    await page.get_by_role("button", name=f"Continue as {NAME}").click()
    await page.wait_for_url(f"**{path}")


def typed(page: Page) -> Locator:
    return page.get_by_label("Your question", exact=True)


async def ask(page: Page, text: str) -> None:
    await typed(page).fill(text)
    await page.get_by_role("button", name="Ask", exact=True).click()


def row(page: Page, text: str) -> Locator:
    """Of a question that everyone sees."""
    return page.locator("#questions .question", has_text=text)


async def connected(page: Page) -> None:
    await expect(page.locator("body")).to_have_attribute("data-line", "open")


async def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    for _ in range(40):
        await page.keyboard.press(key)
        if await page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{key} does not reach {selector}.")


async def pushes_to(page: Page) -> list[str]:
    """What will be pushed to it, by the ids of its parts, but for who comes and goes. Call this
    before it opens."""
    pushed: list[str] = []

    def keep(frame: str | bytes) -> None:
        pushed.extend(part for part in TARGET.findall(str(frame)) if part != "stage-audience")

    page.on("websocket", lambda socket: socket.on("framereceived", keep))
    await page.add_init_script(NOTES_MARKS)
    return pushed


async def all_arrived(site: Site, *pages: Page) -> None:
    """Returns when all that was announced so far is on these pages, given to `pushes_to` before:
    frames come in order, so that the last one tells of those before it."""
    await site.app.live.settled()
    mark = str(next(MARKS))
    for subscriber in site.app.live.hub.audiences.all():
        subscriber.push(Frame(json.dumps({"mark": mark})))
    for page in pages:
        await expect(page.locator("html")).to_have_attribute("data-mark", mark)


MARKS = itertools.count()
# What is not HTML is swapped nowhere.
NOTES_MARKS = """document.addEventListener("htmx-ws-after-message-incoming", ({ detail }) => {
  const [, mark] = /^{"mark": "(.+)"}$/.exec(detail.message.data) ?? [];
  if (mark) document.documentElement.dataset.mark = mark; });"""


async def words_of(page: Page, selector: str) -> list[str]:
    """What these elements say, hidden sentences included, clocks that tick left out."""
    found: list[str] = await page.locator(selector).evaluate_all(WORDS)
    return found


WORDS = """(found) => found.map((element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll('[data-until]').forEach((clock) => clock.remove());
  return copy.textContent.replace(/\\s+/g, ' ').trim(); })"""


async def a_live_question(site: Site, stage: Staged, text: str, by: int | None) -> int:
    """Asked and approved elsewhere, while browsers look."""
    assert by is not None
    async with site.app.database.writing() as db:
        asking = Asking(stage.session_id, by, text, "en", is_anonymous=False)
        question_id = await ask_question(db, site.app.keys, asking)
        await approve(db, question_id)
    return question_id


def _text_of(mail: Path) -> str:
    body = message_from_bytes(mail.read_bytes(), policy=policy.default).get_body(("plain",))
    return body.get_content() if body else ""

"""Organisers at work: an event from nothing on a phone, two at one session, and who watches."""

from datetime import date, timedelta

import pytest
from playwright.async_api import Page, expect

from conference import clock
from conference.accounts.actions import give_role
from conference.accounts.models import Reach, RoleKind
from conference.agenda.models import Slot
from tests import factories
from tests.browser.site import SignedIn, Site
from tests.browser.staging import SLUG, staged
from tests.browser.steps import connected

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

DAY = date(2027, 9, 16)
HOUR = timedelta(hours=1)


async def an_organiser(site: Site, event_id: int | None, name: str = "Claudia Kern") -> SignedIn:
    """Without an event: an admin, who may add the first."""
    async with site.app.database.writing() as db:
        person = await factories.a_person(db, name, "de")
        kind = RoleKind.ADMIN if event_id is None else RoleKind.ORGANISER
        await give_role(db, person, kind, event_id)
    return SignedIn(person, Reach.FULL)


async def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        await page.locator(f"form:has(main) [name={name}], main form [name={name}]").first.fill(
            value
        )


async def press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).first.click()


async def add_session(page: Page, title: str, starts: str, room: str, **texts: str) -> None:
    await page.get_by_role("link", name="Programmpunkte", exact=True).click()
    await page.get_by_role("link", name="Neuer Programmpunkt").click()
    await fill(page, title_de=title, starts=starts, minutes="45", **texts)
    await page.locator("[name=day]").select_option(DAY.isoformat())
    await page.locator("[name=room]").select_option(label=room)
    await press(page, "Programmpunkt anlegen")
    await expect(page.locator("h1")).to_have_text(title)


async def test_an_event_comes_about_on_a_phone_in_german_without_javascript(site: Site) -> None:
    claudia = await an_organiser(site, None)
    async with site.window(claudia, locale="de-DE", width=390, javascript=False) as page:
        await page.goto("/manage/events/new")
        await fill(page, motto_de="Weit gedacht.", title_de="Partnertage", slug="weit")
        await fill(page, starts_on=DAY.isoformat(), ends_on=DAY.isoformat())
        await press(page, "Entwurf anlegen")
        await page.get_by_role("link", name="Bühnen und Themen").first.click()
        for room in ("Elbe", "Isar"):
            await page.locator("#new-room [name=name]").fill(room)
            await page.locator("#new-room button").click()
        await add_session(page, "Eröffnung", "09:00", "Elbe", new_speakers="Jana Vogt")
        await add_session(page, "Werkstatt", "10:00", "Isar", new_speakers="Paul Zander")
        await page.locator("#moderators [name=email]").fill("jonas.feld@alpenrand.example")
        await press(page, "Moderation hinzufügen")
        await page.get_by_role("link", name="Veranstaltung", exact=True).click()
        await press(page, "Veröffentlichen")
        await expect(page.get_by_text("Alle können sie sehen.")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") == 390

    async with site.window(locale="de-DE", width=390) as page:
        await page.goto("/events/weit/agenda")
        await expect(page.locator(".session__title")).to_have_text(["Eröffnung", "Werkstatt"])
        await expect(page.get_by_text("Jana Vogt")).to_be_visible()


async def test_of_two_who_move_a_session_the_second_sees_why_and_keeps_what_was_typed(
    site: Site,
) -> None:
    stage = await staged(site)
    claudia = await an_organiser(site, stage.event_id)
    paul = await an_organiser(site, stage.event_id, "Paul Zander")
    path = f"/manage/events/{SLUG}/sessions/{stage.session_id}"
    async with site.window(claudia) as first, site.window(paul) as second:
        for page in (first, second):
            await page.goto(path)
        await first.locator("#session [name=minutes]").fill("50")
        await first.locator("#session [name=video]").fill("https://video.example/live.m3u8")
        await press(first, "Save")
        await expect(first.get_by_role("status")).to_be_focused()
        await second.locator("#session [name=minutes]").fill("75")
        await second.locator("#session [name=tags]").fill("partners")
        await press(second, "Save")

        await expect(second.get_by_role("alert")).to_be_focused()
        await expect(second.locator("#session .facts")).to_contain_text("50")
        assert await second.locator("#session [name=minutes]").input_value() == "75"
        assert await second.locator("#session [name=tags]").input_value() == "partners"
        video = second.locator("#session [name=video]")
        assert await video.input_value() == "https://video.example/live.m3u8"
        async with site.app.database.reading() as db:
            slot = await db.get_one(Slot, stage.session_id)
        assert (slot.ends_at - slot.starts_at) == timedelta(minutes=50)


async def test_who_has_the_agenda_open_sees_a_session_move_and_loses_neither_place_nor_focus(
    site: Site,
) -> None:
    stage = await staged(site)
    claudia = await an_organiser(site, stage.event_id)
    begins = clock.now().replace(second=0) + 2 * HOUR
    async with site.app.database.writing() as db:
        for number in range(12):
            starts_at = begins + number * HOUR / 2
            await factories.a_session(
                db, stage.event_id, title=f"Talk {number}", starts_at=starts_at
            )
    async with site.window(stage.sabine) as agenda, site.window(claudia) as page:
        await agenda.goto(f"/events/{SLUG}/agenda?day=all")
        await connected(agenda)
        await agenda.locator("#text").focus()
        await agenda.mouse.wheel(0, 300)
        await agenda.wait_for_function("scrollY == 300")
        before = await agenda.evaluate("scrollY")
        await page.goto(f"/manage/events/{SLUG}/sessions/{stage.session_id}")
        await page.locator("#delay [name=minutes]").fill("20")
        await page.locator("#delay [name=with_following]").check()
        await press(page, "Put off")

        moved = agenda.locator(f"#session-{stage.session_id}")
        # Some time within five seconds (js/agenda.js), so that not all fetch at once.
        await expect(moved).to_contain_text("20 minutes later", timeout=20_000)
        assert await agenda.evaluate("document.activeElement.id") == "text"
        assert await agenda.evaluate("scrollY") == before

"""Whose voice counts: people say which company is theirs, the channel team brings in the list."""

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.browser.site import Site
from tests.browser.staging import SLUG, staged
from tests.browser.steps import EMAIL, come_in, mailed_link, register

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

FOUND, LISTED = "Moorquell Systeme", "Moorquell Systeme GmbH"
LIST = f"""number;name;domains;types;country;size
P-7;{LISTED};{EMAIL.partition("@")[2]};Integrator;DE;37
P-8;Isarwinkel Netze;isarwinkel.example;;DE;
P-9;;;;;
"""


async def test_a_company_is_confirmed_by_its_people_and_counts_once_it_is_listed(
    site: Site,
) -> None:
    stage = await staged(site)
    async with site.window(width=390) as lena, site.window(stage.mara) as mara:
        await register(lena, SLUG)
        await come_in(lena, await mailed_link(site), stage.path)
        await lena.goto("/account")
        own = lena.locator("#own-company")
        await expect(own).to_contain_text(f"By your address, you belong to {FOUND}.")
        await own.get_by_role("button", name="Yes, that is my company").click()
        await expect(own).to_contain_text(f"You belong to {FOUND}.")
        await lena.goto(f"/events/{SLUG}/mood")
        await expect(lena.locator("#mood-form")).to_contain_text("Your answer counts once")

        await import_the_list(mara)

        await lena.reload()
        await expect(lena.locator("#mood-form")).not_to_contain_text("Your answer counts once")
        await lena.goto("/account")
        await expect(own).to_contain_text(f"You belong to {LISTED}.")


async def import_the_list(mara: Page) -> None:
    """Looked at first; what is wrong is left out, what is known is changed."""
    await mara.goto("/desk/partners")
    await expect(mara.get_by_role("link", name=FOUND)).to_be_visible()
    await mara.get_by_role("link", name="Import a list").click()
    file = FilePayload(name="partners.csv", mimeType="text/csv", buffer=LIST.encode())
    await mara.get_by_label("The list as a CSV file").set_input_files(file)
    await mara.get_by_role("button", name="Look at it").click()
    await expect(mara.locator("#changed")).to_contain_text(LISTED)
    await expect(mara.locator("#new")).to_contain_text("Isarwinkel Netze")
    await expect(mara.locator("#faults")).to_contain_text("Line 4")
    await mara.get_by_role("button", name="Write 2 companies, without one row").click()
    await expect(mara.locator("main")).to_contain_text("2 companies were written.")
    await mara.goto("/desk/partners?text=moorquell")
    await expect(mara.get_by_role("link", name=LISTED)).to_be_visible()

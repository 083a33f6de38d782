"""One company: adding it, changing it, confirming it; and every refusal."""

import asyncio
from dataclasses import replace

import httpx
from bs4 import BeautifulSoup, Tag

from conference.errors import Conflict, Refused
from conference.partners.editing import add_company
from conference.partners.models import PartnerType, Standing
from tests.partners.conftest import Desk, a_registrant, facts

PATH = "/desk/partners"
ENTERED = {
    "name": "Alpenrand IT",
    "number": "17",
    "domains": "alpenrand.example\nwww.alpenrand-it.example",
    "country": "AT",
    "region": "Tirol",
    "type": "integrator",
    "also-direct-billing": "yes",
    "size": "10-49",
}
STORED = facts(
    "Alpenrand IT",
    "alpenrand-it.example",
    "alpenrand.example",
    number="17",
    region="Tirol",
    types=(PartnerType.INTEGRATOR, PartnerType.DIRECT_BILLING),
)


def entered_in(page: httpx.Response) -> dict[str, str]:
    """The form's fields as the page has filled them in."""
    form = BeautifulSoup(page.text, "html5lib").select_one("form.plain__form")
    assert isinstance(form, Tag)
    found = {
        str(f["name"]): str(f.get("value", "")) for f in form.select("input:not([type=checkbox])")
    }
    found |= {str(f["name"]): "yes" for f in form.select("input[checked]")}
    found |= {str(f["name"]): f.text.strip("\n") for f in form.select("textarea")}
    return found | {
        str(f["name"]): str(chosen["value"])
        for f in form.select("select")
        for chosen in f.select("option[selected]")
    }


def errors(page: httpx.Response) -> list[str]:
    found = BeautifulSoup(page.text, "html5lib").select(".field__error, .notice__text")
    return [error.get_text(strip=True) for error in found]


async def test_a_company_is_added_and_shown(desk: Desk) -> None:
    staff = await desk.staff()

    answer = await staff.post(PATH, data=ENTERED)

    (company,) = await desk.companies()
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/{company.id}")
    assert company.facts == STORED
    page = await staff.get(f"{PATH}/{company.id}")
    for words in ("Alpenrand IT", "Integrator, Direct-billing provider", "Tirol", "10 to 49"):
        assert words in page.text


async def test_the_form_is_filled_in_with_what_is_stored(desk: Desk) -> None:
    (id_,) = await desk.list(STORED)
    staff = await desk.staff()

    form = entered_in(await staff.get(f"{PATH}/{id_}/edit"))
    answer = await staff.post(f"{PATH}/{id_}?_method=put", data=form | {"size": ""})

    assert answer.status_code == 303
    (company,) = await desk.companies()
    assert (company.facts, company.version) == (replace(STORED, size=None), 2)


async def test_a_change_does_not_put_a_company_on_the_list(desk: Desk) -> None:
    async with desk.database.writing() as db:
        await a_registrant(db, "a@alpenrand.example")
    (company,) = await desk.companies()
    staff = await desk.staff()

    await staff.post(f"{PATH}/{company.id}?_method=put", data=ENTERED | {"version": "1"})
    changed = await desk.one("Alpenrand IT")
    await staff.post(f"{PATH}/{company.id}/standing?_method=put")
    confirmed = await desk.one("Alpenrand IT")
    await staff.post(f"{PATH}/{company.id}/standing?_method=put")

    assert (changed.facts.number, changed.facts.standing) == ("17", Standing.DOMAIN)
    assert (confirmed.facts.standing, confirmed.version) == (Standing.LISTED, 3)
    assert await desk.one("Alpenrand IT") == confirmed


async def test_who_was_slower_sees_it_and_keeps_what_was_typed(desk: Desk) -> None:
    (id_,) = await desk.list(STORED)
    staff = await desk.staff()
    mine = ENTERED | {"version": "1", "name": "Mine"}
    await staff.post(f"{PATH}/{id_}?_method=put", data=mine | {"name": "Theirs"})

    refused = await staff.post(f"{PATH}/{id_}?_method=put", data=mine)
    again = entered_in(refused)

    assert (refused.status_code, errors(refused)) == (
        409,
        ["Somebody has meanwhile changed this company. Please look at it again."],
    )
    assert [company.name for company in await desk.companies()] == ["Theirs"]
    assert (again["name"], again["version"]) == ("Mine", "2")
    assert (await staff.post(f"{PATH}/{id_}?_method=put", data=again)).status_code == 303
    assert [company.name for company in await desk.companies()] == ["Mine"]


REFUSED = (
    ({"name": " "}, "This is still missing."),
    ({"country": "XX"}, "Please choose one of these."),
    ({"type": "gardener"}, "Please choose one of these."),
    ({"size": "huge"}, "Please choose one of these."),
    ({"domains": "gmail.com"}, "gmail.com is a mail service: addresses there tell no company."),
    ({"domains": "nothing"}, "“nothing” is not the domain of a company."),
    ({"domains": "MAIL.nordlicht.example"}, "nordlicht.example is a domain of Nordlicht."),
    ({"number": "99"}, "This is the number of Nordlicht."),
    ({"domains": " ".join(f"a{at}.example" for at in range(51))}, "At most 50 domains, please."),
)


async def test_what_cannot_be_taken_is_said_at_its_field(desk: Desk) -> None:
    _, id_ = await desk.list(facts("Nordlicht", "nordlicht.example", number="99"), STORED)
    staff = await desk.staff()

    for changed, sentence in REFUSED:
        new = ENTERED | {"number": "", "domains": ""} | changed
        added = await staff.post(PATH, data=new)
        old = ENTERED | {"version": "1"} | changed
        edited = await staff.post(f"{PATH}/{id_}?_method=put", data=old)

        assert [added.status_code, edited.status_code] == [422, 422]
        assert [errors(added), errors(edited)] == [[sentence], [sentence]]
    assert [company.name for company in await desk.companies()] == ["Nordlicht", "Alpenrand IT"]


async def test_a_company_that_is_not_there_is_not_found(desk: Desk) -> None:
    staff = await desk.staff()

    for way in ("", "/edit", "/merger", "/merger/1"):
        assert (await staff.get(f"{PATH}/4711{way}")).status_code == 404


async def test_two_who_add_the_same_domain_at_once_make_one_company(desk: Desk) -> None:
    async def add(name: str) -> int | Refused:
        try:
            async with desk.database.writing() as db:
                return await add_company(db, facts(name, "alpenrand.example"), by=desk.staff_id)
        except Refused as refusal:
            return refusal

    results = await asyncio.gather(*(add(f"Alpenrand {at}") for at in range(6)))

    assert len([each for each in results if isinstance(each, int)]) == 1
    assert len(await desk.companies()) == 1
    assert {type(each).__name__ for each in results} <= {"int", "Invalid", Conflict.__name__}

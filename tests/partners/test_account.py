"""What people are asked of their own company, and that their word counts."""

import httpx
from bs4 import BeautifulSoup, Tag

from conference.accounts.models import Reach
from conference.partners.queries import company_of
from tests import factories
from tests.conftest import browser
from tests.partners.conftest import Desk, a_registrant, facts

NO = "You have said that you do not belong to Alpenrand IT. The channel team will see to it."
URL = "/account/company?_method=put"


async def sabine(desk: Desk) -> tuple[int, httpx.AsyncClient]:
    """Registered, and found at Alpenrand."""
    await desk.list(facts("Alpenrand IT", "alpenrand.example"))
    async with desk.database.writing() as db:
        person_id = await factories.an_attendee(db, desk.event_id)
        await a_registrant(db, "sabine.ortlieb@alpenrand.example")
    return person_id, await desk.signed_in(person_id, Reach.ATTENDEE)


def section(page: httpx.Response) -> Tag | None:
    found = BeautifulSoup(page.text, "html5lib").select_one("#own-company")
    return found if isinstance(found, Tag) else None


async def said(page: httpx.Response) -> tuple[str, list[str]]:
    """The first sentence, and what the buttons offer."""
    found = section(page)
    assert found is not None
    first = found.p
    assert first is not None
    return first.text, [str(button["value"]) for button in found.select("button")]


async def company_id(desk: Desk, person_id: int) -> int | None:
    async with desk.database.reading() as db:
        return await company_of(db, person_id)


async def test_the_account_page_asks_and_takes_the_answer(desk: Desk) -> None:
    person_id, client = await sabine(desk)
    company = await desk.one("Alpenrand IT")

    asked = await client.get("/account")
    no = await client.post(URL, data={"company": str(company.id), "is_right": "no"})
    refused = await client.get("/account")
    counted_then = await company_id(desk, person_id)
    await client.post(URL, data={"company": str(company.id), "is_right": "yes"})
    agreed = await client.get("/account")

    assert (no.status_code, no.headers["location"]) == (303, "/account#own-company")
    assert [await said(page) for page in (asked, refused, agreed)] == [
        ("By your address, you belong to Alpenrand IT. Is that right?", ["yes", "no"]),
        (NO, ["yes"]),
        ("You belong to Alpenrand IT.", ["no"]),
    ]
    assert (counted_then, await company_id(desk, person_id)) == (None, company.id)


async def test_htmx_gets_the_section_alone(desk: Desk) -> None:
    _, client = await sabine(desk)
    company = await desk.one("Alpenrand IT")

    answer = await client.post(
        URL, data={"company": str(company.id), "is_right": "yes"}, headers={"hx-request": "true"}
    )

    assert answer.text.startswith('<hx-partial hx-target="#own-company" hx-swap="outerMorph">')
    assert await said(answer) == ("You belong to Alpenrand IT.", ["no"])


async def test_a_word_about_another_company_than_ones_own_is_refused(desk: Desk) -> None:
    person_id, client = await sabine(desk)
    (other,) = await desk.list(facts("Nordlicht"))
    own = await desk.one("Alpenrand IT")

    answers = [
        await client.post(URL, data=data)
        for data in (
            {"company": str(other), "is_right": "no"},
            {"is_right": "no"},
            {"company": str(own.id), "is_right": "maybe"},
        )
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 422]
    assert await company_id(desk, person_id) == own.id


async def test_who_has_no_company_is_asked_nothing(desk: Desk) -> None:
    async with desk.database.writing() as db:
        person_id = await factories.an_attendee(db, desk.event_id)
    client = await desk.signed_in(person_id, Reach.ATTENDEE)

    assert section(await client.get("/account")) is None
    assert (await client.post(URL, data={"is_right": "yes"})).status_code == 409


async def test_it_is_for_those_whom_we_know(desk: Desk) -> None:
    async with browser(desk.app) as nobody:
        answer = await nobody.post(URL, data={"is_right": "yes"})

    assert answer.status_code == 401


async def test_once_registered_one_is_asked_until_one_has_said(desk: Desk) -> None:
    _, client = await sabine(desk)
    company = await desk.one("Alpenrand IT")
    path = "/events/offen-gesagt/registration"

    before = (await client.get(path)).text
    await client.post(URL, data={"company": str(company.id), "is_right": "yes"})
    after = (await client.get(path)).text

    question = "By your address, you belong to Alpenrand IT. Is that right?"
    assert (question in before, question in after) == (True, False)
    assert "You are registered" in after

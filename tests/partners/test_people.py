"""People without a company: who is among them, and putting them down for one."""

import asyncio

import httpx
from bs4 import BeautifulSoup
from sqlalchemy import update

from conference.accounts.actions import find_or_add_person
from conference.accounts.models import Person, Reach
from conference.db import Turn, take_turn
from conference.desk.unassigned import unassigned_person
from conference.partners.actions import say_whether_right
from conference.partners.editing import add_company, assign_person
from conference.partners.models import PartnerType, Standing
from conference.partners.queries import company_of
from conference.registration.models import Registration
from tests import factories
from tests.partners.conftest import Desk, a_registrant, facts
from tests.support.statements import statements
from tests.support.waiting import until_one_waits

PATH = "/desk/partners/people"


async def attendee(
    desk: Desk, name: str, host: str = "gmail.com", company: str = "Alpenrand"
) -> int:
    async with desk.database.writing() as db:
        person_id = await factories.an_attendee(db, desk.event_id, name, company)
        email = f"{name.partition(' ')[0].lower()}@{host}"
        await db.execute(update(Person).where(Person.id == person_id).values(email=email))
        await a_registrant(db, email, company)
    return person_id


def rows(page: httpx.Response) -> list[list[str]]:
    assert page.status_code == 200
    found = BeautifulSoup(page.text, "html5lib").select(".records tbody tr")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in found]


async def company_id(desk: Desk, person_id: int) -> int | None:
    async with desk.database.reading() as db:
        return await company_of(db, person_id)


async def test_those_of_mail_services_and_those_who_said_no_are_listed(desk: Desk) -> None:
    await attendee(desk, "Anna Berg")
    said_no = await attendee(desk, "Ben Cramer", "nordlicht.example", "Wiesinger")
    await attendee(desk, "Cara Dorn", "nordlicht.example")
    unconfirmed = await attendee(desk, "Dora Ernst")
    company = await desk.one("Wiesinger")
    async with desk.database.writing() as db:
        await say_whether_right(db, said_no, company.id, is_right=False)
        of_theirs = update(Registration).where(Registration.person_id == unconfirmed)
        await db.execute(of_theirs.values(confirmed_at=None))
        await find_or_add_person(db, name="Eva Falk", email="eva@gmail.com", language="en")
    staff = await desk.staff()

    page = await staff.get(PATH)

    assert rows(page) == [
        ["Anna Berg", "Alpenrand", "Indirect reseller", "gmail.com"],
        ["Ben Cramer", "Wiesinger", "Indirect reseller", "nordlicht.example"],
    ]
    assert "anna@" not in page.text
    assert [row[0] for row in rows(await staff.get(f"{PATH}?text=wiesinger"))] == ["Ben Cramer"]
    assert "Nobody is like that." in (await staff.get(f"{PATH}?text=zzz")).text


async def test_somebody_is_put_down_for_a_company_and_asked(desk: Desk) -> None:
    person_id = await attendee(desk, "Anna Berg")
    (id_,) = await desk.list(facts("Alpenrand IT"))
    staff = await desk.staff()

    offered = await staff.get(f"{PATH}/{person_id}")
    answer = await staff.post(f"{PATH}/{person_id}/company?_method=put", data={"company": str(id_)})

    links = BeautifulSoup(offered.text, "html5lib").select(".partners__found a")
    assert [link.text for link in links] == ["Alpenrand IT"]
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    assert await company_id(desk, person_id) == id_
    anna = await desk.signed_in(person_id, Reach.ATTENDEE)
    assert (
        "The channel team has put you down for Alpenrand IT." in (await anna.get("/account")).text
    )
    assert rows(await staff.get(PATH)) == []


async def test_a_new_company_is_made_of_what_they_registered(desk: Desk) -> None:
    person_id = await attendee(desk, "Anna Berg")

    await (await desk.staff()).post(f"{PATH}/{person_id}/company?_method=put")

    (company,) = await desk.companies()
    types = (PartnerType.INDIRECT_RESELLER,)
    assert company.facts == facts("Alpenrand", types=types, standing=Standing.LISTED)
    assert await company_id(desk, person_id) == company.id


async def test_of_two_at_once_one_makes_a_company(desk: Desk) -> None:
    person_id = await attendee(desk, "Anna Berg")
    staff = await desk.staff()

    async with desk.database.writing() as db:
        await take_turn(db, Turn.ASSIGNING, person_id)
        person = await unassigned_person(db, [desk.event_id], person_id)
        company = await add_company(db, person.facts, by=desk.staff_id)
        await assign_person(db, person_id, company, by=desk.staff_id)
        second = asyncio.create_task(staff.put(f"{PATH}/{person_id}/company"))
        await until_one_waits(desk.database)

    assert (await second).status_code == 404
    assert [each.id for each in await desk.companies()] == [company]


async def test_only_those_who_are_listed_can_be_put_down(desk: Desk) -> None:
    found = await attendee(desk, "Cara Dorn", "nordlicht.example")
    anna = await attendee(desk, "Anna Berg")
    (id_,) = await desk.list(facts("Alpenrand IT"))
    async with desk.database.writing() as db:
        elsewhere = await factories.an_event(db, "another-event")
        stranger = await factories.an_attendee(db, elsewhere, "Finn Graf")
    staff = await desk.staff()

    for person_id, company in ((found, id_), (stranger, id_), (4711, id_), (anna, 4711)):
        data = {"company": str(company)}
        url = f"{PATH}/{person_id}/company?_method=put"
        assert (await staff.post(url, data=data)).status_code == 404
    assert (await staff.get(f"{PATH}/{stranger}")).status_code == 404
    assert await company_id(desk, stranger) is None


async def test_the_number_of_statements_does_not_depend_on_the_people(desk: Desk) -> None:
    staff, counts = await desk.staff(), []
    for names in (("Anna Berg",), ("Ben Cramer", "Cara Dorn")):
        for name in names:
            await attendee(desk, name)
        with statements(desk.database) as sent:
            await staff.get(PATH)
        counts.append(len([each for each in sent if each.startswith("SELECT")]))

    assert counts == [2, 2]

"""How people come to their company: by the domain of an address they have proven, and only so."""

import asyncio

from sqlalchemy import select

from conference.db import Database
from conference.partners.actions import say_whether_right
from conference.partners.editing import assign_person
from conference.partners.models import CompanySize, Membership, PartnerType, Source, Standing
from conference.partners.queries import company_of
from conference.registration.actions import confirm, enrol
from conference.registration.consents import consent_text
from conference.registration.entry import Entry
from conference.registration.models import Job
from tests.partners.conftest import Desk, a_registrant, facts


async def company_id(desk: Desk, person_id: int) -> int | None:
    async with desk.database.reading() as db:
        return await company_of(db, person_id)


async def join(desk: Desk, email: str, company: str = "Alpenrand IT") -> int:
    async with desk.database.writing() as db:
        return await a_registrant(db, email, company)


async def test_confirming_a_registration_finds_the_listed_company(desk: Desk) -> None:
    (listed,) = await desk.list(facts("Alpenrand IT", "alpenrand.example"))
    entry = Entry(
        name="Sabine Ortlieb",
        email="s.ortlieb@wien.alpenrand.example",
        company="Alpenrand Informatik AG",
        country="AT",
        job=Job.SALES,
        partner_type=PartnerType.INTEGRATOR,
        company_size=CompanySize.UNDER_10,
        language="en",
        consent=consent_text(),
    )
    async with desk.database.writing() as db:
        enrolment = await enrol(db, desk.event_id, entry)
    before = await company_id(desk, enrolment.person_id)

    for _again in range(2):
        async with desk.database.writing() as db:
            await confirm(db, enrolment.registration_id)

    assert (before, await company_id(desk, enrolment.person_id)) == (None, listed)
    assert [company.name for company in await desk.companies()] == ["Alpenrand IT"]


async def test_a_new_domain_makes_a_company_that_is_on_no_list(desk: Desk) -> None:
    person_id = await join(desk, "j.feld@nordlicht.example", "Nordlicht Systeme GmbH")

    (company,) = await desk.companies()

    assert company.facts == facts(
        "Nordlicht Systeme GmbH",
        "nordlicht.example",
        types=(PartnerType.INTEGRATOR,),
        standing=Standing.DOMAIN,
    )
    assert (company.members, await company_id(desk, person_id)) == (1, company.id)


async def test_spellings_and_sub_domains_never_make_a_second_company(desk: Desk) -> None:
    names = ("Müller Technik", "MÜLLER TECHNIK GmbH", "Mueller-Technik", "Müller Technik")
    hosts = (
        "müller-technik.de",
        "MAIL.Müller-Technik.de",
        "xn--mller-technik-wob.de",
        "b.müller-technik.de",
    )

    people = [
        await join(desk, f"person{at}@{host}", name)
        for at, (name, host) in enumerate(zip(names, hosts, strict=True))
    ]

    (company,) = await desk.companies()
    assert company.members == len(people)
    assert {await company_id(desk, person_id) for person_id in people} == {company.id}


async def test_the_same_name_at_two_domains_is_two_companies(desk: Desk) -> None:
    await join(desk, "a@alpenrand.example", "Alpenrand IT")
    await join(desk, "b@alpenrand-hosting.example", "Alpenrand IT")

    assert [company.facts.domains for company in await desk.companies()] == [
        ("alpenrand.example",),
        ("alpenrand-hosting.example",),
    ]


async def test_a_mail_service_is_nobodys_company(desk: Desk) -> None:
    hosts = ("gmail.com", "GMX.at", "t-online.de", "mail.web.de")
    people = [await join(desk, f"alpenrand.it@{host}") for host in hosts]

    assert await desk.companies() == ()
    assert [await company_id(desk, person_id) for person_id in people] == [None] * 4


async def test_colleagues_at_once_make_one_company(desk: Desk) -> None:
    people = await asyncio.gather(
        *(join(desk, f"person{at}@nordlicht.example", f"Nordlicht {at}") for at in range(12))
    )

    (company,) = await desk.companies()
    assert company.members == 12
    assert {await company_id(desk, person_id) for person_id in people} == {company.id}


async def test_who_said_no_belongs_to_none_and_stays_so(desk: Desk) -> None:
    person_id = await join(desk, "a@nordlicht.example")
    (company,) = await desk.companies()

    async with desk.database.writing() as db:
        await say_whether_right(db, person_id, company.id, is_right=False)
    await join(desk, "a@nordlicht.example")

    assert await company_id(desk, person_id) is None
    assert (await desk.one(company.name)).members == 0


async def test_what_staff_has_decided_is_not_undone_by_a_domain(desk: Desk) -> None:
    (listed,) = await desk.list(facts("Wiesinger & Pohl"))
    person_id = await join(desk, "a@gmail.com")
    async with desk.database.writing() as db:
        await assign_person(db, person_id, listed, by=desk.staff_id)

    await join(desk, "a@gmail.com")

    assert await company_id(desk, person_id) == listed
    assert await memberships(desk.database) == [(person_id, listed, Source.STAFF, None)]


async def memberships(database: Database) -> list[tuple[int, int, Source, bool | None]]:
    async with database.reading() as db:
        rows = await db.scalars(select(Membership))
        return [(m.person_id, m.organisation_id, m.source, m.is_right) for m in rows]

"""Many registrations at once: the same as one by one."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.models import Person
from conference.db import Database
from conference.partners.models import CompanySize, Membership, Organisation, PartnerType
from conference.partners.queries import companies_of, company_of
from conference.registration.actions import confirm, enrol
from conference.registration.consents import consent_text
from conference.registration.entry import Entry
from conference.registration.guests import confirm_all, enrol_all
from conference.registration.models import Consent, Job, Registration
from tests.factories import an_event

SABINE, ANNA, FINN = "s.ortlieb@alpenrand.example", "anna@elbe.example", "finn@elbe.example"


def entry(email: str, company: str = "Alpenrand IT") -> Entry:
    return Entry(
        name=email.partition("@")[0],
        email=email,
        company=company,
        country="AT",
        job=Job.SALES,
        partner_type=PartnerType.INTEGRATOR,
        company_size=CompanySize.FROM_10,
        language="de",
        consent=consent_text(),
    )


async def stored(db: AsyncSession, event_id: int) -> Sequence[Any]:
    """All that is kept of an event's registrations, but for ids."""
    query = (
        select(
            *(Person.email, Person.language, Registration.company, Registration.job),
            *(Registration.registered_at, Registration.confirmed_at, Consent.text),
            *(Organisation.name, Organisation.standing, Membership.source, Membership.is_right),
        )
        .join(Registration, Registration.person_id == Person.id)
        .join(Consent, Consent.registration_id == Registration.id)
        .outerjoin(Membership, Membership.person_id == Person.id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(Registration.event_id == event_id)
        .order_by(Person.email)
    )
    return (await db.execute(query)).all()


async def test_many_at_once_are_as_one_by_one(database: Database, monkeypatch: Any) -> None:
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    entries = [entry(SABINE), entry(ANNA, "Elbe & Co"), entry(FINN, "Elbe")]

    async with database.writing() as db:
        single, many = await an_event(db, "single"), await an_event(db, "many")
        for each in entries:
            await confirm(db, (await enrol(db, single, each)).registration_id)
        one_by_one = await stored(db, single)
        enrolments = await enrol_all(db, many, entries)
        await confirm_all(db, [each.registration_id for each in enrolments])
        people = [each.person_id for each in enrolments]

        assert await stored(db, many) == one_by_one
        assert [each.is_new for each in enrolments] == [True] * 3
        assert len(one_by_one) == 3
        assert await companies_of(db, people) == {id_: await company_of(db, id_) for id_ in people}


async def test_who_is_registered_stays_as_they_are(database: Database) -> None:
    async with database.writing() as db:
        event_id = await an_event(db)
        (first,) = await enrol_all(db, event_id, [entry(SABINE)])
        before = await stored(db, event_id)
        again, other = await enrol_all(db, event_id, [entry(SABINE, "Other"), entry(ANNA)])

        assert (again.registration_id, again.is_new, other.is_new) == (
            first.registration_id,
            False,
            True,
        )
        assert [row for row in await stored(db, event_id) if row.email == SABINE] == before


async def test_colleagues_of_an_unknown_company_meet_in_one(database: Database) -> None:
    async with database.writing() as db:
        event_id = await an_event(db)
        enrolments = await enrol_all(db, event_id, [entry(ANNA), entry(FINN)])
        await confirm_all(db, [each.registration_id for each in enrolments])
        companies = await companies_of(db, [each.person_id for each in enrolments])

    assert len(companies) == 2
    assert len({*companies.values()}) == 1

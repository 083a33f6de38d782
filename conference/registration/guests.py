"""Registering many at once: the same rows and changes as one by one, in a few statements."""

from collections.abc import Sequence

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.accounts.actions import Newcomer, find_or_add_people
from conference.accounts.models import Person
from conference.db import announce, insert_missing
from conference.partners.actions import find_companies
from conference.registration.actions import (
    Enrolment,
    RegistrationAdded,
    RegistrationConfirmed,
    company_of,
    row_of,
)
from conference.registration.entry import Entry
from conference.registration.models import Consent, Registration


async def enrol_all(db: AsyncSession, event_id: int, entries: Sequence[Entry]) -> list[Enrolment]:
    """In the order of `entries`, some thousand at most; no mail. Who is registered already stays
    as they are."""
    people = await find_or_add_people(db, [Newcomer(e.name, e.email, e.language) for e in entries])
    person_ids = [people[entry.email] for entry in entries]
    before = await _registrations(db, event_id, person_ids)
    pairs = [(people[entry.email], entry) for entry in entries]
    await insert_missing(db, Registration, [row_of(event_id, *pair) for pair in pairs])
    known = await _registrations(db, event_id, person_ids)
    new = {person_id: entry for person_id, entry in pairs if person_id not in before}
    consents = [_consent(known[person_id].id, entry) for person_id, entry in new.items()]
    await insert_missing(db, Consent, consents)
    if new:
        announce(db, RegistrationAdded(event_id))
    return [
        Enrolment(known[id_].id, id_, known[id_].language, is_new=id_ in new) for id_ in person_ids
    ]


async def confirm_all(db: AsyncSession, registration_ids: Sequence[int]) -> None:
    """As if each had used the mailed link. Only the first time counts."""
    query = (
        update(Registration)
        .where(Registration.id.in_(registration_ids), Registration.confirmed_at.is_(None))
        .values(confirmed_at=clock.now())
        .returning(Registration)
    )
    rows = (await db.scalars(query)).all()
    await find_companies(db, {row.person_id: company_of(row) for row in rows})
    for row in rows:
        announce(db, RegistrationConfirmed(row.event_id, row.person_id))


async def _registrations(
    db: AsyncSession, event_id: int, person_ids: Sequence[int]
) -> dict[int, Row[int, int, str]]:
    """By person: their id, the registration's, and the person's language."""
    query = (
        select(Registration.person_id, Registration.id, Person.language)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.event_id == event_id, Registration.person_id.in_(person_ids))
    )
    return {row.person_id: row for row in await db.execute(query)}


def _consent(registration_id: int, entry: Entry) -> dict[str, object]:
    return {
        "registration_id": registration_id,
        "version": entry.consent.version,
        "text": entry.consent.text,
        "language": entry.consent.language,
        "given_at": clock.now(),
    }

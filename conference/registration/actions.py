"""Registering, confirming by the mailed link, replacing that link."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock, i18n, mail
from conference.accounts.actions import close_sign_in, find_or_add_person
from conference.accounts.guards import Viewer
from conference.accounts.models import Person, Reach, SignIn
from conference.agenda.models import Event
from conference.db import Change, announce, insert_into
from conference.errors import Conflict, NotFound, TooMany
from conference.i18n import _
from conference.mail.queued import WINDOW
from conference.partners.actions import CompanyFacts, find_company
from conference.registration.consents import ConsentText
from conference.registration.entry import Entry
from conference.registration.models import Consent, Registration

FIRST_VERSIONS = 2**30
TOO_MANY_MAILS = _(
    "We have just sent you several mails. Please use the newest link, or try again in a quarter "
    "of an hour."
)


@dataclass(frozen=True)
class RegistrationAdded(Change):
    event_id: int


@dataclass(frozen=True)
class RegistrationConfirmed(Change):
    event_id: int
    person_id: int


@dataclass(frozen=True)
class Enrolment:
    registration_id: int
    person_id: int
    language: str
    is_new: bool


def check_open(event: Event) -> None:
    """Raises Conflict."""
    if not event.takes_registrations:
        raise Conflict(_("Registration for this conference is closed."))


async def register(db: AsyncSession, event_id: int, entry: Entry) -> int:
    """The registration's id, new or not; its owner gets a mail.

    For an address that is known here nothing of it changes, as anybody may have typed it: its
    owner gets the link again. Known or new, the same statements run, so that neither the answer
    nor its time tells the one who typed it which it was.
    """
    enrolment = await enrol(db, event_id, entry)
    template = "registration" if enrolment.is_new else "personal-link"
    to = await mail.addressee(db, enrolment.person_id)
    ids = {"registration": enrolment.registration_id}
    await mail.queue(db, template, to, ids, enrolment.language)
    return enrolment.registration_id


async def enrol(db: AsyncSession, event_id: int, entry: Entry) -> Enrolment:
    """Registering without a mail, for those who are not waiting for one."""
    person_id = await find_or_add_person(
        db, name=entry.name, email=entry.email, language=entry.language
    )
    is_new = await _add_registration(db, event_id, person_id, entry)
    registration_id, language = await _known(db, event_id, person_id)
    await _add_first_consent(db, registration_id, entry.consent)
    if is_new:
        announce(db, RegistrationAdded(event_id))
    return Enrolment(registration_id, person_id, language, is_new)


async def confirm(db: AsyncSession, registration_id: int) -> None:
    """Its link was used, so its person's address is proven. Only the first time counts."""
    query = (
        update(Registration)
        .where(Registration.id == registration_id, Registration.confirmed_at.is_(None))
        .values(confirmed_at=clock.now())
        .returning(Registration)
    )
    registration = (await db.scalars(query)).one_or_none()
    if registration:
        await find_company(db, registration.person_id, company_of(registration))
        announce(db, RegistrationConfirmed(registration.event_id, registration.person_id))


async def rotate_link(db: AsyncSession, registration_id: int, viewer: Viewer) -> None:
    """A new link by mail; the old one opens nothing, and other browsers it let in are signed out.

    Raises NotFound for a registration that is not the viewer's, TooMany while no mail may go out.
    """
    registration = await _own(db, registration_id, viewer)
    if await mail.addressee(db, registration.person_id) == mail.NOBODY:
        raise TooMany(TOO_MANY_MAILS, int(WINDOW.total_seconds()))
    registration.link_version += 1
    let_in = select(SignIn.id).where(
        SignIn.person_id == registration.person_id,
        SignIn.event_id == registration.event_id,
        SignIn.reach == Reach.ATTENDEE,
        SignIn.id != viewer.sign_in_id,
    )
    # In the order in which others write many of them.
    for sign_in_id in (await db.scalars(let_in.order_by(SignIn.id))).all():
        await close_sign_in(db, sign_in_id)
    language = await db.scalar(select(Person.language).where(Person.id == registration.person_id))
    await mail.queue(db, "personal-link", registration.person_id, {}, language or i18n.FALLBACK)


def company_of(registration: Registration) -> CompanyFacts:
    return CompanyFacts(
        name=registration.company,
        country=registration.country,
        size=registration.company_size,
        type=registration.partner_type,
    )


def row_of(event_id: int, person_id: int, entry: Entry) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "person_id": person_id,
        "company": entry.company,
        "country": entry.country,
        "job": entry.job,
        "partner_type": entry.partner_type,
        "company_size": entry.company_size,
        # Where an id comes back, as SQLite's do, the links of who had it before open nothing.
        "link_version": secrets.randbelow(FIRST_VERSIONS),
        "registered_at": clock.now(),
    }


async def _add_registration(db: AsyncSession, event_id: int, person_id: int, entry: Entry) -> bool:
    values = row_of(event_id, person_id, entry)
    statement = insert_into(db, Registration).values(values).on_conflict_do_nothing()
    return await db.scalar(statement.returning(Registration.id)) is not None


async def _known(db: AsyncSession, event_id: int, person_id: int) -> tuple[int, str]:
    """The registration's id and its person's language.

    Locked, so that two requests at once do not both find room for a third mail.
    """
    query = (
        select(Registration.id, Person.language)
        .join(Person, Person.id == Registration.person_id)
        .where(Registration.event_id == event_id, Registration.person_id == person_id)
        .with_for_update(key_share=True, of=Person)
    )
    registration_id, language = (await db.execute(query)).one()
    return registration_id, language


async def _add_first_consent(db: AsyncSession, registration_id: int, consent: ConsentText) -> None:
    """Nothing where there is one already: only its owner may agree to a newer text."""
    values = {
        Consent.registration_id: registration_id,
        Consent.version: consent.version,
        Consent.text: consent.text,
        Consent.language: consent.language,
        Consent.given_at: clock.now(),
    }
    columns = [literal(value, column.type) for column, value in values.items()]
    is_first = ~exists().where(Consent.registration_id == registration_id)
    await db.execute(insert(Consent).from_select(list(values), select(*columns).where(is_first)))


async def _own(db: AsyncSession, registration_id: int, viewer: Viewer) -> Registration:
    query = (
        select(Registration)
        .where(Registration.id == registration_id, Registration.person_id == viewer.person_id)
        .with_for_update()
    )
    registration = (await db.scalars(query)).one_or_none()
    if registration is None:
        raise NotFound
    return registration

"""Those who register for an edition of the demo: over seven weeks, as people do."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from conference import i18n
from conference.demo.cast import Attendee
from conference.demo.editions import Edition
from conference.demo.shift import bring_to
from conference.partners.actions import say_whether_right
from conference.partners.queries import companies_of
from conference.registration.consents import consent_text
from conference.registration.entry import Entry
from conference.registration.guests import confirm_all, enrol_all

# Days before the first keynote, and how many of a hundred registered since the line above.
COURSE = ((49, 9), (30, 16), (19, 22), (10, 25), (4, 18), (1, 10))
# Of so many who registered, one has not opened the mailed link.
CONFIRMED_OF = 10
# Of so many, one has been asked whether the company we found is theirs, and said no.
WRONG_OF = 60
People = dict[int, Attendee]


async def plant_guests(db: AsyncSession, edition: Edition, people: Sequence[Attendee]) -> People:
    """Those who have opened their link, by person id."""
    confirmed: People = {}
    for days, part in _course(people):
        await bring_to(db, edition.folder, -timedelta(days=days))
        enrolments = await enrol_all(db, edition.event_id, [entry_of(person) for person in part])
        opened = [
            (enrolment, person)
            for place, (enrolment, person) in enumerate(zip(enrolments, part, strict=True), 1)
            if place % CONFIRMED_OF
        ]
        await confirm_all(db, [enrolment.registration_id for enrolment, _person in opened])
        confirmed |= {enrolment.person_id: person for enrolment, person in opened}
    return confirmed


async def deny_some(db: AsyncSession, people: People) -> None:
    """A few have said that the company we know them by is not theirs."""
    companies = await companies_of(db, people)
    for person_id in list(people)[WRONG_OF - 1 :: WRONG_OF]:
        await say_whether_right(db, person_id, companies[person_id], is_right=False)


def _course(people: Sequence[Attendee]) -> Iterator[tuple[int, Sequence[Attendee]]]:
    begin, share = 0, 0
    for days, percent in COURSE:
        share += percent
        end = len(people) * share // 100
        yield days, people[begin:end]
        begin = end


def entry_of(attendee: Attendee) -> Entry:
    """The registration form as they fill it in, in their language."""
    with i18n.in_locale(attendee.language):
        consent = consent_text()
    return Entry(
        name=attendee.name,
        email=attendee.email,
        company=attendee.company.name,
        country=attendee.company.country,
        job=attendee.job,
        partner_type=attendee.company.partner_type,
        company_size=attendee.company.size,
        language=attendee.language,
        consent=consent,
    )

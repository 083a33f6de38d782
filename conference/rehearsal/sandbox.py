"""Making the sandbox of a rehearsal: the copy of an event, in which the chosen session begins now,
and those who were invented for it, with their companies."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from conference import clock, i18n
from conference.accounts.actions import find_or_add_person, give_role
from conference.accounts.models import Role, RoleKind
from conference.agenda import events
from conference.agenda.days import conference_day
from conference.agenda.models import Event, EventState, Session
from conference.agenda.shifting import shift_event
from conference.crowd.people import Individual, individuals
from conference.demo.companies import Company
from conference.demo.guests import entry_of
from conference.errors import Conflict
from conference.i18n import LOCALES, Text, Translated, _
from conference.partners.models import (
    Membership,
    Organisation,
    OrganisationType,
    Source,
    Standing,
)
from conference.polls.actions import create_poll, draft_of
from conference.polls.models import Poll, PollKind, PollState, ResultsShown
from conference.polls.typed import Draft
from conference.qa.models import Board
from conference.registration.actions import Enrolment
from conference.registration.entry import Entry
from conference.registration.guests import enrol_all
from conference.rehearsal.models import Rehearsal
from conference.sentiment.models import MoodPlan

# No such address can exist (RFC 6761), and so none can register, or be sent a mail.
NOWHERE = "invalid"
MINUTE = timedelta(minutes=1)
THERE_IS_ONE = _("There is a rehearsal of this event already. Remove it first.")
NO_TIME = _("This session has no time in the schedule, so it cannot be rehearsed.")
SOUND_CHECK = _("How well can you see and hear us?")
ANSWERS = (_("Very well"), _("Well enough"), _("Hardly"), _("Not at all"))


@dataclass(frozen=True)
class Wish:
    """`people`: how many come; `session_id`: to which session, of the event itself."""

    session_id: int
    people: int
    minutes: int


@dataclass(frozen=True)
class Sandbox:
    """`event_id`, `session_id`: of the copy. `enrolments`: in the order of `crowd.individuals`, for
    `seed`."""

    event_id: int
    slug: str
    session_id: int
    moderator_id: int
    seed: int
    enrolments: Sequence[Enrolment]


async def make_sandbox(db: AsyncSession, event: Event, wish: Wish) -> Sandbox:
    """Raises Conflict where there is one already, for a rehearsal itself, and for a session that
    is not in the schedule. Of two at once, the second finds the first one's."""
    await events.locked_event(db, event.id)
    if event.state == EventState.REHEARSAL or await rehearsal_of(db, event.id):
        raise Conflict(THERE_IS_ONE)
    slug = f"rehearsal-{secrets.token_hex(4)}"
    facts = replace(events.facts_of(event), slug=slug)
    event_id = await events.add_event(db, facts)
    copies = await events.copy_programme(db, event.id, event_id)
    copy = copies.get(wish.session_id)
    if copy is None or copy.slot is None:
        raise Conflict(NO_TIME)
    (await db.get_one(Event, event_id)).state = EventState.REHEARSAL
    await db.flush()
    await _copy_beside(db, event.id, event_id, copies)
    await _begin_now(db, event_id, copy.slot.starts_at)
    await _keep_stream(db, wish.session_id, copy)
    await _draft_polls(db, wish.session_id, copy.id)
    seed = event_id
    *crowd, moderator = individuals(wish.people + 1, seed)
    enrolments = await _enrol(db, event_id, slug, crowd)
    moderator_id = await _moderator(db, event_id, copy.id, slug, moderator)
    began_at = clock.now()
    db.add(
        Rehearsal(
            event_id=event_id,
            of_id=event.id,
            session_id=copy.id,
            people=wish.people,
            began_at=began_at,
            ends_at=began_at + wish.minutes * MINUTE,
        )
    )
    return Sandbox(event_id, slug, copy.id, moderator_id, seed, enrolments)


async def rehearsal_of(db: AsyncSession, event_id: int) -> Rehearsal | None:
    """Of an event, or of the copy itself."""
    theirs = (Rehearsal.of_id == event_id) | (Rehearsal.event_id == event_id)
    return (await db.scalars(select(Rehearsal).where(theirs))).one_or_none()


async def _begin_now(db: AsyncSession, event_id: int, starts_at: datetime) -> None:
    """All is moved by as much; and this day is the event's, as on its days mood can be given."""
    await shift_event(db, event_id, (clock.now() - starts_at) // MINUTE * MINUTE)
    event = await db.get_one(Event, event_id)
    today = conference_day(clock.now(), event.zone, event.day_change)
    event.starts_on, event.ends_on = min(event.starts_on, today), max(event.ends_on, today)


async def _keep_stream(db: AsyncSession, source_id: int, copy: Session) -> None:
    """What is to be seen is rehearsed, too; other sessions of the copy need none."""
    copy.video = (await db.get_one(Session, source_id)).video


async def _copy_beside(
    db: AsyncSession, source_id: int, event_id: int, copies: Mapping[int, Session]
) -> None:
    """What features keep of an event and its sessions beside the programme, and the roles."""
    planned = await db.get(MoodPlan, source_id)
    if planned:
        db.add(MoodPlan(event_id=event_id, dimension=planned.dimension))
    for board in await db.scalars(select(Board).where(Board.session_id.in_(copies))):
        rules = {"is_open": board.is_open, "is_moderated": board.is_moderated}
        db.add(Board(session_id=copies[board.session_id].id, **rules))
    for role in (await db.scalars(select(Role).where(Role.event_id == source_id))).all():
        copy = copies.get(role.session_id) if role.session_id else None
        if role.session_id is None or copy:
            regions = [region for region in role.regions.split("\n") if region]
            place = event_id, copy.id if copy else None
            await give_role(db, role.person_id, role.kind, *place, regions=regions)


async def _draft_polls(db: AsyncSession, source_id: int, session_id: int) -> None:
    """Those that are prepared for the session; a sound check where there is none."""
    drafts = (
        select(Poll)
        .where(Poll.session_id == source_id, Poll.state == PollState.DRAFT)
        .options(selectinload(Poll.choices))
        .order_by(Poll.id)
    )
    prepared = [draft_of(poll) for poll in await db.scalars(drafts)]
    for draft in prepared or [_sound_check()]:
        await create_poll(db, session_id, draft)


def _sound_check() -> Draft:
    return Draft(
        kind=PollKind.SINGLE,
        wording=_in_all(SOUND_CHECK),
        choices=tuple(_in_all(answer) for answer in ANSWERS),
        least=1,
        most=1,
        minutes=5,
        shown=ResultsShown.CLOSED,
    )


def _in_all(text: Text) -> Translated:
    said = Translated()
    for code in LOCALES:
        with i18n.in_locale(code):
            said[code] = str(text)
    return said


async def _enrol(
    db: AsyncSession, event_id: int, slug: str, crowd: Sequence[Individual]
) -> list[Enrolment]:
    """They have registered, and wait for the link; each belongs to an invented company."""
    enrolments = await enrol_all(db, event_id, [_entry(each, slug) for each in crowd])
    companies: dict[str, int] = {}
    for company in {each.company.name: each.company for each in crowd}.values():
        companies[company.name] = await _add_company(db, event_id, company)
    members = [
        {
            "person_id": enrolment.person_id,
            "organisation_id": companies[each.company.name],
            "source": Source.STAFF,
        }
        for enrolment, each in zip(enrolments, crowd, strict=True)
    ]
    await db.execute(insert(Membership), members)
    return enrolments


async def _add_company(db: AsyncSession, event_id: int, company: Company) -> int:
    row = Organisation(
        name=company.name,
        country=company.country,
        region=company.region,
        size=company.size,
        standing=Standing.LISTED,
        event_id=event_id,
        changed_at=clock.now(),
        types=[OrganisationType(type=company.partner_type, place=0)],
    )
    db.add(row)
    await db.flush()
    return row.id


async def _moderator(
    db: AsyncSession, event_id: int, session_id: int, slug: str, who: Individual
) -> int:
    address = _address(who, slug)
    person_id = await find_or_add_person(db, name=who.name, email=address, language=who.language)
    await give_role(db, person_id, RoleKind.MODERATOR, event_id, session_id)
    return person_id


def _entry(who: Individual, slug: str) -> Entry:
    return entry_of(replace(who, email=_address(who, slug)))


def _address(who: Individual, slug: str) -> str:
    return f"{who.email.partition('@')[0]}@{slug}.{NOWHERE}"

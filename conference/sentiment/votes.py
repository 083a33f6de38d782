"""The anonymous votes: mood of an event, feedback on a session. When they are open, what they will
be shown as, how an answer is given, and what is announced when figures of them come out.

What is said stays sealed (`privacy`): nothing here, and nothing elsewhere, reads an answer.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock, i18n
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Session
from conference.agenda.views import Phase, phase
from conference.db import Database, announce
from conference.errors import Conflict
from conference.i18n import _
from conference.partners.queries import companies_of, frame
from conference.privacy import KeyFolder, Scope, ScopeKind
from conference.privacy.answers import Answering, seal_answers
from conference.privacy.models import ScopeState
from conference.privacy.plan import Plan, Statistic, Unit, read_plan
from conference.privacy.releases import latest, scopes
from conference.privacy.scopes import Owner, open_scope
from conference.sentiment.actions import FeedbackReleased, MoodReleased
from conference.sentiment.entries import Entry
from conference.sentiment.models import Dimension, MoodPlan

# So long after the event sessions can be rated, also from their recordings.
FEEDBACK_STAYS = timedelta(days=7)
UNOPENED = (None, ScopeState.VOID)
ENDED = (ScopeState.CLOSING, ScopeState.CLOSED)
NOT_YET = _("This is not open yet. Nothing was sent.")
OVER = _("This has closed. What was sent until then counts; nothing can be changed any more.")


@dataclass(frozen=True)
class Vote:
    """`opens_at` is None where nobody knows yet: of a session without a time."""

    kind: ScopeKind
    subject_id: int
    event_id: int
    opens_at: datetime | None
    closes_at: datetime

    @property
    def phase(self) -> Phase:
        if self.opens_at is None:
            return Phase.BEFORE
        return phase(self.opens_at, self.closes_at, clock.now())


@dataclass(frozen=True)
class Standing:
    """Before an answer: whom the person counts for; the vote's newest scope, None before any."""

    company_id: int | None
    state: ScopeState | None


def mood_of(event: Masthead) -> Vote:
    """From its first day to its last, as its days change."""
    return Vote(ScopeKind.MOOD, event.id, event.id, event.begins_at, event.ends_at)


def feedback_of(event: Masthead, session_id: int, begins_at: datetime | None) -> Vote:
    """From the moment the session has begun."""
    closes_at = event.ends_at + FEEDBACK_STAYS
    return Vote(ScopeKind.FEEDBACK, session_id, event.id, begins_at, closes_at)


async def give(
    database: Database, keys: KeyFolder, vote: Vote, person_id: int, entry: Entry | None
) -> None:
    """A person's only answer to this vote; None takes back what there may be, or nothing.

    Raises Conflict while the vote is not open. Takes the database, since the answer shares its
    transaction with those of others.
    """
    if vote.phase != Phase.RUNNING:
        raise Conflict(NOT_YET if vote.phase == Phase.BEFORE else OVER)
    standing = await database.gathered(standings, (vote, person_id))
    if standing.state in ENDED:
        raise Conflict(OVER)
    if standing.state in UNOPENED:
        async with database.writing() as db:
            await open_vote(db, keys, vote)
    answering = Answering(
        kind=vote.kind,
        subject_id=vote.subject_id,
        person_id=person_id,
        company_id=standing.company_id,
        content=_content(vote, entry) if entry else None,
        keys=keys,
    )
    await database.grouped(seal_answers, answering)


async def standings(db: AsyncSession, asked: Sequence[tuple[Vote, int]]) -> list[Standing]:
    """For `gathered`: of votes, each with a person."""
    subjects: defaultdict[ScopeKind, set[int]] = defaultdict(set)
    for vote, _person in asked:
        subjects[vote.kind].add(vote.subject_id)
    states = {
        (kind, subject_id): scope.state
        for kind, ids in subjects.items()
        for subject_id, scope in (await scopes(db, kind, ids)).items()
    }
    companies = await companies_of(db, {person_id for _, person_id in asked})
    return [
        Standing(companies.get(person_id), states.get((vote.kind, vote.subject_id)))
        for vote, person_id in asked
    ]


async def open_vote(db: AsyncSession, keys: KeyFolder, vote: Vote) -> None:
    """With the first answer. The companies that count are those of this moment."""
    dimension = await _dimension(db, vote)
    plan = Plan(Unit.COMPANY, Statistic.LEVELS, dimension=dimension, is_live=True)
    units = await frame(db, dimension, vote.event_id)
    await open_scope(
        db,
        keys,
        vote.kind,
        vote.subject_id,
        vote.closes_at,
        opens_at=vote.opens_at,
        plan=plan,
        units=units,
    )


async def _dimension(db: AsyncSession, vote: Vote) -> str:
    """Sessions are too small to be split."""
    if vote.kind != ScopeKind.MOOD:
        return ""
    planned = await db.get(MoodPlan, vote.subject_id)
    return planned.dimension if planned else Dimension.TYPE


def _content(vote: Vote, entry: Entry) -> dict[str, int | str]:
    """`language`: of the page it was written on, for those who will read it."""
    content: dict[str, int | str] = {"value": entry.value, "text": entry.text}
    content["language"] = i18n.locale()
    return content | ({"topic": entry.topic} if vote.kind == ScopeKind.MOOD else {})


async def _announce(db: AsyncSession, scope: Scope) -> None:
    """Where there are figures: of fewer answers than those nothing is shown, and a push as they
    are deleted would tell that there were any."""
    newest = (await latest(db, scope.kind, [scope.subject_id])).get(scope.subject_id)
    if newest is None or newest.total is None:
        return
    if scope.kind == ScopeKind.MOOD:
        announce(db, MoodReleased(scope.subject_id))
    elif session := await db.get(Session, scope.subject_id):
        announce(db, FeedbackReleased(session.event_id, session.id))


async def _units(db: AsyncSession, scope: Scope) -> Mapping[int, str]:
    event_id = scope.subject_id
    if scope.kind == ScopeKind.FEEDBACK:
        event_id = (await db.get_one(Session, scope.subject_id)).event_id
    return await frame(db, read_plan(scope.plan).dimension, event_id)


OWNER = Owner(released=_announce, closed=_announce, units=_units)

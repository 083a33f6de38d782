"""Feedback with a name on it, as the channel team works on it: its lists, and one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from conference.accounts.guards import Regions
from conference.accounts.models import Person, Role, RoleKind
from conference.agenda.models import Event, Session
from conference.db import plain
from conference.desk.matching import COMPANY, Columns, looked_after, with_company
from conference.errors import Invalid, NotFound
from conference.i18n import Text, Translated, _
from conference.sentiment.models import FeedbackState, NamedFeedback

LISTS: dict[str, Text] = {
    "open": _("Open"),
    "unassigned": _("Nobody's yet"),
    "mine": _("Mine"),
    "answered": _("Answered"),
    "closed": _("Closed"),
}
LISTED = 200
ASSIGNEE = aliased(Person, name="assignee")


@dataclass(frozen=True)
class FeedbackView:
    """A message. `rating`: 1–5; `language`: what its text is written in; `region`: of the company
    its sender counts for, None without one."""

    id: int
    event_id: int
    slug: str
    zone: ZoneInfo
    session_id: int
    session_title: Translated
    name: str
    company: str
    region: str | None
    rating: int
    text: str
    language: str
    sent_at: datetime
    state: FeedbackState
    assignee_id: int | None
    assignee: str | None
    reply: str
    replied_at: datetime | None
    version: int

    @property
    def rank(self) -> int:
        return int(self.sent_at.timestamp())

    @property
    def lists(self) -> tuple[str, ...]:
        """The ids of the lists it stands in; "mine" is another one for everybody."""
        if self.state != FeedbackState.OPEN:
            return (f"feedback-{self.state}",)
        owner = f"mine-{self.assignee_id}" if self.assignee_id else "unassigned"
        return ("feedback-open", f"feedback-{owner}")


@dataclass(frozen=True)
class FeedbackList:
    """`shown`: one of `LISTS`. `counts`: how many there are in each that is the same for all."""

    event_id: int
    slug: str
    shown: str
    id: str
    messages: tuple[FeedbackView, ...]
    counts: dict[str, int]


async def feedback_list(
    db: AsyncSession, event: Event, regions: Regions, shown: str, person_id: int
) -> FeedbackList:
    """The newest first. `shown`: what is no list means the open ones."""
    name = shown if shown in LISTS else "open"
    found = await _messages(db, event, regions, *_conditions(name, person_id), limit=LISTED)
    return FeedbackList(
        event_id=event.id,
        slug=event.slug,
        shown=name,
        id=f"feedback-mine-{person_id}" if name == "mine" else f"feedback-{name}",
        messages=tuple(found),
        counts=await counts(db, event.id, regions),
    )


async def message(
    db: AsyncSession, event: Event, regions: Regions, feedback_id: int
) -> FeedbackView:
    """Raises NotFound, also for one of another event or another region."""
    found = await _messages(db, event, regions, NamedFeedback.id == feedback_id, limit=1)
    if not found:
        raise NotFound
    return found[0]


async def check_theirs(db: AsyncSession, event: Event, regions: Regions, feedback_id: int) -> None:
    """Raises NotFound as `message` does. It loads nothing that is then to be locked."""
    query = select(NamedFeedback.id).where(NamedFeedback.id == feedback_id)
    if await db.scalar(_shown(query, event.id, regions)) is None:
        raise NotFound


async def check_assignee(
    db: AsyncSession, event: Event, regions: Regions, feedback_id: int, person_id: int
) -> None:
    """Raises Invalid for who would not see the message, NotFound as above."""
    query = select(COMPANY.region).select_from(NamedFeedback)
    query = query.where(NamedFeedback.id == feedback_id)
    found = (await db.execute(_shown(query, event.id, regions))).one_or_none()
    if found is None:
        raise NotFound
    if person_id not in {id_ for id_, _name in await _team(db, event.id, found.region)}:
        raise Invalid({"assignee": _("Please choose somebody of the channel team.")})


async def counts(db: AsyncSession, event_id: int, regions: Regions) -> dict[str, int]:
    query = select(NamedFeedback.state, func.count(), func.count(NamedFeedback.assignee_id))
    shown = _shown(query, event_id, regions).group_by(NamedFeedback.state)
    rows = await db.execute(shown)
    found = {state: (total, assigned) for state, total, assigned in rows}
    by_state = {state.value: found.get(state, (0, 0))[0] for state in FeedbackState}
    waiting, assigned = found.get(FeedbackState.OPEN, (0, 0))
    return by_state | {"unassigned": waiting - assigned}


async def team(db: AsyncSession, view: FeedbackView) -> Sequence[tuple[int, str]]:
    """Whom the message may be assigned to, of those who see it: id and name."""
    return await _team(db, view.event_id, view.region)


async def _team(db: AsyncSession, event_id: int, region: str | None) -> Sequence[tuple[int, str]]:
    query = (
        select(Person.id, Person.name, Role.regions)
        .join(Role, Role.person_id == Person.id)
        .where(Role.event_id == event_id, Role.kind == RoleKind.CHANNEL_STAFF)
        .order_by(Person.name, Person.id)
    )
    place = plain(region or "")
    return [
        (id_, name)
        for id_, name, regions in await db.execute(query)
        if not regions or place in map(plain, regions.splitlines())
    ]


def _conditions(name: str, person_id: int) -> list[ColumnElement[bool]]:
    is_open = NamedFeedback.state == FeedbackState.OPEN
    match name:
        case "unassigned":
            return [is_open, NamedFeedback.assignee_id.is_(None)]
        case "mine":
            return [is_open, NamedFeedback.assignee_id == person_id]
    return [NamedFeedback.state == FeedbackState(name)]


async def _messages(
    db: AsyncSession, event: Event, regions: Regions, *conditions: ColumnElement[bool], limit: int
) -> list[FeedbackView]:
    query = (
        select(
            NamedFeedback,
            Session.title,
            Person.name,
            COMPANY.region,
            ASSIGNEE.name.label("assignee"),
        )
        .join(Person, Person.id == NamedFeedback.person_id)
        .outerjoin(ASSIGNEE, ASSIGNEE.id == NamedFeedback.assignee_id)
        .where(*conditions)
    )
    newest = (
        _shown(query, event.id, regions)
        .order_by(NamedFeedback.sent_at.desc(), NamedFeedback.id)
        .limit(limit)
    )
    return [_view(event, row) for row in await db.execute(newest)]


def _shown(query: Select[*Columns], event_id: int, regions: Regions) -> Select[*Columns]:
    """Of a query of messages, which it joins to their sessions and companies."""
    joined = query.join(Session, Session.id == NamedFeedback.session_id)
    theirs = with_company(joined, NamedFeedback.person_id)
    return theirs.where(Session.event_id == event_id, looked_after(regions))


def _view(event: Event, found: Any) -> FeedbackView:
    """`found`: a row of `_messages`."""
    row: NamedFeedback = found.NamedFeedback
    return FeedbackView(
        id=row.id,
        event_id=event.id,
        slug=event.slug,
        zone=event.zone,
        session_id=row.session_id,
        session_title=found.title,
        name=found.name,
        company=row.company,
        region=found.region,
        rating=row.rating,
        text=row.text,
        language=row.language,
        sent_at=row.sent_at,
        state=row.state,
        assignee_id=row.assignee_id,
        assignee=found.assignee,
        reply=row.reply,
        replied_at=row.replied_at,
        version=row.version,
    )

"""Feedback with a name on it, as the channel team works on it: its lists, and one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from conference.accounts.models import Person, Role, RoleKind
from conference.agenda.models import Event, Session
from conference.errors import NotFound
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
    """A message. `rating`: 1–5; `language`: what its text is written in."""

    id: int
    slug: str
    zone: ZoneInfo
    session_id: int
    session_title: Translated
    name: str
    company: str
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

    slug: str
    shown: str
    id: str
    messages: tuple[FeedbackView, ...]
    counts: dict[str, int]


async def feedback_list(db: AsyncSession, event: Event, shown: str, person_id: int) -> FeedbackList:
    """The newest first. `shown`: what is no list means the open ones."""
    name = shown if shown in LISTS else "open"
    found = await _messages(db, event, *_conditions(name, person_id), limit=LISTED)
    return FeedbackList(
        slug=event.slug,
        shown=name,
        id=f"feedback-mine-{person_id}" if name == "mine" else f"feedback-{name}",
        messages=tuple(found),
        counts=await counts(db, event.id),
    )


async def message(db: AsyncSession, event: Event, feedback_id: int) -> FeedbackView:
    """Raises NotFound, also for one of another event."""
    found = await _messages(db, event, NamedFeedback.id == feedback_id, limit=1)
    if not found:
        raise NotFound
    return found[0]


async def counts(db: AsyncSession, event_id: int) -> dict[str, int]:
    query = (
        select(NamedFeedback.state, func.count(), func.count(NamedFeedback.assignee_id))
        .join(Session, Session.id == NamedFeedback.session_id)
        .where(Session.event_id == event_id)
        .group_by(NamedFeedback.state)
    )
    found = {state: (total, assigned) for state, total, assigned in await db.execute(query)}
    by_state = {state.value: found.get(state, (0, 0))[0] for state in FeedbackState}
    waiting, assigned = found.get(FeedbackState.OPEN, (0, 0))
    return by_state | {"unassigned": waiting - assigned}


async def team(db: AsyncSession, event_id: int) -> Sequence[tuple[int, str]]:
    """Whom a message may be assigned to: id and name."""
    query = (
        select(Person.id, Person.name)
        .join(Role, Role.person_id == Person.id)
        .where(Role.event_id == event_id, Role.kind == RoleKind.CHANNEL_STAFF)
        .order_by(Person.name, Person.id)
    )
    return [(id_, name) for id_, name in await db.execute(query)]


def _conditions(name: str, person_id: int) -> list[ColumnElement[bool]]:
    is_open = NamedFeedback.state == FeedbackState.OPEN
    match name:
        case "unassigned":
            return [is_open, NamedFeedback.assignee_id.is_(None)]
        case "mine":
            return [is_open, NamedFeedback.assignee_id == person_id]
    return [NamedFeedback.state == FeedbackState(name)]


async def _messages(
    db: AsyncSession, event: Event, *conditions: ColumnElement[bool], limit: int
) -> list[FeedbackView]:
    query = (
        select(NamedFeedback, Session.title, Person.name, ASSIGNEE.name)
        .join(Session, Session.id == NamedFeedback.session_id)
        .join(Person, Person.id == NamedFeedback.person_id)
        .outerjoin(ASSIGNEE, ASSIGNEE.id == NamedFeedback.assignee_id)
        .where(Session.event_id == event.id, *conditions)
        .order_by(NamedFeedback.sent_at.desc(), NamedFeedback.id)
        .limit(limit)
    )
    return [_view(event, *row) for row in await db.execute(query)]


def _view(
    event: Event, row: NamedFeedback, title: Translated, name: str, assignee: str | None
) -> FeedbackView:
    return FeedbackView(
        id=row.id,
        slug=event.slug,
        zone=event.zone,
        session_id=row.session_id,
        session_title=title,
        name=name,
        company=row.company,
        rating=row.rating,
        text=row.text,
        language=row.language,
        sent_at=row.sent_at,
        state=row.state,
        assignee_id=row.assignee_id,
        assignee=assignee,
        reply=row.reply,
        replied_at=row.replied_at,
        version=row.version,
    )

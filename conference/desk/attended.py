"""Who was there: the time an attendee had a session's page open while that session was on.

Stays that overlap count once. It tells of being there only, never of answering.
"""

from sqlalchemy import CTE, ColumnElement, Integer, case, cast, extract, func, select

from conference.agenda.models import Session, SessionState, Slot
from conference.registration.models import Attendance, Registration


def was_there(event_id: int) -> ColumnElement[bool]:
    """Of a registration: confirmed, and in at least one session."""
    query = (
        select(Attendance.person_id)
        .join(Session, Session.id == Attendance.session_id)
        .join(Slot, Slot.session_id == Session.id)
        .where(Session.event_id == event_id, _while_it_was_on())
    )
    return Registration.confirmed_at.is_not(None) & Registration.person_id.in_(query)


def watched(event_id: int, *, by_session: bool) -> CTE:
    """`seconds` that each person was there, in each session or at the whole event.

    At the event, two sessions at once are one time. Join it to confirmed registrations.
    """
    spans = _spans(event_id)
    by = [spans.c.session_id, spans.c.person_id] if by_session else [spans.c.person_id]
    covered = func.max(spans.c.ends).over(
        partition_by=by, order_by=[spans.c.begins, spans.c.id], rows=(None, -1)
    )
    each = select(*by, spans.c.begins, spans.c.ends, covered.label("covered")).subquery()
    begins = case((each.c.covered > each.c.begins, each.c.covered), else_=each.c.begins)
    new = case((each.c.ends > begins, each.c.ends - begins), else_=0)
    people = [each.c[column.name] for column in by]
    total = cast(func.sum(new), Integer).label("seconds")
    return select(*people, total).group_by(*people).cte("watched")


def _spans(event_id: int) -> CTE:
    """The parts of stays in which their sessions were on, in seconds since 1970."""
    starts_at, over_at = Slot.starts_at, Slot.ends_at
    begins_at = case((Attendance.begins_at > starts_at, Attendance.begins_at), else_=starts_at)
    ends_at = case((Attendance.ends_at < over_at, Attendance.ends_at), else_=over_at)
    return (
        select(
            Attendance.id,
            Attendance.session_id,
            Attendance.person_id,
            _epoch(begins_at).label("begins"),
            _epoch(ends_at).label("ends"),
        )
        .join(Session, Session.id == Attendance.session_id)
        .join(Slot, Slot.session_id == Session.id)
        .where(Session.event_id == event_id, _while_it_was_on())
        .cte("spans")
    )


def _while_it_was_on() -> ColumnElement[bool]:
    return (
        (Session.state == SessionState.CONFIRMED)
        & (Attendance.ends_at > Slot.starts_at)
        & (Attendance.begins_at < Slot.ends_at)
        & (Attendance.ends_at > Attendance.begins_at)
    )


def _epoch(moment: ColumnElement[object]) -> ColumnElement[int]:
    return cast(extract("epoch", moment), Integer)

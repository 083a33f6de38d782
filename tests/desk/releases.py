"""Releases as if the disclosure had made them: a mood of two days, and of the edition before."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from secrets import token_bytes
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts.actions import give_role
from conference.accounts.models import RoleKind
from conference.agenda.actions import add_room, add_session, create_event
from conference.agenda.models import SessionKind
from conference.i18n import Translated
from conference.live import Topic
from conference.privacy import ScopeKind
from conference.privacy.figures import Cell, End, Figures, Share, Value
from conference.privacy.models import Comment, Frame, FrameUnit, Release, Scope, ScopeState
from conference.privacy.plan import Plan, Statistic, Unit

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 9, 18, 11, 21, tzinfo=ZONE)
FIRST_DAY, DAY_BEFORE = date(2026, 9, 17), date(2025, 9, 18)
PLAN = Plan(Unit.COMPANY, Statistic.LEVELS, dimension="type", is_live=True)
PROGRAMME = (
    (1, "09:30", 60, SessionKind.KEYNOTE, "Frankly speaking: what is going to change"),
    (1, "11:00", 45, SessionKind.TALK, "The new revenue threshold, line by line"),
    (1, "11:00", 60, SessionKind.WORKSHOP, "Connect customer accounts in an hour"),
    (1, "13:30", 45, SessionKind.TALK, "Security on one page"),
    (1, "15:30", 60, SessionKind.PANEL, "Stay small and make a living"),
    (2, "09:00", 50, SessionKind.KEYNOTE, "What we heard yesterday"),
    (2, "10:15", 45, SessionKind.TALK, "The list of wishes, and the no"),
    (2, "14:00", 60, SessionKind.EXCHANGE, "Consultation: my contract"),
)
# Hours of a day with the mean released then; in between the line is followed every ten minutes.
COURSE = (
    ((9.2, 3.9), (9.7, 4.0), (10.6, 3.2), (12, 3.1), (14, 3.3), (16.8, 3.4)),
    ((9.1, 3.3), (9.9, 3.3), (10.6, 3.5), (11.3, 3.5)),
)
COURSE_BEFORE = (((9, 3.8), (12, 3.7), (17, 3.7)), ((9, 3.7), (12, 3.8), (16, 3.8)))
GROUPS = {
    ("indirect-reseller",): (3.5, 0.2, 95),
    ("direct-billing",): (2.8, 0.3, 40),
    ("indirect-provider", "unknown"): (4.1, 0.4, 20),
    ("software-house",): (3.7, 0.3, 45),
    ("integrator",): (3.5, 0.4, 35),
}


def a_value(value: float, half: float = 0.1, end: End = End.EXACT) -> Value:
    return Value(round(value, 1), end, round(value - half, 1), round(value + half, 1))


def a_share(name: str, points: float, half: float = 4, end: End = End.EXACT) -> Share:
    return Share(name, Value(points, end, max(points - half, 0), min(points + half, 100)))


def a_cell(
    mean: float, half: float = 0.1, companies: int = 100, group: tuple[str, ...] = ()
) -> Cell:
    """Its shares lean as its mean does."""
    high = round((mean - 1) / 4 * 80)
    low = max(round((5 - mean) / 4 * 60), 2)
    names = {"low": low, "middle": 100 - low - high, "high": high}
    shares = tuple(a_share(name, points) for name, points in names.items())
    return Cell(group, companies, 0, a_value(mean, half), shares)


def figures(
    mean: float,
    companies: int,
    groups: Mapping[tuple[str, ...], tuple[float, float, int]] | None = None,
) -> Figures:
    cells = [a_cell(m, half, n, group) for group, (m, half, n) in (groups or {}).items()]
    return Figures((a_cell(mean, 0.1, companies), *cells))


async def two_days(db: AsyncSession, slug: str, first: date = FIRST_DAY) -> int:
    event_id = await create_event(
        db,
        slug=slug,
        title=Translated(de="Halvestra Partnerkonferenz", en="Halvestra Partner Conference"),
        motto=Translated(de="Offen gesagt.", en="Frankly speaking."),
        starts_on=first,
        ends_on=first + timedelta(days=1),
        timezone="Europe/Berlin",
    )
    for place, (day, clock, minutes, kind, title) in enumerate(PROGRAMME):
        begins = _at(first, day, int(clock[:2]) + int(clock[3:]) / 60)
        await add_session(
            db,
            event_id,
            title=Translated(en=title),
            starts_at=begins,
            ends_at=begins + timedelta(minutes=minutes),
            kind=kind,
            room_id=await add_room(db, event_id, name=f"Room {place}"),
        )
    return event_id


def series(
    course: Sequence[Sequence[tuple[float, float]]] = COURSE,
    first: date = FIRST_DAY,
    groups: Mapping[tuple[str, ...], tuple[float, float, int]] = GROUPS,
    minutes: int = 10,
) -> list[tuple[datetime, Figures]]:
    found: list[tuple[datetime, Figures]] = []
    for day, points in enumerate(course, 1):
        at, last = _at(first, day, points[0][0]), _at(first, day, points[-1][0])
        while at <= last:
            hour = (at - _at(first, day, 0)) / timedelta(hours=1)
            count = min(60 + 5 * len(found), 235)
            found.append((at, figures(round(_between(points, hour), 1), count, groups)))
            at += timedelta(minutes=minutes)
    return found


async def release(
    db: AsyncSession,
    kind: ScopeKind,
    subject_id: int,
    series: Sequence[tuple[datetime, Figures]],
    *,
    is_final: bool = False,
    invited: int = 412,
    plan: Plan = PLAN,
) -> int:
    """The scope's id."""
    frame = Frame(digest=token_bytes(32))
    db.add(frame)
    await db.flush()
    units = [
        {"frame_id": frame.id, "organisation_id": number, "category": "integrator"}
        for number in range(1, invited + 1)
    ]
    await db.execute(insert(FrameUnit), units)
    opens_at = series[0][0] if series else NOW - timedelta(days=1)
    scope = Scope(
        kind=kind,
        subject_id=subject_id,
        state=ScopeState.CLOSED if is_final else ScopeState.OPEN,
        plan=plan.as_json(),
        frame_id=frame.id,
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=2),
    )
    db.add(scope)
    await db.flush()
    await add_releases(db, scope.id, series, is_final=is_final)
    return scope.id


async def add_releases(
    db: AsyncSession,
    scope_id: int,
    series: Sequence[tuple[datetime, Figures]],
    *,
    first: int = 1,
    is_final: bool = False,
) -> None:
    rows = [
        {
            "scope_id": scope_id,
            "number": number,
            "at": at,
            "is_final": is_final and number == first + len(series) - 1,
            "figures": shown.as_json(),
        }
        for number, (at, shown) in enumerate(series, first)
    ]
    if rows:
        await db.execute(insert(Release), rows)


async def comment(
    db: AsyncSession, scope_id: int, text: str, topic: str = "", level: str = "low"
) -> None:
    row = {"scope_id": scope_id, "topic": topic, "level": level, "text": text, "language": "en"}
    await db.execute(insert(Comment).values(row | {"id": token_bytes(16)}))


async def staffed(db: AsyncSession, person_id: int, *event_ids: int) -> None:
    for event_id in event_ids:
        await give_role(db, person_id, RoleKind.CHANNEL_STAFF, event_id)


def desk_topic(event_id: int) -> Topic:
    return Topic(f"event/{event_id}/desk")


async def a_barometer(db: AsyncSession) -> tuple[int, int]:
    """An event at its second morning, with the edition before. Its id and its scope's."""
    before = await two_days(db, "offen-gesagt-2025", DAY_BEFORE)
    earlier = series(COURSE_BEFORE, DAY_BEFORE, {("integrator",): (3.9, 0.2, 40)})
    await release(db, ScopeKind.MOOD, before, earlier, is_final=True)
    event_id = await two_days(db, "offen-gesagt")
    scope_id = await release(db, ScopeKind.MOOD, event_id, series())
    return event_id, scope_id


def _at(first: date, day: int, hour: float) -> datetime:
    midnight = datetime.combine(first + timedelta(days=day - 1), datetime.min.time(), ZONE)
    return midnight + timedelta(minutes=round(hour * 60))


def _between(points: Sequence[tuple[float, float]], hour: float) -> float:
    before = [point for point in points if point[0] <= hour][-1:] or [points[0]]
    after = [point for point in points if point[0] > hour][:1] or [points[-1]]
    (x0, y0), (x1, y1) = before[0], after[0]
    return y0 if x0 == x1 else y0 + (y1 - y0) * (hour - x0) / (x1 - x0)

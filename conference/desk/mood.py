"""Reads of the barometer: releases of the mood, the agenda's moments, the edition before.

Releases are all it knows of answers; how many statements it takes depends on nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.editions import masthead
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Event, EventState
from conference.agenda.pages import current_agenda
from conference.agenda.programme import AgendaView
from conference.desk.curves import Window, window, with_closing
from conference.desk.mood_parts import Edition, Moment, TopicView, points_of
from conference.desk.mood_view import MoodView
from conference.i18n import Text, _
from conference.privacy import ScopeKind, releases
from conference.privacy.releases import CommentView, Released
from conference.sentiment.votes import mood_of
from conference.sentiment.words import TOPICS

# Of more beginnings than these only the keynotes are marked.
MOMENTS = 12


async def mood(db: AsyncSession, event: Event) -> MoodView:
    """Nothing in it tells whether anybody has answered before figures of it are released."""
    head = masthead(event)
    shown = await _series(db, event.id)
    scopes = await releases.scopes(db, ScopeKind.MOOD, [event.id]) if shown else {}
    agenda = await current_agenda(db, event)
    return MoodView(
        event=head,
        phase=mood_of(head).phase,
        releases=shown,
        scope=scopes.get(event.id),
        edition=await _edition(db, head, shown[-1]) if shown else None,
        moments=_moments(agenda),
        days=_days(agenda, shown),
        topics=_topics(await releases.comments(db, ScopeKind.MOOD, event.id)),
    )


async def mood_of_event(db: AsyncSession, event_id: int) -> MoodView:
    return await mood(db, await db.get_one(Event, event_id))


async def _series(db: AsyncSession, event_id: int) -> tuple[Released, ...]:
    """Those that say something."""
    found = await releases.series(db, ScopeKind.MOOD, event_id)
    return tuple(release for release in found if release.total)


async def _edition(db: AsyncSession, event: Masthead, now: Released) -> Edition | None:
    """Of the events before this one the last with figures."""
    query = (
        select(Event)
        .where(Event.starts_on < event.starts_on, Event.state != EventState.REHEARSAL)
        .order_by(Event.starts_on.desc(), Event.id.desc())
    )
    events = (await db.scalars(query)).all()
    newest = await releases.latest(db, ScopeKind.MOOD, [earlier.id for earlier in events])
    asked = [one for one in events if one.id in newest and newest[one.id].total]
    if not asked:
        return None
    earlier = masthead(asked[0])
    return _aligned(earlier, event, await _series(db, earlier.id), now)


def _aligned(
    earlier: Masthead, event: Masthead, series: Sequence[Released], now: Released
) -> Edition:
    """Day by day, at the same time of day."""
    moved = [replace(each, at=_same_hour(each.at, earlier, event)) for each in series]
    until_now = [each for each in moved if now.is_final or each.at <= now.at]
    figures = until_now[-1].figures if until_now else None
    return Edition(earlier, points_of(moved, event), figures)


def _same_hour(at: datetime, earlier: Masthead, event: Masthead) -> datetime:
    there = earlier.local(at).replace(tzinfo=None)
    return (there + (event.starts_on - earlier.starts_on)).replace(tzinfo=event.zone)


def _moments(agenda: AgendaView) -> tuple[Moment, ...]:
    found = []
    for slot in (slot for day in agenda.days for slot in day.slots):
        held = [item for item in slot.items if not (item.is_break or item.is_cancelled)]
        keynotes = [item for item in held if item.is_keynote]
        if held:
            at, titles = agenda.event.local(slot.starts_at), tuple(item.title for item in held)
            found.append(Moment(0, at, titles, keynotes[0].ends_at if keynotes else None))
    chosen = [one for one in found if one.is_keynote] if len(found) > MOMENTS else found
    return tuple(replace(one, number=number) for number, one in enumerate(chosen, 1))


def _days(agenda: AgendaView, shown: Sequence[Released]) -> tuple[Window, ...]:
    """Around the sessions of each day, and around what was released on it. The final figures are
    formed as the event ends, which is long after its last day."""
    event = agenda.event
    spans: defaultdict[date, list[tuple[datetime, datetime]]] = defaultdict(list)
    for item in agenda.items:
        spans[item.day].append((event.local(item.starts_at), event.local(item.ends_at)))
    for at in (event.local(release.at) for release in shown if not release.is_final):
        spans[event.day_of(at)].append((at, at))
    found = (window(spans[day]) for day in sorted(spans))
    days = tuple(day for day in found if day)
    final = [event.local(release.at) for release in shown if release.is_final]
    return with_closing(days, final[-1]) if final else days


def _topics(found: Sequence[CommentView]) -> tuple[TopicView, ...]:
    """In the order in which they are offered; what is about none of them comes last."""
    by_topic: defaultdict[str, list[CommentView]] = defaultdict(list)
    for comment in found:
        by_topic[comment.topic].append(comment)
    labels: dict[str, Text] = {**dict(TOPICS), "": _("Without a topic")}
    found_in = ((name, label, tuple(by_topic[name])) for name, label in labels.items())
    return tuple(TopicView(*topic) for topic in found_in if topic[-1])

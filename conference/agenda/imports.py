"""Writes an imported agenda: the plan against what is stored, then all of it in one transaction.

What the file no longer has is reported and stays as it is: only an organiser takes it away.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.agenda.actions import TOO_LONG, agenda_changed, create_event, is_too_long
from conference.agenda.aside import plan_aside
from conference.agenda.events import locked_event
from conference.agenda.formats.model import ImportedAgenda, ImportedSession
from conference.agenda.formats.texts import uid_of
from conference.agenda.import_parts import load_parts, load_tracks
from conference.agenda.models import Event, Session, SessionState, Speaker, Speaking, Track
from conference.agenda.plan import ALL, Choice, Match, Plan, plan_import
from conference.agenda.stamping import placement_of, stamp
from conference.agenda.stored import Reading, as_read, reading_of, stored_sessions
from conference.agenda.writing import FIELDS, Parts, fill
from conference.errors import Conflict
from conference.i18n import Translated, _

AT_ONCE = 100


async def create_event_from(db: AsyncSession, imported: ImportedAgenda, slug: str) -> int:
    """The id of an event without sessions. Its motto is its title until an organiser writes one."""
    title = Translated.of(imported.title)
    return await create_event(
        db,
        slug=slug,
        title=title,
        motto=title,
        starts_on=imported.starts_on,
        ends_on=imported.ends_on,
        timezone=imported.timezone,
        day_change=imported.day_change,
        imported_from=imported.source,
    )


async def plan_of(db: AsyncSession, slug: str, imported: ImportedAgenda) -> Plan:
    """What an import would do now; everything is new to an event that does not exist yet."""
    event_id = await db.scalar(select(Event.id).where(Event.slug == slug))
    if event_id is None:
        return await plan_aside(plan_import, [], imported)
    return (await _compare(db, event_id, imported)).plan


async def import_agenda(
    db: AsyncSession,
    event_id: int,
    imported: ImportedAgenda,
    *,
    agreed: str | None = None,
    chosen: Choice = ALL,
) -> Plan:
    """`agreed`: the digest of the plan that was looked at; raises Conflict for any other."""
    # Two imports at once would each find the same sessions new.
    event = await locked_event(db, event_id)
    compared = await _compare(db, event_id, imported)
    plan = compared.plan
    if agreed is not None and await plan_aside(attrgetter("digest"), plan) != agreed:
        raise Conflict(_("The programme has changed meanwhile. Please look at the plan again."))
    # Whether anything changes is asked of what is not flushed yet.
    with db.no_autoflush:
        written = await _write(db, event, imported, compared, chosen)
    if written is not None:
        await _forget_speakers(db, event_id, imported.source)
        await agenda_changed(db, event_id, [row.id for row in written])
    return plan


@dataclass(frozen=True)
class _Compared:
    rows: Mapping[int, Session]
    reading: Reading
    plan: Plan


async def _compare(db: AsyncSession, event_id: int, imported: ImportedAgenda) -> _Compared:
    rows = await stored_sessions(db, event_id)
    tracks = await load_tracks(db, event_id)
    return await plan_aside(_compared, rows, tracks, imported)


def _compared(
    rows: Mapping[int, Session], tracks: Sequence[Track], imported: ImportedAgenda
) -> _Compared:
    """Of rows that are loaded with all that a file could say of them."""
    reading = reading_of(imported, rows.values(), tracks)
    plan = plan_import([as_read(row, reading) for row in rows.values()], imported)
    return _Compared(rows, reading, plan)


async def _write(
    db: AsyncSession, event: Event, imported: ImportedAgenda, compared: _Compared, chosen: Choice
) -> list[Session] | None:
    """The sessions that are new, changed or withdrawn; None where nothing changes at all."""
    plan, rows = compared.plan, compared.rows
    new = [session for session in plan.new if chosen.takes(session)]
    changed = [match for match in plan.changed if chosen.takes(match)]
    taken = [*new, *(match.imported for match in changed)]
    is_whole = not chosen.left
    parts = await load_parts(db, event.id, imported, taken, compared.reading, is_whole=is_whole)
    _extend(event, imported)
    made = (_new_row(event.id, imported.source, session, parts) for session in new)
    added = [row async for some in _in_turns(made) for row in some]
    await _name(db, added)
    is_changed = await _flush(db)
    written: list[Session] = []
    touched = chain(added, _change(rows, changed, parts), _withdraw(rows, plan, chosen))
    async for some in _in_turns(touched):
        db.add_all(some)
        is_changed |= await _flush(db)
        written += some
    return written if is_changed else None


async def _in_turns(rows: Iterable[Session]) -> AsyncIterator[list[Session]]:
    """A part at a time, between which others have theirs: thousands take seconds."""
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield some
        await asyncio.sleep(0)


async def _flush(db: AsyncSession) -> bool:
    """Whether there was anything to write."""
    is_changed = bool(db.new) or any(db.is_modified(row) for row in db.dirty)
    await db.flush()
    return is_changed


def _new_row(event_id: int, source: str, read: ImportedSession, parts: Parts) -> Session:
    row = Session(event_id=event_id, source=source, guid=read.guid)
    fill(row, read, FIELDS, parts)
    return row


async def _name(db: AsyncSession, rows: Sequence[Session]) -> None:
    """By their guids for good, unless another session is called so already."""
    wished = {uid: row for row in rows[::-1] if (uid := uid_of(row.guid))}
    taken = await db.scalars(select(Session.uid).where(Session.uid.in_(wished)))
    for uid in wished.keys() - set(taken):
        wished[uid].uid = uid


def _change(
    rows: Mapping[int, Session], changed: Sequence[Match], parts: Parts
) -> Iterator[Session]:
    for match in changed:
        row = rows[match.stored.id]
        before = placement_of(row)
        fill(row, match.imported, match.fields, parts)
        stamp(row, before)
        yield row


def _withdraw(rows: Mapping[int, Session], plan: Plan, chosen: Choice) -> Iterator[Session]:
    for kept in plan.gone:
        if kept.key in chosen.withdrawn:
            row = rows[kept.id]
            before = placement_of(row)
            row.state = SessionState.WITHDRAWN
            stamp(row, before)
            yield row


def _extend(event: Event, imported: ImportedAgenda) -> None:
    """An event made from this source follows it; another's dates only grow to hold it. Raises
    Conflict where it would become too long."""
    before = (event.starts_on, event.ends_on, event.timezone, event.day_change)
    if event.imported_from == imported.source:
        event.starts_on, event.ends_on = imported.starts_on, imported.ends_on
        event.timezone, event.day_change = imported.timezone, imported.day_change
    else:
        event.starts_on = min(event.starts_on, imported.starts_on)
        event.ends_on = max(event.ends_on, imported.ends_on)
    if is_too_long(event.starts_on, event.ends_on):
        raise Conflict(TOO_LONG)
    if before != (event.starts_on, event.ends_on, event.timezone, event.day_change):
        event.version += 1


async def _forget_speakers(db: AsyncSession, event_id: int, source: str) -> None:
    """What a file once told of a person goes with the last session that names them."""
    await db.execute(
        delete(Speaker)
        .where(
            Speaker.event_id == event_id,
            Speaker.source == source,
            ~exists().where(Speaking.speaker_id == Speaker.id),
        )
        .execution_options(synchronize_session=False)
    )

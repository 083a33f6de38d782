"""Whatever is imported after whatever: in a calendar, sequences rise and names stay."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from sqlalchemy import select

from conference.agenda.calendars import event_calendar
from conference.agenda.formats.model import ImportedSession
from conference.agenda.imports import create_event_from, import_agenda, plan_of
from conference.agenda.models import Session
from conference.agenda.plan import Choice
from conference.db import Database
from conference.settings import Settings
from tests.agenda.made import KEYNOTE, START, an_agenda

GUIDS = [f"0f0e7a52-6d0c-4f0e-9d1b-3b8f6c1a2d0{n}" for n in range(3)]
NUMBERS = count()


def a_session(guid: str, hour: int, room: str, title: str) -> ImportedSession:
    start = START + timedelta(hours=hour)
    return replace(
        KEYNOTE, guid=guid, starts_at=start, ends_at=start + timedelta(hours=1), room=room,
        title=title, speakers=(), links=(),
    )  # fmt: skip


SESSIONS = st.builds(
    a_session,
    st.sampled_from(GUIDS),
    st.integers(0, 3),
    st.sampled_from(["Elbe", "Saale"]),
    st.sampled_from(["Ebb", "Flow"]),
)
# Repeats under one guid, sessions that come, move, go and come back, and what is withdrawn.
HISTORIES = st.lists(
    st.tuples(st.lists(SESSIONS, unique=True, max_size=5), st.booleans()), min_size=2, max_size=5
)


@limits(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORIES)
@pytest.mark.asyncio
async def test_sequences_only_rise_and_no_name_is_used_again(
    database: Database, settings: Settings, history: list[tuple[list[ImportedSession], bool]]
) -> None:
    async with database.writing() as db:
        event_id = await create_event_from(db, an_agenda(), slug := f"event-{next(NUMBERS)}")
    told: dict[str, tuple[int, str]] = {}
    named: dict[str, int] = {}
    for sessions, withdraws in history:
        agenda = an_agenda(KEYNOTE, *sessions)
        async with database.writing() as db:
            plan = await plan_of(db, slug, agenda)
            gone = frozenset(kept.key for kept in plan.gone if withdraws)
            await import_agenda(db, event_id, agenda, chosen=Choice(withdrawn=gone))
            content = await event_calendar(db, event_id, "en", settings)
            names = await db.execute(select(Session.uid, Session.id))
        now = _told(content.decode())
        for uid, (sequence, placed) in told.items():
            assert uid in now
            assert now[uid][0] >= sequence
            assert (now[uid][0] > sequence) == (now[uid][1] != placed)
        for uid, session_id in names:
            assert named.setdefault(uid, session_id) == session_id
        told = now


def _told(calendar: str) -> dict[str, tuple[int, str]]:
    """By UID: the sequence, and all that has to raise it."""
    told = {}
    for event in calendar.replace("\r\n ", "").split("BEGIN:VEVENT\r\n")[1:]:
        lines = dict(line.split(":", 1) for line in event.split("\r\n") if ":" in line)
        placed = [lines[name] for name in lines if name.startswith(("DTSTART", "DTEND"))]
        placed += [lines.get("LOCATION", ""), lines["STATUS"]]
        told[lines["UID"]] = (int(lines["SEQUENCE"]), "|".join(placed))
    return told

"""What of a plan is written, and sessions that were out of the programme."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from conference.agenda.formats.model import ImportedAgenda
from conference.agenda.imports import create_event_from, import_agenda, plan_of
from conference.agenda.models import Event, Room, Session, SessionState
from conference.agenda.plan import ALL, Choice, Plan
from conference.agenda.stamping import placement_of, stamp
from conference.db import Database
from conference.errors import Conflict
from conference.i18n import Translated
from tests.agenda.made import KEYNOTE, START, TALK, an_agenda

PANEL = replace(KEYNOTE, guid="p-1", title="A panel", room="Oder", track="Other")
LATER = replace(TALK, starts_at=START + timedelta(hours=4), ends_at=START + timedelta(hours=5))


async def imported(
    database: Database, agenda: ImportedAgenda, chosen: Choice = ALL, agreed: str | None = None
) -> Plan:
    async with database.writing() as db:
        event_id = await db.scalar(select(Event.id)) or await create_event_from(db, agenda, "h")
        return await import_agenda(db, event_id, agenda, agreed=agreed, chosen=chosen)


async def planned(database: Database, agenda: ImportedAgenda) -> Plan:
    """What it would do. It makes the event, if there is none."""
    async with database.writing() as db:
        if await db.scalar(select(Event.id)) is None:
            await create_event_from(db, agenda, "h")
        return await plan_of(db, "h", agenda)


def keys(plan: Plan) -> frozenset[str]:
    """Of all that could be left out."""
    return frozenset([each.key for each in plan.new] + [each.key for each in plan.changed])


async def stored(database: Database) -> Sequence[Session]:
    async with database.reading() as db:
        query = select(Session).options(joinedload(Session.slot)).order_by(Session.id)
        return (await db.scalars(query)).all()


async def rewrite(database: Database, guid: str, *, state: SessionState | None = None) -> None:
    """Withdraws a session, or takes its time from it."""
    async with database.writing() as db:
        query = select(Session).where(Session.guid == guid).options(joinedload(Session.slot))
        row = (await db.scalars(query)).one()
        before = placement_of(row)
        if state:
            row.state = state
        else:
            row.slot = None
        stamp(row, before)


async def test_only_what_was_chosen_is_written(database: Database) -> None:
    await imported(database, an_agenda())
    newer = an_agenda(replace(KEYNOTE, title="Else"), LATER, PANEL, replace(PANEL, guid="p-2"))
    plan = await planned(database, newer)
    wanted = {plan.new[0].key, *(match.key for match in plan.changed if match.is_moved)}

    again = await imported(database, newer, Choice(left=keys(plan) - wanted), plan.digest)

    rows = await stored(database)
    assert again == plan
    assert (len(plan.new), len(plan.changed)) == (2, 2)
    assert [(row.guid, row.title["de" if "de" in row.title else "und"]) for row in rows] == [
        ("k-1", "What changes for you"),
        ("t-1", "ENTFÄLLT: Ausschreibungen in drei Ländern"),
        ("p-1", "A panel"),
    ]
    assert [(row.version, row.sequence) for row in rows] == [(1, 0), (2, 1), (1, 0)]


async def test_nothing_chosen_makes_no_rooms(database: Database) -> None:
    left = keys(await planned(database, an_agenda(PANEL)))
    await imported(database, an_agenda(PANEL), Choice(left))

    async with database.reading() as db:
        assert list(await db.scalars(select(Room.name))) == []


async def test_what_is_gone_is_withdrawn_if_chosen_and_never_deleted(database: Database) -> None:
    await imported(database, an_agenda())
    plan = await imported(database, an_agenda(TALK))

    await imported(database, an_agenda(TALK), Choice(withdrawn=frozenset({plan.gone[0].key})))
    again = await imported(database, an_agenda(TALK))

    assert [kept.session.guid for kept in plan.gone] == ["k-1"]
    assert again.gone == ()
    keynote = (await stored(database))[0]
    assert (keynote.state, keynote.slot is not None) == (SessionState.WITHDRAWN, True)
    assert (keynote.version, keynote.sequence) == (2, 1)


async def test_a_withdrawn_session_that_the_file_still_has_comes_back(database: Database) -> None:
    await imported(database, an_agenda())
    await rewrite(database, "k-1", state=SessionState.WITHDRAWN)

    plan = await imported(database, an_agenda())

    assert [sorted(match.fields) for match in plan.changed] == [["is_withdrawn"]]
    keynote = (await stored(database))[0]
    assert (keynote.state, keynote.version, keynote.sequence) == (SessionState.CONFIRMED, 3, 2)


async def test_a_session_without_a_time_is_found_again(database: Database) -> None:
    await imported(database, an_agenda())
    await rewrite(database, "k-1")

    gone = await imported(database, an_agenda(TALK))
    plan = await imported(database, an_agenda())

    assert gone.gone == ()
    assert plan.new == ()
    assert [sorted(match.fields) for match in plan.changed] == [
        ["day", "ends_at", "room", "starts_at"]
    ]
    keynote = (await stored(database))[0]
    assert keynote.slot is not None
    assert (keynote.slot.starts_at, keynote.sequence) == (START, 2)


async def test_a_digest_is_of_one_plan_only(database: Database) -> None:
    plan = await planned(database, an_agenda())
    await imported(database, an_agenda(KEYNOTE))

    with pytest.raises(Conflict):
        await imported(database, an_agenda(), agreed=plan.digest)


async def test_a_delay_ends_with_a_new_time_and_outlives_a_new_title(database: Database) -> None:
    await imported(database, an_agenda())
    async with database.writing() as db:
        for row in await db.scalars(select(Session).options(joinedload(Session.slot))):
            assert row.slot
            row.slot.delayed_from = START

    await imported(database, an_agenda(replace(KEYNOTE, title="Else"), LATER))

    keynote, talk = await stored(database)
    assert keynote.slot
    assert talk.slot
    assert (keynote.slot.delayed_from, talk.slot.delayed_from) == (START, None)
    assert keynote.title == Translated(und="Else")

"""What an import would do, counted and told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.agenda.formats.model import (
    ImportedAgenda,
    ImportedLink,
    ImportedSession,
    ImportedSpeaker,
    Repair,
    Unreadable,
)
from conference.agenda.matching import StoredSession
from conference.agenda.plan import Difference, Plan, plan_import
from conference.i18n import Text
from tests.agenda.formats.files import agenda_of, schedule

HOUR = timedelta(hours=1)
TEN = datetime(2027, 5, 11, 8, tzinfo=UTC)
ADA, JON = ImportedSpeaker("id:3", "Ada Brandt"), ImportedSpeaker("id:4", "Jon Lind")
TIDES = ImportedSession(
    guid="tides",
    day=date(2027, 5, 11),
    starts_at=TEN,
    ends_at=TEN + HOUR,
    room="Lighthouse",
    track=None,
    title="Tides of trust",
    speakers=(ADA, JON),
)
NIGHT = replace(TIDES, guid="night", title="Night watch", room="Pier")


def agenda(*sessions: ImportedSession, **fields: Any) -> ImportedAgenda:
    return replace(agenda_of(schedule()), sessions=sessions, **fields)


def stored(*sessions: ImportedSession, source: str | None = "harbour27") -> list[StoredSession]:
    return [StoredSession(number, source, session) for number, session in enumerate(sessions, 1)]


def at(hour: int, session: ImportedSession = TIDES, **fields: Any) -> ImportedSession:
    start = TEN + (hour - 10) * HOUR
    return replace(session, starts_at=start, ends_at=start + HOUR, **fields)


def counts(plan: Plan) -> dict[str, int]:
    """Those that are not nought."""
    return {name: count for name, count in plan.counts().items() if count}


def paired(plan: Plan) -> list[tuple[int, int]]:
    """Stored id and the hour of the session it became."""
    return sorted((m.stored.id, m.imported.starts_at.hour + 2) for m in plan.matches)


def test_all_counts_are_there_in_the_promised_order() -> None:
    assert list(plan_import([], agenda()).counts()) == [
        "new",
        "changed",
        "unchanged",
        "moved",
        "gone",
        "retitled",
        "length_changed",
        "speakers_changed",
        "unreadable",
        "repaired",
    ]


@pytest.mark.parametrize(
    ("change", "counted"),
    [
        ({}, {"unchanged": 1}),
        ({"day": date(2027, 5, 12)}, {"changed": 1, "moved": 1}),
        ({"room": "Pier"}, {"changed": 1, "moved": 1}),
        ({"room": None}, {"changed": 1, "moved": 1}),
        (
            {"starts_at": TEN + HOUR, "ends_at": TEN + 2 * HOUR},
            {"changed": 1, "moved": 1},
        ),
        ({"starts_at": TEN - HOUR}, {"changed": 1, "moved": 1, "length_changed": 1}),
        ({"ends_at": TEN + 2 * HOUR}, {"changed": 1, "length_changed": 1}),
        ({"title": "Tides"}, {"changed": 1, "retitled": 1}),
        ({"subtitle": "Ebb"}, {"changed": 1}),
        ({"abstract": "Ebb"}, {"changed": 1}),
        ({"description": "Ebb"}, {"changed": 1}),
        ({"track": "Trust"}, {"changed": 1}),
        ({"kind": "Talk"}, {"changed": 1}),
        ({"languages": ("de",)}, {"changed": 1}),
        ({"url": "https://a.example/"}, {"changed": 1}),
        ({"links": (ImportedLink("https://a.example/"),)}, {"changed": 1}),
        ({"is_cancelled": True}, {"changed": 1}),
        ({"speakers": (ADA,)}, {"changed": 1, "speakers_changed": 1}),
        ({"speakers": (JON, ADA)}, {"changed": 1}),
        ({"speakers": (replace(ADA, biography="Sails."), JON)}, {"changed": 1}),
        (
            {"room": "Pier", "title": "Tides", "ends_at": TEN + 2 * HOUR, "speakers": ()},
            {"changed": 1, "moved": 1, "retitled": 1, "length_changed": 1, "speakers_changed": 1},
        ),
    ],
)
def test_each_change_is_counted_by_what_it_is(
    change: dict[str, Any], counted: dict[str, int]
) -> None:
    assert counts(plan_import(stored(TIDES), agenda(replace(TIDES, **change)))) == counted


def test_new_and_gone_are_told_by_the_guid() -> None:
    plan = plan_import(stored(TIDES), agenda(NIGHT))

    assert (plan.new, plan.matches, plan.gone) == ((NIGHT,), (), tuple(stored(TIDES)))
    assert counts(plan) == {"new": 1, "gone": 1}


def test_the_plan_tells_what_differs_field_by_field() -> None:
    changed = replace(TIDES, title="Tides", room="Pier")

    plan = plan_import(stored(TIDES, NIGHT), agenda(changed, NIGHT))

    assert [(match.stored.id, match.differences) for match in plan.matches] == [
        (1, (Difference("room", "Lighthouse", "Pier"), Difference("title", TIDES.title, "Tides"))),
        (2, ()),
    ]
    assert [match.stored.id for match in plan.changed] == [1]


@pytest.mark.parametrize("source", [None, "another"])
def test_sessions_of_another_source_are_left_alone(source: str | None) -> None:
    plan = plan_import(stored(TIDES, source=source), agenda(TIDES))

    assert counts(plan) == {"new": 1}


@pytest.mark.parametrize(
    ("before", "after", "pairs", "counted"),
    [
        ([10, 12], [12, 10], [(1, 10), (2, 12)], {"unchanged": 2}),
        ([10, 12], [10, 12, 14], [(1, 10), (2, 12)], {"new": 1, "unchanged": 2}),
        ([10, 12, 14], [10, 14], [(1, 10), (3, 14)], {"unchanged": 2, "gone": 1}),
        ([10, 12], [10, 13], [(1, 10), (2, 13)], {"changed": 1, "unchanged": 1, "moved": 1}),
        ([10, 12], [11, 13], [(1, 11), (2, 13)], {"changed": 2, "moved": 2}),
        ([10], [12, 10], [(1, 10)], {"new": 1, "unchanged": 1}),
    ],
)
def test_where_several_share_a_guid_the_start_tells_them_apart(
    before: list[int], after: list[int], pairs: list[tuple[int, int]], counted: dict[str, int]
) -> None:
    plan = plan_import(stored(*map(at, before)), agenda(*map(at, after)))

    assert paired(plan) == pairs
    assert counts(plan) == counted


def test_where_guid_and_start_are_shared_the_room_tells_them_apart() -> None:
    pier, dock = replace(TIDES, room="Pier"), replace(TIDES, room="Dock")

    plan = plan_import(stored(pier, dock), agenda(replace(dock, title="Tides"), pier))

    assert counts(plan) == {"changed": 1, "unchanged": 1, "retitled": 1}


def test_a_session_that_became_unreadable_is_not_gone() -> None:
    spoilt = Unreadable("1 · Tides of trust", Text("It has no title."), "tides")

    plan = plan_import(stored(TIDES, NIGHT), agenda(unreadable=(spoilt,)))

    assert [kept.session for kept in plan.gone] == [NIGHT]
    assert counts(plan) == {"gone": 1, "unreadable": 1}


def test_repairs_are_counted_by_session_and_all_listed() -> None:
    repairs = (
        Repair("conference", Text("The file lacks the outer “schedule”.")),
        Repair("1 · Tides of trust", Text("A person is listed twice."), of_session=True),
        Repair("1 · Tides of trust", Text("Date and start disagree."), of_session=True),
        Repair("2 · Night watch", Text("A person is listed twice."), of_session=True),
    )

    plan = plan_import([], agenda(TIDES, NIGHT, repairs=repairs))

    assert plan.repairs == repairs
    assert counts(plan) == {"new": 2, "repaired": 2}


SESSIONS = st.builds(
    lambda guid, hour, room, title: at(hour, guid=guid, room=room, title=title),
    st.sampled_from(["tides", "night", "ebb"]),
    st.integers(9, 12),
    st.sampled_from(["Pier", "Dock", None]),
    st.sampled_from(["Tides", "Ebb"]),
)
MANY = st.lists(SESSIONS, max_size=12)


@given(MANY, st.randoms())
def test_the_same_agenda_in_any_order_changes_nothing(sessions: list[Any], random: Any) -> None:
    shuffled = list(sessions)
    random.shuffle(shuffled)

    plan = plan_import(stored(*shuffled), agenda(*sessions))

    assert plan.changes_nothing
    assert counts(plan) == ({"unchanged": len(sessions)} if sessions else {})


@given(MANY, MANY)
def test_every_session_is_accounted_for_once(before: list[Any], after: list[Any]) -> None:
    plan = plan_import(stored(*before), agenda(*after))

    told = [match.stored.id for match in plan.matches] + [kept.id for kept in plan.gone]
    counted = plan.counts()
    assert sorted(told) == list(range(1, len(before) + 1))
    assert counted["new"] + counted["changed"] + counted["unchanged"] == len(after)


def test_thousands_of_one_guid_find_each_other() -> None:
    # Notes that differ in a value only meet in one place, too.
    sessions = [replace(TIDES, title=f"Talk {number}") for number in range(20_000)]
    repairs = [Repair("file", Text("“%(key)s” is none.", key=each.title)) for each in sessions]

    plan = plan_import(stored(*sessions), agenda(*sessions, repairs=tuple(repairs)))

    assert (len(plan.matches), plan.changes_nothing) == (20_000, True)
    assert len(set(plan.repairs)) == 20_000

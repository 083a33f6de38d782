"""What is wrong with a schedule: all of it, and nothing else."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from conference.agenda.clashes import MOST_AT_ONCE
from conference.agenda.conflicts import ConflictKind, Planned, ScheduleConflict, conflicts
from conference.i18n import Translated, in_locale

START = datetime(2026, 9, 17, 7, tzinfo=UTC)
BEGINS, ENDS = START - timedelta(hours=5), START + timedelta(hours=43)
MINUTE = timedelta(minutes=1)


def planned(id_: int, start: int, end: int, **facts: object) -> Planned:
    """`start`, `end`: minutes after START."""
    usual: dict[str, object] = {"speakers": {}, "room_id": 1, "room": "Elbe"}
    return Planned(
        id=id_,
        title=Translated(en=f"Talk {id_}", de=f"Vortrag {id_}"),
        starts_at=START + start * MINUTE,
        ends_at=START + end * MINUTE,
        **usual | facts,  # type: ignore[arg-type]
    )


def found(*sessions: Planned) -> list[tuple[ConflictKind, tuple[int, ...]]]:
    return [(each.kind, each.sessions) for each in conflicts(sessions, BEGINS, ENDS)]


SPANS = st.tuples(st.integers(-400, 3000), st.integers(1, 200))
PEOPLE = st.dictionaries(st.integers(1, 4), st.just("Somebody"), max_size=2)
# No more than may be at once without one of them going unnamed with another.
SESSIONS = st.lists(
    st.tuples(SPANS, st.sampled_from([1, 2, None]), PEOPLE, *[st.booleans()] * 3),
    max_size=2 * MOST_AT_ONCE,
).filter(lambda drawn: _at_once(drawn) <= MOST_AT_ONCE)


def _at_once(drawn: list[tuple]) -> int:  # type: ignore[type-arg]
    spans = [(start, start + length) for (start, length), *_facts in drawn]
    return max((sum(a <= start < b for a, b in spans) for start, _end in spans), default=0)


@given(SESSIONS)
def test_conflicts_are_those_of_every_pair_and_of_every_session(drawn: list[tuple]) -> None:  # type: ignore[type-arg]
    sessions = [
        planned(
            id_,
            start,
            start + length,
            room_id=room,
            speakers=people,
            is_break=is_break,
            has_stream=has_stream,
            is_moderated=is_moderated,
        )
        for id_, ((start, length), room, people, is_break, has_stream, is_moderated) in enumerate(
            drawn
        )
    ]

    expected = []
    for one, other in combinations(sessions, 2):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            pair = tuple(sorted((one.id, other.id)))
            if one.room_id == other.room_id is not None:
                expected.append((ConflictKind.ROOM, pair))
            shared = one.speakers.keys() & other.speakers.keys()
            expected += [(ConflictKind.SPEAKER, pair)] * len(shared)
    for each in sessions:
        if each.starts_at < BEGINS or each.ends_at > ENDS:
            expected.append((ConflictKind.OUTSIDE, (each.id,)))
        if not each.is_break and not each.has_stream:
            expected.append((ConflictKind.NO_STREAM, (each.id,)))
        if not each.is_break and not each.is_moderated:
            expected.append((ConflictKind.NO_MODERATOR, (each.id,)))
    actual = [(kind, tuple(sorted(ids))) for kind, ids in found(*sessions)]
    assert sorted(actual) == sorted(expected)


def test_of_thousands_in_one_room_at_one_time_each_is_in_a_conflict() -> None:
    names = {7: "Jana Vogt"}
    sessions = [planned(id_, 0, 45, speakers=names) for id_ in range(5_000)]

    kinds = {kind: [ids for each, ids in found(*sessions) if each == kind] for kind in ConflictKind}

    for kind in (ConflictKind.ROOM, ConflictKind.SPEAKER):
        assert {id_ for ids in kinds[kind] for id_ in ids} == set(range(5_000))
        assert len(kinds[kind]) < MOST_AT_ONCE * len(sessions)


def test_what_begins_as_another_ends_is_in_nobodys_way() -> None:
    one = planned(1, 0, 60, speakers={7: "Jana Vogt"})

    assert found(one, planned(2, 60, 120, speakers={7: "Jana Vogt"})) == []


def test_a_break_takes_up_its_room() -> None:
    assert found(planned(1, 0, 60), planned(2, 30, 90, is_break=True, has_stream=False)) == [
        (ConflictKind.ROOM, (1, 2))
    ]


def test_only_a_room_that_is_taken_is_impossible() -> None:
    sessions = (
        planned(1, -600, 60, speakers={7: "Jana Vogt"}),
        planned(2, 0, 30, speakers={7: "Jana Vogt"}, has_stream=False, is_moderated=False),
        planned(3, 120, 150, refused_source="https://video.example"),
    )

    judged = {each.kind: each.is_error for each in conflicts(sessions, BEGINS, ENDS)}

    assert judged == {kind: kind == ConflictKind.ROOM for kind in ConflictKind}


def test_a_conflict_says_in_the_readers_language_who_is_in_whose_way() -> None:
    sessions = (planned(1, 0, 60), planned(2, 30, 90, room="Elbe"))

    (conflict,) = conflicts(sessions, BEGINS, ENDS)

    assert conflict == ScheduleConflict(ConflictKind.ROOM, (1, 2), conflict.sentence)
    assert str(conflict.sentence) == (
        "“Talk 1” and “Talk 2” are in Elbe at the same time. Move one of them, or end the first "
        "earlier."
    )
    with in_locale("de"):
        assert "Vortrag 1" in str(conflict.sentence)

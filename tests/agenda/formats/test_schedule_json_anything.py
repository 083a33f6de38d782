"""Whatever stands anywhere in a file, the reader answers with an agenda or a refusal."""

import json
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from conference.agenda.formats.model import AgendaUnreadable
from conference.agenda.formats.schedule_json import read_schedule_json
from tests.agenda.formats.files import DAY, agenda_of, day, entry, schedule

WORDS = st.sampled_from(
    [DAY, "25:61", f"{DAY}T10:00", "9999-12-31T23:59:59-12:00", "http://[", "Etc/GMT-2", "\ud800"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
FULL = schedule(
    day(
        entry(
            persons=[{"id": 3, "name": "Ada Brandt", "url": "https://ada.example/"}],
            links=[{"url": "https://a.example/", "title": "Paper"}],
            recording={"url": "https://media.example/1"},
            track="Trust",
        ),
        day_start=f"{DAY}T04:00:00+02:00",
    ),
    day(entry(title="Untouched", date="2027-05-12T10:00:00+02:00"), date="2027-05-12"),
    rooms=[{"name": "Lighthouse", "capacity": 30}],
    tracks=[{"name": "Trust", "color": "#0a5c7d"}],
    base_url="https://agenda.example/",
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if not isinstance(value, dict | list):
        return
    for key, child in value.items() if isinstance(value, dict) else enumerate(value):
        yield from paths(child, (*path, key))


def replaced(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = deepcopy(document)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


FIRST_ENTRY = ("schedule", "conference", "days", 0, "rooms", "Lighthouse", 0)
ALL = list(paths(FULL))


@given(st.sampled_from(ALL), VALUES)
def test_any_value_at_any_place_is_read_or_refused(path: tuple[Any, ...], value: Any) -> None:
    with suppress(AgendaUnreadable):
        agenda_of(replaced(FULL, path, value), timezone="Europe/Berlin")


@given(st.sampled_from([path for path in ALL if path[:7] == FIRST_ENTRY]), VALUES)
def test_a_fault_inside_one_session_leaves_the_other_as_it_is(
    path: tuple[Any, ...], value: Any
) -> None:
    read = agenda_of(replaced(FULL, path, value))

    others = [session for session in read.sessions if session.title == "Untouched"]
    assert [(session.day.isoformat(), session.room) for session in others] == [
        ("2027-05-12", "Lighthouse")
    ]
    assert len(read.sessions) + len(read.unreadable) == 2


@given(VALUES | st.binary())
def test_any_file_is_read_or_refused(value: Any) -> None:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()

    with suppress(AgendaUnreadable):
        read_schedule_json(data, timezone=None)

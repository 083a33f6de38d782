"""Where somebody goes: from the entrance, and from a session."""

from dataclasses import replace
from datetime import datetime

import pytest

from conference.agenda.models import SessionKind
from conference.agenda.onward import after, ahead
from conference.agenda.programme import AgendaView
from conference.agenda.views import Item
from tests.agenda.test_programme import FRIDAY, PROGRAMME, SAALE, THURSDAY, an_item, at

ISAR = replace(SAALE, id=3, name="Isar")
OPENING = an_item(1, at(THURSDAY, 9), kind=SessionKind.KEYNOTE)
IN_ELBE = an_item(2, at(THURSDAY, 10))
IN_SAALE = an_item(3, at(THURSDAY, 10), room=SAALE)
LONG = an_item(4, at(THURSDAY, 9), 240, room=ISAR)
LUNCH = an_item(5, at(THURSDAY, 11), kind=SessionKind.BREAK, room=None)
LATE_SAALE = an_item(6, at(THURSDAY, 12), room=SAALE)
LATE_ELBE = an_item(7, at(THURSDAY, 14))
CLOSING = an_item(8, at(FRIDAY, 9), kind=SessionKind.KEYNOTE)
DAYS: AgendaView = replace(
    PROGRAMME,
    items=(OPENING, LONG, IN_ELBE, IN_SAALE, LUNCH, LATE_SAALE, LATE_ELBE, CLOSING),
)


@pytest.mark.parametrize(
    ("now", "bookmarked", "first", "choices", "own"),
    [
        (at(THURSDAY, 8), (), 1, [], []),
        (at(THURSDAY, 8), (3, 7), 3, [], [7]),
        (at(THURSDAY, 9, 10), (), 1, [], []),
        (at(THURSDAY, 9, 10), (4, 2, 3, 7, 8), 4, [], [2, 3, 7]),
        (at(THURSDAY, 10, 10), (7,), None, [3, 2, 4], [7]),
        (at(THURSDAY, 11, 10), (), 4, [], []),
        (at(THURSDAY, 13, 30), (8,), 7, [], [8]),
        (at(THURSDAY, 15, 30), (), 8, [], []),
        (at(FRIDAY, 11), (8,), None, [], []),
    ],
)
def test_the_entrance_leads_to_ones_own_then_to_what_is_clear_and_else_lets_choose(
    now: datetime, bookmarked: tuple[int, ...], first: int, choices: list[int], own: list[int]
) -> None:
    found = ahead(DAYS, bookmarked, now)

    assert found.first is None or found.first.id == first
    assert [item.id for item in found.choices] == choices
    assert [item.id for item in found.own] == own


def test_what_is_chosen_from_says_whether_it_has_begun() -> None:
    before, during = at(THURSDAY, 9, 50), at(THURSDAY, 10, 10)

    assert [ahead(DAYS, (), now).is_on for now in (at(THURSDAY, 8), before, during)] == [
        False,
        True,
        True,
    ]
    assert ahead(DAYS, (), at(FRIDAY, 11)).is_over


@pytest.mark.parametrize(
    ("here", "now", "bookmarked", "steps", "first"),
    [
        # While it is on: this room, and what begins together.
        (OPENING, at(THURSDAY, 9, 10), (), ["2 here", "3"], 2),
        (OPENING, at(THURSDAY, 9, 10), (7,), ["2 here", "3", "7 own"], 7),
        (OPENING, at(THURSDAY, 8), (3,), ["3 own", "2 here"], 3),
        # Once it is over: what has begun meanwhile.
        (OPENING, at(THURSDAY, 10, 10), (), ["2 here", "3"], 2),
        (OPENING, at(THURSDAY, 11, 30), (), ["6", "7 here"], 6),
        (IN_SAALE, at(THURSDAY, 11, 30), (6,), ["6 own here"], 6),
        (IN_ELBE, at(THURSDAY, 12, 10), (7,), ["6", "7 own here"], 6),
        # The day is over: the next one, in this room or not.
        (LATE_ELBE, at(THURSDAY, 14, 30), (), ["8"], 8),
        (CLOSING, at(FRIDAY, 9, 30), (1,), [], None),
    ],
)
def test_after_a_session_come_ones_own_its_room_and_what_begins_together(
    here: Item, now: datetime, bookmarked: tuple[int, ...], steps: list[str], first: int | None
) -> None:
    found = after(DAYS, here, bookmarked, now)

    assert [
        f"{step.item.id}{' own' * step.is_own}{' here' * step.is_here}" for step in found.steps
    ] == steps
    assert (found.first.item.id if found.first else None) == first


def test_a_session_without_a_room_has_none_after_it_there() -> None:
    found = after(DAYS, replace(OPENING, room=None), (), at(THURSDAY, 9, 10))

    assert [(step.item.id, step.is_here) for step in found.steps] == [(2, False), (3, False)]

"""Somebody's own agenda: what stands there, and what of it is at the same time."""

import pytest
from bs4 import BeautifulSoup

from conference.agenda.models import Event, SessionKind, SessionState
from conference.agenda.own_agenda import own_agenda
from tests.agenda.conftest import statements
from tests.agenda.own import AGENDA, HTMX, MINE, Programme, pressed, programme, see, texts

__all__ = ["programme"]


async def test_the_own_agenda_says_what_is_at_the_same_time(programme: Programme) -> None:
    await programme.add("Keynote", 0, 60)
    await programme.add("Next", 60, 120)
    await programme.add("Across", 90, 150)
    await programme.add("Lunch", 100, 140, SessionKind.BREAK)
    await programme.add("Called off", 100, 140, state=SessionState.CANCELLED)
    await programme.add("Not mine", 90, 150)
    await programme.add("Tomorrow", 24 * 60, 25 * 60)
    await programme.bookmark("Keynote", "Next", "Across", "Lunch", "Called off", "Tomorrow")

    page = await see(programme.sabine)

    assert texts(page, "#agenda-days h2, #agenda-days h3, .session__clash, .tag--stop") == [
        "Thursday 17 September",
        "Keynote",
        "Next",
        "At the same time as: Across",
        "Across",
        "At the same time as: Next",
        "Lunch",
        "Called off",
        "Cancelled",
        "Friday 18 September",
        "Tomorrow",
    ]
    assert texts(page, "#agenda-days > .notice") == [
        "2 of these sessions overlap with another one."
    ]


async def test_what_leaves_the_programme_stays_on_the_own_agenda_as_such(
    programme: Programme,
) -> None:
    for title in ("Cancelled", "Withdrawn", "Put off"):
        await programme.add(title, 0, 60)
    await programme.bookmark("Cancelled", "Withdrawn", "Put off")
    await programme.change("Cancelled", SessionState.CANCELLED)
    await programme.change("Withdrawn", SessionState.WITHDRAWN)
    await programme.change("Put off", SessionState.CONFIRMED, has_slot=False)

    page = await see(programme.sabine)

    assert texts(page, "#agenda-days h2, #agenda-days h3, .tag--stop, .tag--wait") == [
        "Thursday 17 September",
        "Cancelled",
        "Cancelled",
        "Not in the programme",
        "Withdrawn",
        "Taken out of the programme",
        "Put off",
        "No time yet",
    ]
    assert set(pressed(page).values()) == {"true"}


async def test_on_the_own_agenda_what_is_taken_off_stays_in_sight(programme: Programme) -> None:
    await programme.add("Keynote", 0, 60)
    await programme.add("Beside it", 30, 90)
    await programme.bookmark("Keynote", "Beside it")

    answer = await programme.sabine.request(
        "DELETE",
        f"/sessions/{programme.ids['Keynote']}/bookmark",
        headers=HTMX,
        data={"back": MINE},
    )

    page = BeautifulSoup(answer.text, "html5lib")
    assert [part["hx-target"] for part in page.select("hx-partial")] == ["#agenda-days"]
    assert pressed(page) == {"Keynote": "false", "Beside it": "true"}
    assert texts(page, ".session__clash, .notice") == []
    assert pressed(await see(programme.sabine, f"{MINE}/days")) == {"Beside it": "true"}


@pytest.mark.parametrize("count", [1, 3])
async def test_the_own_agenda_takes_two_statements_beside_the_programme(
    programme: Programme, count: int
) -> None:
    """The second only where something of it has left the programme."""
    for number in range(count):
        for title in (f"Kept {number}", f"Gone {number}"):
            await programme.add(title, 0, 60)
            await programme.bookmark(title)
        await programme.change(f"Gone {number}", SessionState.WITHDRAWN)
    await see(programme.sabine)

    async with programme.app.database.reading() as db:
        event = await db.get_one(Event, programme.event_id)
        async with statements(db) as sent:
            view = await own_agenda(db, event, programme.sabine_id)

    assert (len(sent), len(view.programme.items), len(view.gone)) == (2, count, count)


async def test_nothing_bookmarked_leads_to_the_programme(programme: Programme) -> None:
    page = await see(programme.sabine)

    assert texts(page, "#agenda-days .empty__say") == ["Nothing is bookmarked yet."]
    assert [link["href"] for link in page.select("#agenda-days a")] == [AGENDA]

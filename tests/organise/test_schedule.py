"""The schedule: a day at a glance, what is in conflict, and the day itself, as things change.

It is long, as a day is.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import httpx
from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.agenda.actions import add_room, add_session, add_speaker
from conference.agenda.models import Event, Session, SessionKind, SessionState, Slot
from conference.i18n import Translated
from tests.organise.conftest import HERE, SLUG, Office
from tests.support.statements import statements

NINE = datetime(2026, 9, 17, 7, tzinfo=UTC)  # in Berlin
MINUTE = timedelta(minutes=1)
SCHEDULE = f"{HERE}/schedule"


class Day:
    """The event's first day, in two rooms."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.ids: dict[str, int] = {}
        self.rooms: dict[str, int] = {}

    async def begin(self) -> None:
        async with self.office.database.writing() as db:
            event = await db.get_one(Event, self.office.event_id)
            event.starts_on, event.ends_on = date(2026, 9, 17), date(2026, 9, 18)
            for name in ("Elbe", "Isar"):
                self.rooms[name] = await add_room(db, event.id, name=name)

    async def add(
        self, title: str, start: int, end: int, room: str | None = "Elbe", **facts: object
    ) -> int:
        """`start`, `end`: minutes after nine."""
        async with self.office.database.writing() as db:
            self.ids[title] = await add_session(
                db,
                self.office.event_id,
                title=Translated(en=title),
                starts_at=NINE + start * MINUTE,
                ends_at=NINE + end * MINUTE,
                room_id=self.rooms[room] if room else None,
                **{"video": "/media/keynote.mp4"} | facts,  # type: ignore[arg-type]
            )
        return self.ids[title]

    async def slots(self) -> dict[str, tuple[float, float]]:
        """By title, start and end in minutes after nine."""
        async with self.office.database.reading() as db:
            rows = await db.execute(
                select(Session.title, Slot).join(Slot, Slot.session_id == Session.id)
            )
            return {
                str(title): ((slot.starts_at - NINE) / MINUTE, (slot.ends_at - NINE) / MINUTE)
                for title, slot in rows
            }

    async def session(self, title: str) -> Session:
        async with self.office.database.reading() as db:
            return await db.get_one(Session, self.ids[title])

    async def change(self, title: str, what: str, **data: str) -> httpx.Response:
        version = str((await self.session(title)).version)
        path = f"{HERE}/sessions/{self.ids[title]}/{what}"
        return await self.office.claudia.put(path, data={"version": version} | data)


async def a_day(office: Office) -> Day:
    day = Day(office)
    await day.begin()
    return day


def parsed(answer: httpx.Response) -> BeautifulSoup:
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html5lib")


def words(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(each.get_text(" ").split()) for each in page.select(selector)]


async def test_the_grid_shows_a_day_and_what_has_no_time_yet(office: Office) -> None:
    day = await a_day(office)
    await day.add("Opening", 0, 60, kind=SessionKind.KEYNOTE)
    await day.add("Lunch", 60, 90, "Isar", kind=SessionKind.BREAK)
    await day.add("Night", 18 * 60, 18 * 60 + 45, None)
    await day.add("Tomorrow", 24 * 60, 25 * 60)
    later = await day.add("Later", 0, 30)
    async with office.database.writing() as db:
        await db.delete(await db.get_one(Slot, later))

    page = parsed(await office.claudia.get(SCHEDULE))

    assert words(page, ".grid thead th") == ["Time", "Elbe", "Isar", "No room yet"]
    assert words(page, ".grid__block > div > a") == ["Opening", "Lunch", "Night"]
    # After midnight, and of the day before all the same.
    assert "03:00 – 03:45" in words(page, f"#session-{day.ids['Night']} small")[0].replace(
        "–", " – "
    ).replace("  ", " ")
    assert words(page, "#unscheduled li > a") == ["Later"]
    tomorrow = parsed(await office.claudia.get(f"{SCHEDULE}?day=2026-09-18"))
    assert words(tomorrow, ".grid__block > div > a") == ["Tomorrow"]
    assert words(page, ".schedule__days a[aria-current]") == ["Thu 17 Sept"]
    german = parsed(await office.claudia.get(f"{SCHEDULE}?lang=de"))
    assert words(german, ".schedule__days a[aria-current]") == ["Do., 17. Sept."]


async def test_a_place_is_chosen_in_the_grid_and_proposed_to_the_form(office: Office) -> None:
    day = await a_day(office)
    await day.add("Opening", 0, 60)
    moving = await day.add("Talk", 60, 90, "Isar")

    page = parsed(await office.claudia.get(f"{SCHEDULE}?day=2026-09-17&place={moving}"))

    links = [str(link["href"]) for link in page.select(".grid__place a")]
    elbe, isar = (day.rooms[name] for name in ("Elbe", "Isar"))
    wanted = f"{HERE}/sessions/{moving}?day=2026-09-17&at=10:30&room="
    assert {f"{wanted}{elbe}#when", f"{wanted}{isar}#when"} <= set(links)
    assert f"{HERE}/sessions/{moving}?day=2026-09-17&at=09:15&room={elbe}#when" not in links
    form = parsed(await office.claudia.get(links[0].partition("#")[0]))
    assert words(form, ".notice")[0].startswith("This is not saved yet.")


async def test_conflicts_are_marked_in_the_grid_and_explained_above_it(office: Office) -> None:
    day = await a_day(office)
    async with office.database.writing() as db:
        jana = await add_speaker(db, office.event_id, name="Jana Vogt")
    await day.add("One", 0, 60, speaker_ids=[jana])
    await day.add("Two", 30, 90, speaker_ids=[jana])
    await day.add("Three", 30, 90, "Isar", speaker_ids=[jana], state=SessionState.CANCELLED)
    await day.add("Four", 24 * 60, 25 * 60, video="")

    page = parsed(await office.claudia.get(SCHEDULE))

    advice = "Move one of them, or ask somebody else."
    assert words(page, "#conflicts > ul > li > p:first-of-type") == [
        "“One” and “Two” are in Elbe at the same time. Move one of them, or end the first earlier.",
        f"Jana Vogt speaks in “One” and in “Two” at the same time. {advice}",
    ]
    assert words(page, ".schedule__gaps .tag") == ["No moderator", "No moderator"]
    assert words(page, ".grid__block--conflict > div > a:first-child") == ["One", "Two"]
    assert words(page, ".grid thead th[colspan='2']") == ["Elbe"]
    assert words(page, f"#session-{day.ids['Three']} .tag") == ["Cancelled"]
    assert words(page, ".schedule__days a") == ["Thu 17 Sept one conflict", "Fri 18 Sept"]
    # What is only missing is in nobody's way.
    tomorrow = parsed(await office.claudia.get(f"{SCHEDULE}?day=2026-09-18"))
    assert words(tomorrow, "#conflicts") == []
    assert words(tomorrow, ".schedule__gaps .tag") == ["No stream", "No moderator"]


async def test_the_schedule_takes_as_many_statements_for_one_session_as_for_ten(
    office: Office,
) -> None:
    day = await a_day(office)
    counts = []
    for number in range(10):
        await day.add(f"Talk {number}", 60 * number, 60 * number + 45)
        with statements(office.database) as sent:
            await office.claudia.get(SCHEDULE)
        counts.append(len(sent))

    assert counts == [counts[0] or 1] * 10


async def test_what_follows_in_the_room_begins_as_much_later(office: Office) -> None:
    day = await a_day(office)
    await day.add("Before", 0, 30)
    await day.add("Talk", 30, 60)
    await day.add("Coffee", 75, 90, kind=SessionKind.BREAK)
    await day.add("Off", 90, 120, state=SessionState.CANCELLED)
    await day.add("Panel", 90, 120)
    await day.add("Elsewhere", 75, 90, "Isar")
    await day.add("Tomorrow", 24 * 60, 25 * 60)
    before = await day.slots()

    answer = await day.change("Talk", "delay", minutes="10", with_following="yes")

    assert answer.status_code == 303
    moved = {"Talk", "Coffee", "Panel"}
    assert await day.slots() == {
        title: (start + 10 * (title in moved), end + 10 * (title in moved))
        for title, (start, end) in before.items()
    }
    assert [(await day.session(title)).sequence for title in ("Talk", "Panel", "Off")] == [1, 1, 0]
    assert (await office.logged())[-3:] == [
        f"Claudia Kern: Session “{title}” put off; Begins later: 10 minutes"
        for title in ("Talk", "Coffee", "Panel")
    ]


async def test_what_is_put_off_into_the_next_is_refused_until_it_is_meant(office: Office) -> None:
    day = await a_day(office)
    await day.add("Talk", 0, 60)
    await day.add("Panel", 60, 90)

    refused = await day.change("Talk", "delay", minutes="10")
    fits = await day.change("Panel", "delay", minutes="10")
    meant = await day.change("Talk", "delay", minutes="15", is_meant="yes")

    assert [each.status_code for each in (refused, fits, meant)] == [422, 303, 303]
    assert "“Panel” is in that room at this time." in refused.text
    assert 'id="delay-is_meant"' in refused.text
    assert await day.slots() == {"Talk": (15, 75), "Panel": (70, 100)}


async def test_the_first_time_that_was_announced_is_kept_until_a_new_one_is_set(
    office: Office,
) -> None:
    day = await a_day(office)
    id_ = await day.add("Talk", 0, 60)
    await day.change("Talk", "delay", minutes="10")
    await day.change("Talk", "delay", minutes="5")

    async def announced() -> datetime | None:
        async with office.database.reading() as db:
            return (await db.get_one(Slot, id_)).delayed_from

    twice = await announced()
    form = {"title_en": "Talk", "kind": "talk", "level": "all", "day": "2026-09-17"}
    moved = form | {"starts": "11:00", "minutes": "60", "version": "3"}
    answer = await office.claudia.put(f"{HERE}/sessions/{id_}", data=moved)

    assert (twice, answer.status_code, await announced()) == (NINE, 303, None)


async def test_only_what_takes_place_at_a_time_can_be_put_off(office: Office) -> None:
    day = await a_day(office)
    await day.add("Off", 0, 60, state=SessionState.CANCELLED)
    await day.add("Talk", 0, 60, "Isar")

    answers = [
        await day.change("Off", "delay", minutes="10"),
        await day.change("Talk", "delay", minutes="-5"),
        await day.change("Talk", "delay", minutes="10", version="9"),
    ]

    assert [answer.status_code for answer in answers] == [409, 422, 409]
    assert await day.slots() == {"Off": (0, 60), "Talk": (0, 60)}


async def test_a_session_is_cancelled_alone_or_with_what_follows_it(office: Office) -> None:
    day = await a_day(office)
    for number in range(4):
        await day.add(f"Talk {number}", 60 * number, 60 * number + 45)

    alone = await day.change("Talk 0", "cancellation")
    together = await day.change("Talk 2", "cancellation", with_following="yes")

    states = [(await day.session(f"Talk {number}")).state for number in range(4)]
    assert (alone.status_code, together.status_code) == (303, 303)
    assert states == ["cancelled", "confirmed", "cancelled", "cancelled"]


async def test_attendees_see_within_a_tick_that_it_begins_later(
    office: Office, clock_at: Callable[[datetime], None]
) -> None:
    clock_at(NINE - 30 * MINUTE)
    day = await a_day(office)
    await office.claudia.put(f"{HERE}/publication")
    id_ = await day.add("Talk", 0, 60)
    before = await office.nobody.get(f"/events/{SLUG}/agenda")

    await day.change("Talk", "delay", minutes="10")
    agenda = parsed(await office.nobody.get(f"/events/{SLUG}/agenda"))
    stage = parsed(await office.nobody.get(f"/sessions/{id_}"))

    assert "minutes later" not in before.text
    assert words(agenda, f"#session-{id_} .tag--moved") == ["Begins 10 minutes later"]
    assert words(stage, "#stage-where .tag--moved") == ["Begins 10 minutes later"]


async def test_a_room_in_which_too_much_is_at_once_is_a_few_lanes_and_a_list(
    office: Office,
) -> None:
    day = await a_day(office)
    async with office.database.writing() as db:
        for number in range(60):
            await add_session(
                db,
                office.event_id,
                title=Translated(en=f"Talk {number}"),
                starts_at=NINE,
                ends_at=NINE + 60 * MINUTE,
                room_id=day.rooms["Elbe"],
            )

    page = parsed(await office.claudia.get(SCHEDULE))

    assert words(page, ".grid thead th") == ["Time", "Elbe", "Isar"]
    titles = [f"Talk {number}" for number in range(60)]
    assert words(page, ".grid__block > div > a:first-child") == titles[:6]
    assert words(page, "#grid > h3") == ["Also in Elbe"]
    assert words(page, "#grid > ul a") == titles[6:]
    assert len(page.select("#conflicts > ul > li")) == 200
    assert words(page, "#conflicts > .soft") == [
        "85 more are shown when some of these are put right."
    ]

"""A programme in memory: what is on, what comes next, which sessions match."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from conference.agenda.mastheads import Masthead
from conference.agenda.models import SessionKind, SessionState
from conference.agenda.programme import AgendaView, Filter
from conference.agenda.views import Item, Phase, RoomView, TrackView
from conference.i18n import Translated

BERLIN = ZoneInfo("Europe/Berlin")
THURSDAY, FRIDAY = date(2026, 9, 17), date(2026, 9, 18)
ELBE, SAALE = RoomView(1, "Elbe"), RoomView(2, "Saale")
SELLING = TrackView(1, Translated(de="Verkaufen", en="Selling"), 0)
EVENT = Masthead(
    id=1,
    slug="offen-gesagt",
    title=Translated(en="Halvestra Partner Conference"),
    motto=Translated(en="Frankly speaking."),
    summary=Translated(),
    starts_on=THURSDAY,
    ends_on=FRIDAY,
    zone=BERLIN,
    day_change=time(4),
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC)


def an_item(id_: int, starts_at: datetime, minutes: int = 60, **changed: object) -> Item:
    item = Item(
        id=id_,
        kind=SessionKind.TALK,
        state=SessionState.CONFIRMED,
        title=Translated(en=f"Session {id_}"),
        subtitle=Translated(),
        faces=(),
        languages=("de",),
        track=None,
        room=ELBE,
        day=EVENT.day_of(starts_at),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
    )
    return replace(item, **changed)  # type: ignore[arg-type]


KEYNOTE = an_item(1, at(THURSDAY, 9, 30), kind=SessionKind.KEYNOTE)
BESIDE = an_item(2, at(THURSDAY, 9, 30), 30, room=SAALE, languages=("en", "de"), track=SELLING)
LUNCH = an_item(3, at(THURSDAY, 12, 30), kind=SessionKind.BREAK, room=None)
CANCELLED = an_item(4, at(THURSDAY, 13, 30), state=SessionState.CANCELLED)
NIGHT = an_item(5, at(FRIDAY, 1), room=SAALE)
LAST = an_item(6, at(FRIDAY, 10), languages=("en",))
ITEMS = (KEYNOTE, BESIDE, LUNCH, CANCELLED, NIGHT, LAST)
PROGRAMME = AgendaView(
    event=EVENT,
    version=1,
    tracks=(SELLING,),
    rooms=(ELBE, SAALE),
    items=ITEMS,
    texts={item.id: f"session {item.id} strasse" for item in ITEMS},
)


def ids(items: tuple[Item, ...]) -> list[int]:
    return [item.id for item in items]


def test_a_session_after_midnight_belongs_to_the_day_before() -> None:
    days = [(day.date, [ids(slot.items) for slot in day.slots]) for day in PROGRAMME.days]

    assert days == [(THURSDAY, [[1, 2], [3], [4], [5]]), (FRIDAY, [[6]])]


def test_a_slot_tells_its_end_only_where_all_of_it_ends_together() -> None:
    first, lunch, *_rest = PROGRAMME.days[0].slots

    assert (first.ends_at, first.is_break) == (None, False)
    assert (lunch.ends_at, lunch.is_break) == (at(THURSDAY, 13, 30), True)


@pytest.mark.parametrize(
    ("now", "on", "coming"),
    [
        (at(THURSDAY, 9), [], [1, 2]),
        (at(THURSDAY, 9, 30), [1, 2], [5]),
        (at(THURSDAY, 10), [1], [5]),
        (at(THURSDAY, 12, 45), [], [5]),
        (at(THURSDAY, 13, 45), [], [5]),
        (at(FRIDAY, 1, 30), [5], [6]),
        (at(FRIDAY, 11), [], []),
    ],
)
def test_what_is_on_now_and_next(now: datetime, on: list[int], coming: list[int]) -> None:
    assert (ids(PROGRAMME.on_now(now)), ids(PROGRAMME.up_next(now))) == (on, coming)


def test_breaks_and_cancelled_sessions_do_not_count() -> None:
    assert PROGRAMME.count == 4
    assert ids(PROGRAMME.keynotes) == [1]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), [1, 2, 3, 4, 5, 6]),
        (Filter(track_id=1), [2]),
        (Filter(room_id=2), [2, 5]),
        (Filter(language="en"), [2, 6]),
        (Filter(text="STRASSE 5"), [5]),
        (Filter(text="nothing"), []),
        (Filter(room_id=2, language="en"), [2]),
    ],
)
def test_a_filter_keeps_what_matches_all_of_it(wanted: Filter, found: list[int]) -> None:
    assert ids(PROGRAMME.matching(wanted).items) == found


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (at(date(2026, 9, 1), 12), THURSDAY),
        (at(THURSDAY, 12), THURSDAY),
        (at(FRIDAY, 3), THURSDAY),
        (at(FRIDAY, 5), FRIDAY),
        (at(date(2026, 10, 1), 12), THURSDAY),
    ],
)
def test_it_opens_at_todays_conference_day(now: datetime, day: date) -> None:
    assert PROGRAMME.day_at(now) == day


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (at(THURSDAY, 9), None),
        (at(THURSDAY, 10), LUNCH),
        (at(FRIDAY, 0, 30), NIGHT),
        (at(FRIDAY, 2), None),
    ],
)
def test_the_line_of_the_present_stands_within_the_day(now: datetime, before: Item | None) -> None:
    slot = PROGRAMME.days[0].next_slot(now)

    assert (slot.items[0] if slot else None) == before


def test_phases_include_the_start_and_exclude_the_end() -> None:
    moments = (at(THURSDAY, 9, 29), KEYNOTE.starts_at, at(THURSDAY, 10, 29), KEYNOTE.ends_at)

    phases = [KEYNOTE.phase(moment) for moment in moments]

    assert phases == [Phase.BEFORE, Phase.RUNNING, Phase.RUNNING, Phase.OVER]


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("Europe/Berlin", "Berlin"),
        ("America/New_York", "New York"),
        ("UTC", "UTC"),
        ("Etc/GMT-2", "UTC+2"),
        ("Etc/GMT+5", "UTC-5"),
    ],
)
def test_a_zone_is_named_by_its_place(zone: str, city: str) -> None:
    assert replace(EVENT, zone=ZoneInfo(zone)).city == city


def test_an_empty_programme_has_nothing_to_show() -> None:
    empty = replace(PROGRAMME, items=(), texts={})
    now = at(THURSDAY, 12)

    assert (empty.days, empty.on_now(now), empty.up_next(now)) == ((), (), ())
    assert (empty.day_at(now), empty.is_over(now), empty.count) == (None, False, 0)


def test_across_the_change_of_the_clocks_a_day_stays_one() -> None:
    night = at(date(2026, 10, 25), 3, 30)  # 25 October has 25 hours in Berlin.

    assert EVENT.day_of(night) == date(2026, 10, 24)
    assert EVENT.day_of(at(date(2026, 10, 25), 4)) == date(2026, 10, 25)


def test_the_languages_of_a_programme_are_counted_once_the_commonest_first() -> None:
    items = [replace(LAST, id=n, languages=("en", f"x{n}", f"y{n}")) for n in range(50_000)]

    found = replace(PROGRAMME, items=(BESIDE, *items)).languages

    assert (found[:3], len(found)) == (("en", "de", "x0"), 100_002)

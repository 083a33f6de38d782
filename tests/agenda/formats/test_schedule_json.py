"""The frame of a file: what is refused as a whole, and what is read all the same."""

import json
from datetime import date, time
from typing import Any

import pytest

from conference.agenda.formats.model import AgendaUnreadable, ImportedRoom
from conference.agenda.formats.notes import MOST
from conference.agenda.formats.outline import DAYS_LIMIT, ROOMS_LIMIT, SESSIONS_LIMIT
from conference.agenda.formats.schedule_json import read_schedule_json
from tests.agenda.formats.files import DAY, agenda_of, day, entry, notes, schedule

ONE_DAY = schedule(day(entry()))


def refusal(data: bytes) -> str:
    with pytest.raises(AgendaUnreadable) as refused:
        read_schedule_json(data, timezone=None)
    return str(refused.value.sentence)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is not valid JSON: see line 1, column 1."),
        (b'{"schedule": {\n  "days" [}}', "The file is not valid JSON: see line 2, column 10."),
        (b'{"schedule": "\xff"}', "The file is not UTF-8: see its byte 15."),
        (b"<schedule/>", "The file is not valid JSON: see line 1, column 1."),
        (b"[" * 100_000, "The file nests its data too deeply to be an agenda."),
        (b'{"a":' * 100_000, "The file nests its data too deeply to be an agenda."),
        (b" " * (32 * 2**20 + 1), "The file is larger than the 32 MiB an agenda may have."),
        (b"[]", "The file holds JSON, but not the object an agenda is."),
        (b"null", "The file holds JSON, but not the object an agenda is."),
        (b"{}", "The file lists no days, so it is not a schedule.json of version 1."),
        (
            b'{"schedule": {"conference": {"days": [{"date": "2027-05-11"}]}, "events": [{}]}}',
            "The file is a schedule.json of version 2; version 1 is read.",
        ),
    ],
)
def test_a_file_that_is_no_agenda_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    assert refusal(data) == sentence


def test_absurd_counts_are_refused() -> None:
    days = schedule(*[day() for _ in range(DAYS_LIMIT + 1)])
    sessions = schedule(day(*[{}] * (SESSIONS_LIMIT + 1)))
    rooms = schedule({"date": DAY, "rooms": {f"Room {n}": [] for n in range(ROOMS_LIMIT + 1)}})

    assert refusal(json.dumps(rooms).encode()) == "The file lists more than 5000 rooms."
    assert refusal(json.dumps(days).encode()) == "The file lists more than 400 days."
    assert refusal(json.dumps(sessions).encode()) == "The file lists more than 5000 sessions."


def test_what_is_much_in_many_sessions_is_refused_however_little_each_has() -> None:
    def much(**each: Any) -> bytes:
        sessions = [entry(guid=f"g-{number}", **each) for number in range(SESSIONS_LIMIT)]
        return json.dumps(schedule(day(*sessions))).encode()

    known = {"id": 1, "public_name": "Jana Vogt", "biography": "x" * 10_000}
    links = [f"https://halvestra.example/{number}" for number in range(3)]
    told = much(persons=[{"id": 1, "public_name": "Jana Vogt"}]).replace(
        json.dumps({"id": 1, "public_name": "Jana Vogt"}).encode(), json.dumps(known).encode(), 1
    )

    assert refusal(much(persons=["Jana Vogt"] * 5)) == (
        "The sessions of the file name more than 20000 persons."
    )
    assert refusal(much(links=links, attachments=links)) == (
        "The sessions of the file have more than 20000 links."
    )
    assert len(told) < 3 * 2**20
    assert refusal(told) == (
        "Told with every session, the biographies are longer than an agenda could need."
    )


def test_keys_that_stand_twice_are_joined_in_one_pass_and_noted_as_far_as_anybody_reads() -> None:
    twice = ",".join(f'"k{number}": 1, "k{number}": 2' for number in range(60_000))
    days = json.dumps(schedule(day(entry())))[:-1]

    read = read_schedule_json(f"{days}, {twice}}}".encode(), timezone=None)

    assert [session.title for session in read.sessions] == ["Tides of trust"]
    assert len(read.repairs) == MOST
    assert str(read.repairs[0].note) == "“k0” stands several times in one object."


def test_an_agenda_without_zone_and_offsets_asks_for_one() -> None:
    file = schedule(day(entry(date=f"{DAY}T10:00:00")), time_zone_name=None)

    assert "in which time zone" in refusal(json.dumps(file).encode())
    assert agenda_of(file, timezone="Europe/Berlin").timezone == "Europe/Berlin"


def test_a_sound_file_is_read_without_a_repair() -> None:
    read = agenda_of(schedule(day(entry()), base_url="https://agenda.example/"))

    assert (read.source, read.title, read.acronym) == (
        "harbour27",
        "Harbour Days 2027",
        "harbour27",
    )
    assert (read.starts_on, read.ends_on) == (date(2027, 5, 11), date(2027, 5, 11))
    assert (read.timezone, read.day_change) == ("Europe/Berlin", time(4))
    assert read.base_url == "https://agenda.example/"
    assert read.rooms == (ImportedRoom("Lighthouse"),)
    assert [session.title for session in read.sessions] == ["Tides of trust"]
    assert (read.tracks, read.unreadable, read.repairs) == ((), (), ())


def test_a_byte_order_mark_and_leading_blanks_do_not_matter() -> None:
    data = json.dumps(ONE_DAY, ensure_ascii=False).encode()

    plain = read_schedule_json(data, timezone=None)

    assert read_schedule_json(b"\xef\xbb\xbf \n" + data, timezone=None) == plain


def test_without_the_outer_schedule_it_is_read() -> None:
    read = agenda_of(ONE_DAY["schedule"])

    assert read.sessions == agenda_of(ONE_DAY).sessions
    assert notes(read) == [("conference", "The file lacks the outer “schedule”.")]


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_days_beside_the_conference_are_read(is_wrapped: bool) -> None:
    inner = ONE_DAY["schedule"]
    conference = {key: value for key, value in inner["conference"].items() if key != "days"}
    beside: Any = {"conference": conference, "days": inner["conference"]["days"]}

    read = agenda_of({"schedule": beside} if is_wrapped else beside)

    assert read.sessions == agenda_of(ONE_DAY).sessions
    assert "The days stand beside the conference instead of in it." in dict(notes(read)).values()


@pytest.mark.parametrize(
    "rooms",
    [
        {"Lighthouse": [entry()]},
        {"Lighthouse": {"1": entry()}},
        [{"name": "Lighthouse", "events": [entry()]}],
        [{"name": None, "events": [entry()]}],
        {"": [entry()]},
        {"Lighthouse": [entry(room=...)], "Pier": None, "Dock": []},
    ],
)
def test_rooms_are_read_in_every_shape(rooms: Any) -> None:
    read = agenda_of(schedule({"date": DAY, "rooms": rooms}))

    assert [(s.title, s.room) for s in read.sessions] == [("Tides of trust", "Lighthouse")]


def test_sessions_may_lie_in_the_day_itself_and_have_no_room() -> None:
    read = agenda_of(schedule({"date": DAY, "events": [entry(), entry(room=None)]}))

    assert [session.room for session in read.sessions] == ["Lighthouse", None]


def test_two_rooms_under_one_key_lose_no_session() -> None:
    first, second = json.dumps(entry(title="First")), json.dumps(entry(title="Second"))
    rooms = f'{{"Pier": [{first}], "Pier": [{second}]}}'
    data = json.dumps(schedule({"date": DAY, "rooms": "ROOMS"})).replace('"ROOMS"', rooms)

    read = read_schedule_json(data.encode(), timezone=None)

    assert [session.title for session in read.sessions] == ["First", "Second"]
    assert ("conference", "“Pier” stands several times in one object.") in notes(read)


def test_days_come_in_the_order_of_their_dates_whatever_their_index() -> None:
    later, sooner = day(entry(), date="2027-05-12"), day(entry(title="Opening"))

    read = agenda_of(schedule(later | {"index": 0}, sooner | {"index": 0}))

    assert [session.title for session in read.sessions] == ["Opening", "Tides of trust"]


def test_a_day_without_a_date_takes_it_from_its_start_or_its_sessions() -> None:
    by_start = agenda_of(schedule(day(entry(date=None), date=None, day_start=f"{DAY}T09:00:00")))
    by_session = agenda_of(schedule(day(entry(), date="first day")))

    assert [session.day for session in by_start.sessions] == [date(2027, 5, 11)]
    assert [session.day for session in by_session.sessions] == [date(2027, 5, 11)]
    assert by_start.repairs == ()
    assert notes(by_session) == [
        ("days[0]", "This day has no date that can be read."),
        (
            "1 · Lighthouse · Tides of trust",
            "Its day has no date; it was taken from the session.",
        ),
    ]

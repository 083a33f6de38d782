"""Sessions: entered, scheduled by form, found in the list, changed by one at a time.

It is long, as the form asks for much.
"""

from datetime import UTC, date, datetime, time, timedelta

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from conference.accounts.models import Role, RoleKind
from conference.agenda.actions import add_room, add_speaker, add_track
from conference.agenda.models import Event, Session, SessionKind, SessionState, Speaker, Speaking
from conference.i18n import Translated
from conference.organise.session_entry import missing
from tests import factories
from tests.organise.conftest import HERE, SLUG, Office, entered_in, where
from tests.organise.test_events import faults

SESSIONS = f"{HERE}/sessions"
TYPED = {
    "title_de": "Was sich für Sie ändert",
    "title_en": "What changes for you",
    "abstract_en": "A new threshold.",
    "kind": "panel",
    "level": "basic",
    "tags": "Cloud, Preise,  cloud ,Cloud",
    "spoken_de": "yes",
    "day": "",
    "minutes": "45",
    "video": "https://video.example/live.m3u8",
    "link_title_1": "Slides",
    "link_url_1": "https://halvestra.example/slides.pdf",
}


async def in_autumn(office: Office) -> None:
    """The event is the night in which clocks are put back, and the two days around it."""
    async with office.database.writing() as db:
        event = await db.get_one(Event, office.event_id)
        event.starts_on, event.ends_on = date(2026, 10, 24), date(2026, 10, 25)
        event.day_change = time(4)


async def create(office: Office, **changes: str) -> httpx.Response:
    return await office.claudia.post(SESSIONS, data=TYPED | changes)


async def stored(office: Office, title: str = "What changes for you") -> Session:
    async with office.database.reading() as db:
        parts = (Session.slot, Session.links)
        query = select(Session).where(Session.event_id == office.event_id)
        people = selectinload(Session.speaking).joinedload(Speaking.speaker)
        loaded = query.options(*(selectinload(part) for part in parts), people)
        return next(row for row in await db.scalars(loaded) if row.title["en"] == title)


async def room(office: Office, name: str = "Elbe") -> str:
    async with office.database.writing() as db:
        return str(await add_room(db, office.event_id, name=name))


async def test_a_session_is_entered_without_a_time_and_scheduled_later(office: Office) -> None:
    await in_autumn(office)
    async with office.database.writing() as db:
        track = await add_track(db, office.event_id, name=Translated(de="Praxis"))
        tobias = await add_speaker(db, office.event_id, name="Tobias Kranz")
    elbe = await room(office)
    speakers = {f"speaker_{tobias}": "yes", "new_speakers": "Jana Vogt\n TOBIAS KRANZ \n"}

    added = await create(office, track=str(track), **speakers)
    row = await stored(office)
    form = entered_in(await office.claudia.get(where(added)))
    placed = {"day": "2026-10-24", "starts": "14:30", "room": elbe}
    moved = await office.claudia.put(where(added), data=form | placed)

    assert (added.status_code, moved.status_code) == (303, 303)
    assert (row.title, row.kind, row.level, row.tags, row.languages, row.track_id) == (
        *({"de": "Was sich für Sie ändert", "en": "What changes for you"}, "panel", "basic"),
        *("Cloud,Preise,cloud", "de", track),
    )
    assert [each.speaker.name for each in row.speaking] == ["Tobias Kranz", "Jana Vogt"]
    assert [(link.title, link.url) for link in row.links] == [
        ("Slides", "https://halvestra.example/slides.pdf")
    ]
    now = await stored(office)
    assert now.slot
    assert (row.slot, now.slot.starts_at, now.slot.ends_at - now.slot.starts_at) == (
        *(None, datetime(2026, 10, 24, 12, 30, tzinfo=UTC), timedelta(minutes=45)),
    )
    assert (str(now.slot.room_id), now.version, now.sequence) == (elbe, 2, 1)
    assert await office.logged() == [
        "Claudia Kern: Session “What changes for you” added",
        "; ".join(
            (
                "Claudia Kern: Session “What changes for you” moved",
                *("Begins: – → Sat 24 Oct 14:30", "Minutes: – → 45", "Room: – → Elbe"),
            )
        ),
    ]


async def test_a_form_that_is_saved_as_it_is_changes_nothing(office: Office) -> None:
    await in_autumn(office)
    night = {"day": "2026-10-24", "starts": "02:30", "turn": "second", "room": await room(office)}
    added = await create(office, **night, new_speakers="Jana Vogt")
    path = where(added)

    again = await office.claudia.put(path, data=entered_in(await office.claudia.get(path)))

    row = await stored(office)
    assert (again.status_code, row.version, row.slot and row.slot.starts_at) == (
        *(303, 1, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    )
    assert row.slot
    assert row.slot.day == date(2026, 10, 24)
    assert len(await office.logged()) == 1


async def test_of_a_time_that_is_there_twice_one_is_chosen(office: Office) -> None:
    await in_autumn(office)
    night = {"day": "2026-10-24", "starts": "02:30"}

    asked = await create(office, **night)
    chosen = await create(office, **night, turn="first")

    assert (asked.status_code, set(faults(asked)), chosen.status_code) == (422, {"turn"}, 303)
    assert 'value="second"' in asked.text
    row = await stored(office)
    assert row.slot
    assert row.slot.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


async def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    office: Office,
) -> None:
    wrong = {
        "title_de": " ",
        "title_en": "",
        "kind": "party",
        "track": "4711",
        "video": "javascript:alert(1)",
        "link_url_1": "",
        "day": "other",
        "other_day": "2026-03-28",
        "starts": "02:30",
        "minutes": "0",
        "room": "4711",
    }

    answer = await create(office, **wrong)

    assert answer.status_code == 422
    assert set(faults(answer)) == {
        *("title_de", "kind", "track", "video", "link_url_1", "starts", "minutes", "room")
    }
    for name in ("video", "starts", "minutes", "other_day", "link_title_1", "abstract_en"):
        assert entered_in(answer)[name] == (TYPED | wrong)[name]
    async with office.database.reading() as db:
        assert (await db.scalars(select(Session))).all() == []


async def test_a_time_needs_its_day_and_a_day_its_time(office: Office) -> None:
    await in_autumn(office)
    placed = {"day": "2026-10-24", "starts": "14:00"}

    answers = [
        await create(office, starts="14:00"),
        await create(office, day="2026-10-24"),
        await create(office, minutes="abc"),
    ]
    path = where(await create(office, **placed))
    # Here no day is a choice that somebody has made.
    taken_off = entered_in(await office.claudia.get(path)) | {"day": ""}
    answer = await office.claudia.put(path, data=taken_off)

    assert [set(faults(each)) for each in answers] == [{"day"}, {"starts"}, {"minutes"}]
    assert (answer.status_code, (await stored(office)).slot) == (303, None)


async def test_the_only_day_is_chosen_already(office: Office) -> None:
    async with office.database.writing() as db:
        event = await db.get_one(Event, office.event_id)
        event.starts_on = event.ends_on = date(2026, 10, 24)

    form = entered_in(await office.claudia.get(f"{SESSIONS}/new"))

    assert (form["day"], form["starts"]) == ("2026-10-24", "")


async def test_a_room_that_is_taken_is_given_only_to_who_insists(office: Office) -> None:
    await in_autumn(office)
    elbe, isar = await room(office), await room(office, "Isar")
    at_two = {"day": "2026-10-24", "starts": "14:00", "minutes": "60"}
    await create(office, **at_two, room=elbe, new_speakers="Jana Vogt")
    second = at_two | {"starts": "14:30", "title_en": "Second", "new_speakers": "Tobias Kranz"}

    refused = await create(office, **second, room=elbe)
    elsewhere = await create(office, **second, room=isar)
    after = await create(office, **second | {"title_en": "After", "starts": "15:00"}, room=elbe)
    insisted = await create(office, **second | {"title_en": "Third"}, room=elbe, is_meant="yes")

    assert [each.status_code for each in (refused, elsewhere, after, insisted)] == [
        *(422, 303, 303, 303)
    ]
    assert "“What changes for you” is in that room" in faults(refused)["room"]
    assert 'name="is_meant"' in refused.text
    # What is refused leaves nothing behind, not even a new speaker.
    async with office.database.reading() as db:
        names = list(await db.scalars(select(Speaker.name).order_by(Speaker.id)))
    assert names == ["Jana Vogt", "Tobias Kranz"]


async def test_what_does_not_take_place_takes_no_room(office: Office) -> None:
    await in_autumn(office)
    at_two = {"day": "2026-10-24", "starts": "14:00", "room": await room(office)}
    first = await create(office, **at_two)
    await office.claudia.put(f"{where(first)}/cancellation", data={"version": "1"})

    second = await create(office, **at_two, title_en="Second")
    restored = f"{where(first)}/cancellation"
    refused = await office.claudia.request("DELETE", restored, data={"version": "2"})
    meant = {"version": "2", "is_meant": "yes"}
    back = await office.claudia.request("DELETE", restored, data=meant)

    assert [each.status_code for each in (second, refused, back)] == [303, 422, 303]
    assert (await stored(office)).state == SessionState.CONFIRMED


async def test_who_was_slower_sees_what_is_stored_beside_what_was_typed(office: Office) -> None:
    await in_autumn(office)
    elbe = await room(office)
    path = where(await create(office))
    form = entered_in(await office.claudia.get(path))
    theirs = {"title_en": "What changes", "day": "2026-10-25", "starts": "09:00", "room": elbe}
    await office.claudia.put(path, data=form | theirs)

    mine = form | {"title_en": "Mine", "new_speakers": "Jana Vogt"}
    unreadable = await office.claudia.put(path, data=mine | {"video": "slides"})
    late = await office.claudia.put(path, data=entered_in(unreadable) | {"video": mine["video"]})
    again = entered_in(late)

    assert (unreadable.status_code, late.status_code) == (422, 409)
    assert (again["title_en"], again["new_speakers"]) == ("Mine", "Jana Vogt")
    shown = BeautifulSoup(late.text, "html5lib").select("#session .facts > div")
    assert [each.get_text(" ", strip=True) for each in shown] == ["Title, English What changes"]
    # Sent again, it is meant; and what was not touched stays as they have stored it.
    assert (await office.claudia.put(path, data=again)).status_code == 303
    slot = (await stored(office, "Mine")).slot
    assert slot
    assert (slot.starts_at, str(slot.room_id)) == (datetime(2026, 10, 25, 8, tzinfo=UTC), elbe)


async def test_the_list_tells_what_is_still_to_be_done(office: Office) -> None:
    await in_autumn(office)
    placed = {"day": "2026-10-24", "starts": "14:00"}
    whole = {"abstract_de": "Eine neue Grenze.", **placed}
    await create(office, **whole, new_speakers="Jana Vogt")
    await create(office, title_en="Unscheduled", abstract_de="Später.")
    await create(office, title_en="Half", video="", **placed)
    await create(office, title_en="Lunch", title_de="", kind="break", abstract_en="", **placed)
    gone = await create(office, title_en="Gone", **whole)
    await office.claudia.put(f"{where(gone)}/withdrawal", data={"version": "1"})

    async def titles(query: str) -> list[str]:
        page = BeautifulSoup((await office.claudia.get(SESSIONS + query)).text, "html5lib")
        return [link.get_text(strip=True) for link in page.select("tbody th a")]

    assert await titles("") == ["What changes for you", "Half", "Lunch", "Gone", "Unscheduled"]
    assert await titles("?show=unscheduled") == ["Unscheduled"]
    assert await titles("?show=streamless") == ["Half"]
    assert await titles("?show=unmoderated") == ["What changes for you", "Half", "Unscheduled"]
    assert await titles("?show=missing") == ["Half", "Lunch"]
    assert await titles("?show=cancelled") == ["Gone"]
    assert await titles("?text=VOGT") == ["What changes for you"]
    assert await titles("?text=nobody") == []
    overview = BeautifulSoup((await office.claudia.get(HERE)).text, "html5lib")
    counted = {
        str(row.a["href"]).removeprefix(SESSIONS): int(row.dd.get_text(strip=True))
        for row in overview.select(".facts > div")
        if row.a and row.dd and str(row.a["href"]).startswith(SESSIONS)
    }
    assert counted == {"": 4} | {
        query: len(await titles(query))
        for query in ("?show=unscheduled", "?show=streamless", "?show=unmoderated")
    }


def test_a_text_in_no_known_language_is_missing_in_one_less() -> None:
    """It stands in the form's first field, see `reading.typed_translated`."""
    title, abstract = Translated(und="Talk"), Translated()

    found = missing(SessionKind.TALK, title, abstract, ("de", "en"))

    assert found == ("title_en", "abstract_de", "abstract_en")


async def test_a_place_that_the_grid_proposes_is_not_stored_before_it_is_saved(
    office: Office,
) -> None:
    await in_autumn(office)
    path = where(await create(office))
    elbe = await room(office)
    query = f"?day=2026-10-24&at=10:15&room={elbe}"

    forms = [entered_in(await office.claudia.get(at + query)) for at in (path, f"{SESSIONS}/new")]
    wrong = await office.claudia.get(f"{path}?day=tomorrow&at=<b>&room=9")

    proposed = {"day": "2026-10-24", "starts": "10:15", "room": elbe}
    assert [{name: form[name] for name in proposed} for form in forms] == [proposed] * 2
    assert (wrong.status_code, (await stored(office)).slot) == (200, None)


async def test_a_session_is_moderated_by_whom_its_form_names(office: Office) -> None:
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id)
        mara = await factories.a_staff_member(db, office.event_id)
    path = f"{SESSIONS}/{session_id}/moderators"

    answers = [
        await office.claudia.post(path, data=data)
        for data in (
            {"person": str(mara)},
            {"person": "", "email": "Lisa.Brandt@isarwinkel.example"},
            {"person": "", "email": "lisa"},
            {"person": "4711"},
        )
    ]

    async with office.database.reading() as db:
        given = select(Role).where(Role.kind == RoleKind.MODERATOR).order_by(Role.id)
        roles = (await db.scalars(given)).all()
    assert [answer.status_code for answer in answers] == [303, 303, 422, 422]
    assert [(role.event_id, role.session_id) for role in roles] == [
        (office.event_id, session_id)
    ] * 2
    elsewhere = await office.claudia.delete(f"{SESSIONS}/{session_id + 1}/moderators/{roles[0].id}")
    taken = await office.claudia.delete(f"{path}/{roles[0].id}")
    assert (elsewhere.status_code, taken.status_code) == (404, 303)
    page = await office.claudia.get(f"{SESSIONS}/{session_id}")
    assert "lisa.brandt moderates no more" in page.text
    assert "Mara Linde moderates no more" not in page.text


@pytest.mark.parametrize("path", ["", "/cancellation", "/withdrawal", "/delay"])
async def test_another_events_session_is_not_there(office: Office, path: str) -> None:
    other = await office.event("weitblick")
    async with office.database.writing() as db:
        theirs = await factories.a_session(db, other.id)
    data = TYPED | {"version": "1", "minutes": "10"}

    answer = await office.claudia.put(f"{SESSIONS}/{theirs}{path}", data=data)
    foreign = await office.claudia.get(f"/manage/events/weitblick/sessions/{theirs}")

    assert (answer.status_code, foreign.status_code) == (404, 404)
    assert SLUG in SESSIONS


async def test_what_can_be_watched_afterwards_is_linked_on_the_sessions_page(
    office: Office,
) -> None:
    await create(office, recording="https://video.example/recorded")
    session = await stored(office)

    page = await office.claudia.get(f"/sessions/{session.id}")

    links = BeautifulSoup(page.text, "html.parser").select("#about h3 + ul a")
    assert [(link["href"], link.text) for link in links] == [
        ("https://video.example/recorded", "Recording"),
        ("https://halvestra.example/slides.pdf", "Slides"),
    ]


async def test_a_session_is_spoken_in_twenty_languages_at_most(office: Office) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    spoken = {f"spoken_x{one}{other}": "yes" for one in letters for other in letters}

    answer = await create(office, **spoken)

    assert answer.status_code == 303
    assert len((await stored(office)).languages.split(",")) == 20

"""Events: made as a draft, changed by one at a time, copied, published, archived.

It is long, as an event has many lives.
"""

from datetime import UTC, datetime

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.agenda.actions import add_room, add_session, add_speaker, add_track
from conference.agenda.models import Event, EventState, Session, SessionState, Slot, Track
from conference.i18n import Translated
from tests import factories
from tests.organise.conftest import HERE, SLUG, Office

TYPED = {
    "title_de": "Halvestra Partnertage",
    "title_en": "Halvestra Partner Days",
    "motto_de": "Weit gedacht.",
    "motto_en": "Thinking ahead.",
    "slug": "partner-2027",
    "starts_on": "2027-09-16",
    "ends_on": "17.9.2027",
    "timezone": "Europe/Vienna",
    "day_change": "4:00",
    "language_de": "yes",
    "language_en": "yes",
    "is_registration_open": "yes",
    "stream_hosts": "https://video.example/live\nhttps://cdn.example:8443",
    "accent": "1F6F78",
    "contact_de": "Rufen Sie uns an.\nWir sind da.",
}


async def create(office: Office, **changes: str) -> httpx.Response:
    return await office.claudia.post("/manage/events", data=TYPED | changes)


def faults(answer: httpx.Response) -> dict[str, str]:
    """By the id of its field."""
    page = BeautifulSoup(answer.text, "html.parser")
    return {
        str(error["id"]).removesuffix("-error"): error.get_text(strip=True)
        for error in page.select(".field__error")
    }


def value(answer: httpx.Response, name: str) -> str:
    field = BeautifulSoup(answer.text, "html.parser").select_one(f"[name={name}]")
    assert field is not None
    return field.get_text().removeprefix("\n") if field.name == "textarea" else str(field["value"])


async def test_a_new_event_is_a_draft_of_whoever_made_it(office: Office) -> None:
    answer = await create(office)

    event = await office.event("partner-2027")
    assert (answer.status_code, answer.headers["location"]) == (303, "/manage/events/partner-2027")
    assert (event.state, event.title, event.motto, event.summary) == (
        EventState.DRAFT,
        {"de": "Halvestra Partnertage", "en": "Halvestra Partner Days"},
        {"de": "Weit gedacht.", "en": "Thinking ahead."},
        {},
    )
    assert (f"{event.starts_on} {event.ends_on} {event.timezone} {event.day_change}") == (
        "2027-09-16 2027-09-17 Europe/Vienna 04:00:00"
    )
    assert (event.accent, event.stream_hosts) == (
        "#1f6f78",
        "https://video.example https://cdn.example:8443",
    )
    assert (await office.claudia.get("/manage/events/partner-2027")).status_code == 200
    assert await office.logged("partner-2027") == [
        ("Claudia Kern", "Event", "added", "Halvestra Partner Days")
    ]


async def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(office: Office) -> None:
    wrong = {
        "title_de": "",
        "title_en": "",
        "slug": "Über uns",
        "starts_on": "31.2.2027",
        "timezone": "Berlin",
        "day_change": "25:00",
        "language_de": "",
        "language_en": "",
        "stream_hosts": "http://video.example",
        "accent": "petrol",
    }

    answer = await create(office, **wrong)

    assert answer.status_code == 422
    assert set(faults(answer)) == {
        *("title_de", "starts_on", "day_change", "languages", "stream_hosts", "accent")
    }
    for name in ("slug", "starts_on", "timezone", "accent", "stream_hosts", "motto_en"):
        assert value(answer, name) == (TYPED | wrong)[name]
    # What only shows once all the rest can be read.
    later = await create(office, slug="Über uns", timezone="Berlin", ends_on="2026-01-01")
    assert set(faults(later)) == {"slug", "timezone", "ends_on"}
    assert set(faults(await create(office, slug=SLUG))) == {"slug"}
    assert set(faults(await create(office, slug="new"))) == {"slug"}


async def test_of_two_who_change_an_event_the_second_is_shown_what_is_there(office: Office) -> None:
    form = await office.claudia.get(f"{HERE}/settings")
    typed = TYPED | {"slug": SLUG, "version": value(form, "version")}

    first = await office.claudia.put(f"{HERE}/settings", data=typed)
    second = await office.claudia.put(f"{HERE}/settings", data=typed | {"motto_en": "Mine."})

    assert (first.status_code, second.status_code) == (303, 409)
    assert value(second, "motto_en") == "Mine."
    assert (await office.event()).motto["en"] == "Thinking ahead."
    # Sent again, it is meant.
    again = typed | {"motto_en": "Mine.", "version": value(second, "version")}
    assert (await office.claudia.put(f"{HERE}/settings", data=again)).status_code == 303
    assert (await office.event()).motto["en"] == "Mine."


async def test_only_organisers_see_a_draft_and_everybody_what_is_published(office: Office) -> None:
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id)
    paths = [f"/events/{SLUG}", f"/events/{SLUG}/agenda", f"/sessions/{session_id}"]
    paths += [f"/events/{SLUG}/registration", f"/events/{SLUG}/isobars.svg"]
    readers = (office.nobody, office.sabine, office.jonas, office.claudia)

    async def seen() -> list[set[int]]:
        return [{(await each.get(path)).status_code for path in paths} for each in readers]

    before = await seen()
    await office.claudia.put(f"{HERE}/publication")
    published = await seen()
    await office.claudia.delete(f"{HERE}/publication")

    assert before == [{404}, {404}, {404}, {200}]
    assert published == [{200}] * 4
    assert await seen() == before


async def test_the_first_page_is_of_no_draft(office: Office) -> None:
    async with office.database.writing() as db:
        for event in await db.scalars(select(Event)):
            event.state = EventState.DRAFT
    none = await office.nobody.get("/")

    await office.claudia.put(f"{HERE}/publication")

    assert "There will be a conference here." in none.text
    assert "Frankly speaking." in (await office.nobody.get("/")).text


async def test_an_event_with_registrations_is_no_draft_again(office: Office) -> None:
    await office.set_state(EventState.PUBLISHED)
    async with office.database.writing() as db:
        await factories.an_attendee(db, office.event_id, "Anna Weser")

    answer = await office.claudia.delete(f"{HERE}/publication")

    assert (answer.status_code, (await office.event()).state) == (409, EventState.PUBLISHED)
    assert "People have registered already." in answer.text


@pytest.mark.parametrize("how", ["closed", "archived"])
async def test_whoever_comes_too_late_to_register_is_told(office: Office, how: str) -> None:
    await office.set_state(EventState.PUBLISHED)
    if how == "archived":
        await office.claudia.put(f"{HERE}/archive")
    else:
        form = await office.claudia.get(f"{HERE}/settings")
        typed = TYPED | {"slug": SLUG, "version": value(form, "version")}
        await office.claudia.put(f"{HERE}/settings", data=typed | {"is_registration_open": ""})
    path = f"/events/{SLUG}/registration"

    pages = [await office.nobody.get(at) for at in (f"/events/{SLUG}", path)]
    refused = await office.nobody.post(path, data={"name": "Anna Weser"})

    for page in pages:
        assert page.status_code == 200
        assert "Registration for this conference is closed." in page.text
        assert f'action="{path}"' not in page.text
    assert refused.status_code == 409


async def test_a_copy_has_the_programme_at_the_same_times_of_day(office: Office) -> None:
    async with office.database.writing() as db:
        source = await db.get_one(Event, office.event_id)
        source.starts_on = source.ends_on = datetime(2026, 3, 28, tzinfo=UTC).date()
        track = await add_track(db, source.id, name=Translated(de="Praxis"))
        room = await add_room(db, source.id, name="Elbe")
        speaker = await add_speaker(db, source.id, name="Jana Vogt")
        for hour, state in ((8, SessionState.CONFIRMED), (10, SessionState.CANCELLED)):
            begins = datetime(2026, 3, 29, hour, tzinfo=UTC)
            await add_session(
                db,
                source.id,
                title=Translated(de="Nach der Umstellung"),
                starts_at=begins,
                ends_at=begins.replace(hour=hour + 1),
                state=state,
                track_id=track,
                room_id=room,
                speaker_ids=[speaker],
                video="/media/keynote.mp4",
            )

    await create(office, copy=SLUG, with_programme="yes", timezone="Europe/Berlin")

    event = await office.event("partner-2027")
    async with office.database.reading() as db:
        found = await db.execute(
            select(Session, Slot, Track.event_id)
            .join(Slot, Slot.session_id == Session.id)
            .join(Track, Track.id == Session.track_id)
            .where(Session.event_id == event.id)
        )
        ((session, slot, track_event),) = found.all()
    # 10:00 in Berlin on the second day, there as here.
    assert slot.starts_at == datetime(2027, 9, 17, 8, tzinfo=UTC)
    assert slot.ends_at - slot.starts_at == factories.HOUR
    assert (session.title, session.video, track_event) == (
        {"de": "Nach der Umstellung"},
        "",
        event.id,
    )


async def test_without_its_programme_a_copy_has_the_texts_only(office: Office) -> None:
    async with office.database.writing() as db:
        await factories.a_session(db, office.event_id)
    form = await office.claudia.get(f"/manage/events/new?copy={SLUG}")

    await create(office, copy=SLUG)

    assert (value(form, "motto_en"), value(form, "slug")) == ("Frankly speaking.", "")
    event = await office.event("partner-2027")
    async with office.database.reading() as db:
        assert (await db.scalars(select(Session).where(Session.event_id == event.id))).all() == []


async def test_another_organisers_event_is_not_there_to_copy(office: Office) -> None:
    form = await office.claudia.get("/manage/events/new?copy=weitblick")
    await create(office, copy="weitblick", with_programme="yes")

    assert value(form, "motto_en") == ""


async def test_a_change_of_zone_leaves_moments_and_moves_days(office: Office) -> None:
    begins = datetime(2026, 9, 17, 20, tzinfo=UTC)
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id, starts_at=begins)
    form = await office.claudia.get(f"{HERE}/settings")
    typed = TYPED | {
        "slug": SLUG,
        "timezone": "Pacific/Auckland",
        "version": value(form, "version"),
    }

    await office.claudia.put(f"{HERE}/settings", data=typed)

    async with office.database.reading() as db:
        slot = await db.get_one(Slot, session_id)
    assert (slot.starts_at, str(slot.day)) == (begins, "2026-09-18")


async def test_an_events_colour_and_video_hosts_reach_its_pages(office: Office) -> None:
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id)
    form = await office.claudia.get(f"{HERE}/settings")
    typed = TYPED | {"slug": SLUG, "version": value(form, "version")}

    await office.claudia.put(f"{HERE}/settings", data=typed)

    page = await office.claudia.get(f"/sessions/{session_id}")
    colour = await office.nobody.get("/colours/1f6f78.css")
    assert 'href="/colours/1f6f78.css"' in page.text
    assert colour.text == ":root { --accent: #1f6f78; --accent-line: 4px; }\n"
    assert (await office.nobody.get("/colours/1f6f78;}.css")).status_code == 404
    policy = page.headers["content-security-policy"]
    assert "media-src 'self' https://video.example https://cdn.example:8443;" in policy

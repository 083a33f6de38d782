"""Events: made as a draft, changed by one at a time, copied, published, archived.

It is long, as an event has many lives.
"""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.accounts.models import Role
from conference.agenda.actions import add_room, add_session, add_speaker, add_track
from conference.agenda.models import Event, EventState, Session, SessionState, Slot, Track
from conference.i18n import Translated
from conference.organise.models import LogEntry
from conference.privacy.models import Scope, ScopeKind, ScopeState
from tests import factories
from tests.organise.conftest import HERE, SLUG, Office, entered_in, where

NOW = datetime(2026, 9, 17, tzinfo=UTC)
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
    assert (answer.status_code, where(answer)) == (303, "/manage/events/partner-2027")
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
        "Claudia Kern: Event “Halvestra Partner Days” added"
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
        *("title_de", "slug", "starts_on", "timezone", "day_change", "languages"),
        *("stream_hosts", "accent"),
    }
    for name in ("slug", "starts_on", "timezone", "accent", "stream_hosts", "motto_en"):
        assert value(answer, name) == (TYPED | wrong)[name]
    assert set(faults(await create(office, ends_on="2026-01-01"))) == {"ends_on"}
    assert set(faults(await create(office, slug=SLUG))) == {"slug"}
    assert set(faults(await create(office, slug="new"))) == {"slug"}


async def test_of_several_who_choose_one_address_at_once_one_gets_it(office: Office) -> None:
    answers = await asyncio.gather(*(create(office) for _number in range(4)))

    assert sorted(answer.status_code for answer in answers) == [303, 422, 422, 422]
    assert [list(faults(answer)) for answer in answers if answer.status_code == 422] == [
        ["slug"]
    ] * 3


async def test_of_two_who_change_an_event_the_second_is_shown_what_is_there(office: Office) -> None:
    form, path = ".organise__form", f"{HERE}/settings"
    opened = entered_in(await office.claudia.get(path), form)
    theirs = {"motto_en": "Thinking ahead.", "summary_en": "Theirs.", "is_registration_open": ""}

    first = await office.claudia.put(path, data=opened | theirs)
    second = await office.claudia.put(path, data=opened | {"motto_en": "Mine."})

    assert (first.status_code, second.status_code) == (303, 409)
    assert (await office.event()).motto["en"] == "Thinking ahead."
    shown = BeautifulSoup(second.text, "html.parser").select(f"{form} .facts > div")
    assert [each.get_text(" ", strip=True) for each in shown] == ["Motto, English Thinking ahead."]
    # Sent again, it is meant; and what was not touched stays as they have stored it.
    again = entered_in(second, form)
    assert (await office.claudia.put(path, data=again)).status_code == 303
    event = await office.event()
    assert (event.motto["en"], event.summary["en"], event.is_registration_open) == (
        *("Mine.", "Theirs.", False),
    )


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


async def test_a_draft_is_deleted_with_all_that_is_its_own(office: Office) -> None:
    async with office.database.writing() as db:
        await factories.a_session(db, office.event_id)
        await factories.a_staff_member(db, office.event_id)
    only = await office.claudia.delete(HERE)
    await create(office)
    # A look at its programme, as what is kept of it must go with it.
    await office.claudia.get(f"/events/{SLUG}/agenda")

    deleted = await office.claudia.delete(HERE)

    assert (only.status_code, deleted.status_code, where(deleted)) == (409, 303, "/manage")
    assert "It is the only event you organise" in only.text
    async with office.database.reading() as db:
        left = [
            (await db.scalars(select(model).where(model.event_id == office.event_id))).all()
            for model in (Session, Track, Role, LogEntry)
        ]
    assert left == [[], [], [], []]
    assert (await office.claudia.get(HERE)).status_code == 404


async def test_what_people_have_is_not_deleted(office: Office) -> None:
    await create(office)
    await office.set_state(EventState.PUBLISHED)
    published = await office.claudia.delete(HERE)
    await office.set_state(EventState.DRAFT)
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id)
        db.add(
            Scope(
                kind=ScopeKind.FEEDBACK,
                subject_id=session_id,
                state=ScopeState.OPEN,
                opens_at=NOW,
                closes_at=NOW,
            )
        )
    voted = await office.claudia.delete(HERE)
    async with office.database.writing() as db:
        await factories.an_attendee(db, office.event_id, "Anna Weser")
    entered = await office.claudia.delete(HERE)

    assert [each.status_code for each in (published, voted, entered)] == [409] * 3
    assert "Only a draft can be deleted." in published.text
    assert "There are votes or anonymous questions in it" in voted.text
    assert "People have registered already." in entered.text


async def test_the_form_of_a_copy_carries_what_it_is_a_copy_of(office: Office) -> None:
    form = await office.claudia.get(f"/manage/events/new?copy={SLUG}")

    assert (value(form, "copy"), value(form, "with_programme")) == (SLUG, "yes")


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
    refused = await create(office, copy="weitblick", with_programme="yes")

    assert (value(form, "motto_en"), refused.status_code) == ("", 409)
    async with office.database.reading() as db:
        made = (await db.scalars(select(Event).where(Event.slug == TYPED["slug"]))).all()
    assert made == []


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
    accent = "light-dark(#1f6f78, #207079)"
    assert colour.text == f":root {{ --accent: {accent}; --accent-line: 4px; }}\n"
    assert (await office.nobody.get("/colours/1f6f78;}.css")).status_code == 404
    policy = page.headers["content-security-policy"]
    assert "media-src 'self' https://video.example https://cdn.example:8443;" in policy

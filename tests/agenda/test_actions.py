"""Single writes of a programme."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from conference.agenda.actions import (
    AgendaChanged,
    SessionChanged,
    add_room,
    add_session,
    add_speaker,
    add_track,
    create_event,
)
from conference.agenda.models import Event
from conference.agenda.queries import session_view
from conference.db import Database
from conference.errors import Conflict, Invalid, NotFound
from conference.i18n import Translated
from tests import factories

NINE = datetime(2026, 9, 17, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def try_event(database: Database, **changed: object) -> None:
    fields = {
        "slug": "offen-gesagt",
        "title": Translated(en="Halvestra Partner Conference"),
        "motto": Translated(en="Frankly speaking."),
        "starts_on": date(2026, 9, 17),
        "ends_on": date(2026, 9, 18),
        "timezone": "Europe/Berlin",
    }
    async with database.writing() as db:
        await create_event(db, **(fields | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"slug": "Offen"}, "slug"),
        ({"slug": "a--b"}, "slug"),
        ({"slug": "-a"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"slug": "../x"}, "slug"),
        ({"slug": "a" * 61}, "slug"),
        ({"ends_on": date(2026, 9, 16)}, "ends_on"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
    ],
)
async def test_what_cannot_be_an_event_is_refused(
    database: Database, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        await try_event(database, **changed)

    assert list(refusal.value.fields) == [field]
    async with database.reading() as db:
        assert list(await db.scalars(select(Event))) == []


async def test_a_slug_is_taken_once(database: Database) -> None:
    await try_event(database)

    with pytest.raises(Conflict):
        await try_event(database)


async def test_a_session_is_shown_with_all_it_was_given(database: Database) -> None:
    heard: set[object] = set()
    database.on_commit = heard.update
    async with database.writing() as db:
        event_id = await factories.an_event(db)
        track_id = await add_track(db, event_id, name=Translated(en="Selling"))
        room_id = await add_room(db, event_id, name="Elbe")
        speaker_id = await add_speaker(db, event_id, name="Lena Hartwig")
        session_id = await add_session(
            db,
            event_id,
            title=Translated(de="Der Wechsel", en="The switch"),
            starts_at=NINE,
            ends_at=NINE + HOUR,
            languages=["de", "en"],
            track_id=track_id,
            room_id=room_id,
            speaker_ids=[speaker_id],
            links=[("https://halvestra.example/", "Halvestra")],
            video="/media/keynote.mp4",
        )
    async with database.reading() as db:
        view = await session_view(db, session_id)

    assert view.title == Translated(de="Der Wechsel", en="The switch")
    assert (view.starts_at, view.ends_at, view.day) == (NINE, NINE + HOUR, date(2026, 9, 17))
    assert (view.languages, view.video) == (("de", "en"), "/media/keynote.mp4")
    assert (view.track and view.track.id, view.room and view.room.id) == (track_id, room_id)
    assert [speaker.id for speaker in view.speakers] == [speaker_id]
    assert [(link.url, link.title) for link in view.links] == [
        ("https://halvestra.example/", "Halvestra")
    ]
    assert heard == {AgendaChanged(event_id), SessionChanged(session_id)}


@pytest.mark.parametrize(("hour", "day"), [(time(1, 59), 17), (time(2), 18)])
async def test_before_the_day_changes_it_is_still_the_day_before(
    database: Database, hour: time, day: int
) -> None:
    starts_at = datetime.combine(date(2026, 9, 18), hour, UTC)  # In Berlin two hours later.
    async with database.writing() as db:
        event_id = await factories.an_event(db)
        session_id = await add_session(
            db,
            event_id,
            title=Translated(en="Night"),
            starts_at=starts_at,
            ends_at=starts_at + HOUR,
        )
        view = await session_view(db, session_id)

    assert view.day == date(2026, 9, day)


async def test_a_session_needs_an_event_and_a_length(database: Database) -> None:
    async with database.writing() as db:
        with pytest.raises(NotFound):
            await add_session(
                db, 99, title=Translated(en="Lost"), starts_at=NINE, ends_at=NINE + HOUR
            )
        event_id = await factories.an_event(db)
        with pytest.raises(Invalid):
            await add_session(
                db, event_id, title=Translated(en="Short"), starts_at=NINE, ends_at=NINE
            )

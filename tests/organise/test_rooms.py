"""Rooms and tracks: entered, renamed, put in order, taken away only while nothing needs them."""

import asyncio

from sqlalchemy import select

from conference.agenda.actions import add_track
from conference.agenda.models import Room, Session, Track
from conference.i18n import Translated
from tests import factories
from tests.organise.conftest import HERE, Office


async def rooms(office: Office) -> list[str]:
    async with office.database.reading() as db:
        ours = select(Room.name).where(Room.event_id == office.event_id)
        return list(await db.scalars(ours.order_by(Room.position)))


async def room_id(office: Office, name: str) -> int:
    async with office.database.reading() as db:
        return (await db.scalars(select(Room.id).where(Room.name == name))).one()


async def test_rooms_are_entered_renamed_and_put_in_order(office: Office) -> None:
    for name in ("Elbe", "Saale", "Isar"):
        answer = await office.claudia.post(f"{HERE}/rooms", data={"name": name})
        assert answer.status_code == 303
    isar = await room_id(office, "Isar")

    await office.claudia.put(f"{HERE}/rooms/{isar}", data={"name": "Inn"})
    await office.claudia.put(f"{HERE}/rooms/{isar}/place")

    assert await rooms(office) == ["Elbe", "Inn", "Saale"]
    assert (await office.logged())[-1] == "Claudia Kern: Room “Inn” renamed; Name: Isar → Inn"


async def test_a_second_room_of_a_name_is_refused_at_its_field(office: Office) -> None:
    await office.claudia.post(f"{HERE}/rooms", data={"name": "Elbe"})

    answers = [await office.claudia.post(f"{HERE}/rooms", data={"name": n}) for n in ("ELBE", " ")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "There is a room of that name already." in answers[0].text
    assert 'value="ELBE"' in answers[0].text
    assert await rooms(office) == ["Elbe"]


async def test_a_room_or_track_in_use_stays(office: Office) -> None:
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id, title="Opening")
        used = await add_track(db, office.event_id, name=Translated(de="Praxis"))
        free = await add_track(db, office.event_id, name=Translated(de="Technik"))
        (await db.get_one(Session, session_id)).track_id = used
    held = await room_id(office, "Room of Opening")

    answers = [
        await office.claudia.delete(f"{HERE}/{path}")
        for path in (f"rooms/{held}", f"tracks/{used}", f"tracks/{free}")
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 303]
    assert "Please move them elsewhere first." in answers[0].text
    async with office.database.reading() as db:
        left = (await db.scalars(select(Track.id).where(Track.event_id == office.event_id))).all()
    assert left == [used]


async def test_of_another_event_no_room_is_there(office: Office) -> None:
    other = (await office.event("weitblick")).id
    async with office.database.writing() as db:
        await factories.a_session(db, other, title="Closing")
    foreign = await room_id(office, "Room of Closing")

    answers = [
        await office.claudia.put(f"{HERE}/rooms/{foreign}", data={"name": "Mine"}),
        await office.claudia.delete(f"{HERE}/rooms/{foreign}"),
        await office.claudia.put(f"{HERE}/rooms/{foreign}/place"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3


async def test_a_track_has_a_name_in_one_language_at_least(office: Office) -> None:
    refused = await office.claudia.post(f"{HERE}/tracks", data={"name_de": "", "name_en": ""})
    await office.claudia.post(f"{HERE}/tracks", data={"name_en": "Practice"})

    async with office.database.reading() as db:
        track = (await db.scalars(select(Track))).one()
    answer = await office.claudia.put(f"{HERE}/tracks/{track.id}", data={"name_de": "Praxis"})

    assert (refused.status_code, answer.status_code, track.name) == (422, 303, {"en": "Practice"})


async def test_a_calendar_hears_that_a_room_is_called_otherwise(office: Office) -> None:
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id, title="Opening")
    held = await room_id(office, "Room of Opening")

    await office.claudia.put(f"{HERE}/rooms/{held}", data={"name": "Elbe"})

    async with office.database.reading() as db:
        session = await db.get_one(Session, session_id)
    assert session.sequence == 1


async def test_of_two_who_enter_one_name_at_once_one_is_refused(office: Office) -> None:
    names = ("Elbe", "ELBE", "Elbe", "elbe")

    sends = [office.claudia.post(f"{HERE}/rooms", data={"name": name}) for name in names]
    answers = await asyncio.gather(*sends)

    assert sorted(answer.status_code for answer in answers) == [303, 422, 422, 422]
    assert len(await rooms(office)) == 1

"""Two organisers at once: neither undoes what the other does, nor do both wait for each other."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from conference.accounts.models import RoleKind
from conference.agenda.actions import add_session, add_speaker, add_track
from conference.agenda.events import locked_event
from conference.agenda.models import Event, Room, Speaker, Track
from conference.i18n import Translated
from conference.organise import roles
from tests import factories
from tests.organise.conftest import HERE, Office
from tests.organise.test_people import LISA, PEOPLE, mails
from tests.organise.test_schedule import MINUTE, NINE, a_day
from tests.support.waiting import until_one_waits

CHANGES = {
    "rooms": {"name": "Inn"},
    "tracks": {"name_en": "Practical"},
    "speakers": {"name": "Jana Elbe", "version": "1"},
}


async def parts(office: Office) -> dict[str, int]:
    """A room and a track, each the second, and a speaker, by their paths. No session has them."""
    day = await a_day(office)
    async with office.database.writing() as db:
        for name in ("Theory", "Practice"):
            track_id = await add_track(db, office.event_id, name=Translated(en=name))
        speaker_id = await add_speaker(db, office.event_id, name="Jana Vogt")
    return {"rooms": day.rooms["Isar"], "tracks": track_id, "speakers": speaker_id}


@pytest.mark.parametrize("path", CHANGES)
async def test_what_a_session_gets_just_now_is_not_taken_away(office: Office, path: str) -> None:
    ids = await parts(office)

    async with office.database.writing() as db:
        await add_session(
            db,
            office.event_id,
            title=Translated(en="Talk"),
            starts_at=NINE,
            ends_at=NINE + MINUTE,
            room_id=ids["rooms"],
            track_id=ids["tracks"],
            speaker_ids=[ids["speakers"]],
        )
        meanwhile = asyncio.create_task(office.claudia.delete(f"{HERE}/{path}/{ids[path]}"))
        await until_one_waits(office.database)

    assert (await meanwhile).status_code == 409


async def test_who_is_given_a_role_twice_gets_one_mail(office: Office) -> None:
    """Somebody who is known already: a newcomer is added once, for which the second waits."""
    async with office.database.writing() as db:
        lisa_id = await factories.a_person(db, "Lisa Brandt")
    again = LISA | {"email": "lisa.brandt@alpenrand.example"}

    async with office.database.writing() as db:
        event = await db.get_one(Event, office.event_id)
        await roles.give_to(db, event, RoleKind.ORGANISER, lisa_id, "Lisa", by=office.claudia_id)
        second = asyncio.create_task(office.claudia.post(PEOPLE, data=again))
        await until_one_waits(office.database)

    assert (await second).status_code == 422
    assert len(await mails(office)) == 1


@pytest.mark.parametrize("path", CHANGES)
async def test_who_changes_a_part_or_takes_it_away_holds_nothing_before_the_event(
    office: Office, path: str
) -> None:
    url = f"{HERE}/{path}/{(await parts(office))[path]}"

    changed = await while_all_is_written(office, office.claudia.put(url, data=CHANGES[path]))
    removed = await while_all_is_written(office, office.claudia.delete(url))

    assert (changed, removed) == (303, 303)


@pytest.mark.parametrize("path", ["rooms", "tracks"])
async def test_nor_does_who_puts_it_first(office: Office, path: str) -> None:
    url = f"{HERE}/{path}/{(await parts(office))[path]}/place"

    assert await while_all_is_written(office, office.claudia.put(url)) == 303


async def while_all_is_written(office: Office, sending: Coroutine[Any, Any, httpx.Response]) -> int:
    """The status of what comes while somebody else holds the event, and then writes all of it, as
    an import does."""
    async with office.database.writing() as db:
        await locked_event(db, office.event_id)
        meanwhile = asyncio.create_task(sending)
        await until_one_waits(office.database)
        for model in (Room, Track, Speaker):
            ours = select(model).where(model.event_id == office.event_id)
            await db.execute(ours.with_for_update())
    return (await meanwhile).status_code


async def test_what_gives_way_to_another_write_is_refused_and_may_be_tried_again(
    office: Office,
) -> None:
    """Nobody else takes a room before its event. PostgreSQL undoes the one or the other."""
    url = f"{HERE}/rooms/{(await parts(office))['rooms']}"
    with suppress(DBAPIError):
        async with office.database.writing() as db:
            await db.execute(select(Room).where(Room.event_id == office.event_id).with_for_update())
            meanwhile = asyncio.create_task(office.claudia.delete(url))
            await until_one_waits(office.database)
            await locked_event(db, office.event_id)
    first = await meanwhile

    if first.status_code != 303:
        assert (first.status_code, first.headers["retry-after"]) == (503, "2")
        assert (await office.claudia.delete(url)).status_code == 303

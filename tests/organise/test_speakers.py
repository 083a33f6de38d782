"""Speakers: entered and changed by one at a time, and taken away while they speak nowhere."""

import pytest
from sqlalchemy import select

from conference.agenda.actions import add_speaker
from conference.agenda.models import Speaker, Speaking
from tests import factories
from tests.organise.conftest import HERE, Office, entered_in

PATH = f"{HERE}/speakers"
JANA = {
    "name": "Jana Vogt",
    "headline_de": "Leiterin Partnergeschäft",
    "headline_en": "Head of Partner Business",
    "biography_en": "She knows **every** partner.",
    "url": "https://halvestra.example/jana",
}


async def names(office: Office) -> list[str]:
    async with office.database.reading() as db:
        return list(await db.scalars(select(Speaker.name).order_by(Speaker.id)))


async def jana(office: Office) -> Speaker:
    await office.claudia.post(PATH, data=JANA)
    async with office.database.reading() as db:
        return (await db.scalars(select(Speaker))).one()


async def test_a_speaker_is_entered_in_two_languages(office: Office) -> None:
    speaker = await jana(office)

    assert (speaker.name, speaker.headline, speaker.biography, speaker.url) == (
        "Jana Vogt",
        {"de": "Leiterin Partnergeschäft", "en": "Head of Partner Business"},
        {"en": "She knows **every** partner."},
        "https://halvestra.example/jana",
    )
    assert "Head of Partner Business" in (await office.claudia.get(PATH)).text
    assert await office.logged() == ["Claudia Kern: Speaker “Jana Vogt” added"]


async def test_of_two_who_change_a_speaker_the_second_keeps_what_was_typed(office: Office) -> None:
    speaker = await jana(office)
    path = f"{PATH}/{speaker.id}"
    opened = entered_in(await office.claudia.get(path), ".plain__form")
    theirs = {"name": "Jana Vogt-Elbe", "url": "https://vogt.example/"}

    first = await office.claudia.put(path, data=opened | theirs)
    second = await office.claudia.put(path, data=opened | {"name": "Dr. Jana Vogt"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert await names(office) == ["Jana Vogt-Elbe"]
    again = entered_in(second, ".plain__form")
    assert (again["name"], again["url"], again["version"]) == (
        *("Dr. Jana Vogt", "https://vogt.example/", "2"),
    )
    assert "Jana Vogt-Elbe" in second.text


@pytest.mark.parametrize("wrong", [{"name": " "}, {"url": "javascript:alert(1)"}])
async def test_what_is_wrong_is_said_at_its_field(office: Office, wrong: dict[str, str]) -> None:
    answer = await office.claudia.post(PATH, data=JANA | wrong)

    assert answer.status_code == 422
    assert f'id="{next(iter(wrong))}-error"' in answer.text
    assert await names(office) == []


async def test_who_speaks_stays_and_who_does_not_can_go(office: Office) -> None:
    speaker = await jana(office)
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id)
        db.add(Speaking(session_id=session_id, speaker_id=speaker.id))
        free = await add_speaker(db, office.event_id, name="Paul Zander")

    answers = [await office.claudia.delete(f"{PATH}/{id_}") for id_ in (speaker.id, free)]

    assert [answer.status_code for answer in answers] == [409, 303]
    assert "They speak in a session." in answers[0].text
    assert await names(office) == ["Jana Vogt"]


async def test_another_events_speaker_is_not_there(office: Office) -> None:
    other = await office.event("weitblick")
    async with office.database.writing() as db:
        foreign = await add_speaker(db, other.id, name="Paul Zander")

    path = f"{PATH}/{foreign}"
    answers = [
        await office.claudia.get(path),
        await office.claudia.put(path, data=JANA | {"version": "1"}),
        await office.claudia.delete(path),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3

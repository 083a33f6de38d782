"""Registering tells nobody which addresses are known, and sends no mail too often."""

import asyncio
import logging
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from conference import clock
from conference.accounts.models import Person, SignIn
from conference.mail.models import OutboxMail
from conference.registration.actions import register
from conference.registration.entry import read_entry
from conference.registration.models import (
    Registration,
)
from conference.registration.queries import AttendeeView, attendee
from conference.web import Form
from tests.registration.conftest import PATH, Place, entered


async def test_a_known_and_an_unknown_address_are_answered_alike(place: Place) -> None:
    await _register(place)

    known = await _answered(place, "s.ortlieb@alpenrand.example")
    unknown = await _answered(place, "t.kranz@alpenrand.example")

    assert known == unknown
    assert known[0] == 303
    assert len(known[2]) > 5


async def test_three_mails_in_a_quarter_of_an_hour_are_enough(place: Place) -> None:
    for _ in range(5):
        await _register(place)

    assert len(await place.mails()) == 3
    assert await place.count(OutboxMail) == 3

    past = clock.now() - timedelta(minutes=16)
    async with place.database.writing() as db:
        await db.execute(update(OutboxMail).values(queued_at=past))
    await _register(place)

    assert len(await place.mails()) == 4


async def test_a_refused_mail_is_answered_like_a_sent_one(place: Place) -> None:
    for _ in range(3):
        await _register(place)

    fourth = await _answered(place, "s.ortlieb@alpenrand.example", name="Other")
    first = await _answered(place, "t.kranz@alpenrand.example")

    assert fourth == first


async def test_many_at_the_same_moment_are_one_registration_and_three_mails(place: Place) -> None:
    entry = read_entry(Form(entered()))

    async def send() -> int:
        async with place.database.writing() as db:
            return await register(db, place.event_id, entry)

    ids = await asyncio.gather(*(send() for _ in range(8)))

    assert len(set(ids)) == 1
    assert await place.count(Registration) == 1
    assert len([mail for mail in await place.rows(OutboxMail) if mail.person_id]) == 3


async def test_no_log_line_holds_an_address(
    place: Place, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.INFO)

    await _register(place)
    await _register(place, email="broken@")
    await place.mails()

    said = caplog.text + "".join(capsys.readouterr())
    assert said.count("/events/{slug}/registration") == 2
    assert "alpenrand" not in said
    assert "Ortlieb" not in said


async def test_other_features_see_who_attends_but_no_address(place: Place) -> None:
    await _register(place)
    (person,) = await place.rows(Person)

    async with place.database.reading() as db:
        seen = await attendee(db, place.event_id, person.id)
        elsewhere = await attendee(db, place.event_id + 1, person.id)
        nobody = await attendee(db, place.event_id, None)

    assert seen == AttendeeView(1, "Sabine Ortlieb", "Alpenrand IT AG", "AT", None)
    assert (elsewhere, nobody) == (None, None)


async def _register(place: Place, **changes: str) -> httpx.Response:
    async with place.browser() as browser:
        return await browser.post(PATH, data=entered(**changes))


async def _answered(
    place: Place, email: str, **changes: str
) -> tuple[int, str, list[str], str, list[int]]:
    """All that can be seen from outside, the statements, and how many rows came."""
    models = (OutboxMail, SignIn)
    before = [await place.count(model) for model in models]
    async with place.browser() as browser:
        with place.statements() as seen:
            answer = await browser.post(PATH, data=entered(email=email, **changes))
        page = await browser.get(answer.headers["location"])
    added = [await place.count(model) - was for model, was in zip(models, before, strict=True)]
    headers = sorted(name for name, _ in answer.headers.multi_items())
    return answer.status_code, str(headers), seen, page.text.replace(email, ""), added

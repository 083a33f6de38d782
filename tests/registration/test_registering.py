"""Registering: what is stored, and that the answer tells nobody which addresses are known."""

import asyncio
import base64

import httpx
import pytest
from sqlalchemy import update

from conference import i18n
from conference.accounts.models import Person, Reach, SignIn
from conference.agenda.events import locked_event
from conference.partners.models import CompanySize, PartnerType
from conference.registration.consents import VERSION, consent_text
from conference.registration.models import (
    Consent,
    Job,
    Registration,
)
from tests.conftest import ROOT_URL
from tests.registration.conftest import PATH, Place, body, entered, links
from tests.support.waiting import PATIENCE_S


async def test_a_registration_is_stored_with_all_that_was_entered(place: Place) -> None:
    async with place.browser() as sabine:
        answer = await sabine.post(PATH, data=entered())

    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/sent")
    (person,) = await place.rows(Person)
    assert (person.name, person.email, person.language) == (
        "Sabine Ortlieb",
        "s.ortlieb@alpenrand.example",
        "en",
    )
    (kept,) = await place.rows(Registration)
    assert (kept.event_id, kept.person_id, kept.company, kept.country) == (
        place.event_id,
        person.id,
        "Alpenrand IT AG",
        "AT",
    )
    assert (kept.job, kept.partner_type) == (Job.MANAGEMENT, PartnerType.INDIRECT_RESELLER)
    assert kept.company_size == CompanySize.FROM_10
    assert kept.confirmed_at is None


async def test_who_registers_does_not_wait_for_who_organises(place: Place) -> None:
    async with place.browser() as sabine:
        async with place.database.writing() as db:
            await locked_event(db, place.event_id)
            registering = asyncio.create_task(sabine.post(PATH, data=entered()))
            if not place.database.is_sqlite:  # That has one writer.
                await asyncio.wait({registering}, timeout=PATIENCE_S)
                assert registering.done()

        assert (await registering).status_code == 303


async def test_the_consent_is_kept_word_for_word_with_its_version(place: Place) -> None:
    with i18n.in_locale("de"):
        german = consent_text()

    async with place.browser() as sabine:
        await sabine.post(PATH, data=entered(consent=german.key))

    (kept,) = await place.rows(Consent)
    assert (kept.version, kept.text, kept.language) == (VERSION, german.text, "de")


async def test_nothing_of_a_known_person_is_changed_by_registering_again(place: Place) -> None:
    await _register(place)
    before = [_columns(row) for model in _STORED for row in await place.rows(model)]

    await _register(place, name="Somebody Else", company="Other", language="de", country="DE")

    assert [_columns(row) for model in _STORED for row in await place.rows(model)] == before
    mails = await place.mails()
    assert [mail["to"] for mail in mails] == ["Sabine Ortlieb <s.ortlieb@alpenrand.example>"] * 2
    assert links(body(mails[0])) == links(body(mails[1]))
    assert [mail["subject"] for mail in mails] == [
        "Your link to Halvestra Partner Conference",
        "Your personal link",
    ]


async def test_nobody_else_agrees_to_a_newer_text_in_a_persons_name(place: Place) -> None:
    await _register(place)
    async with place.database.writing() as db:
        await db.execute(update(Consent).values(version="2019-1"))

    await _register(place)

    assert [consent.version for consent in await place.rows(Consent)] == ["2019-1"]


async def test_registering_lets_the_browser_in_to_wait_as_nobody(place: Place) -> None:
    async with place.browser() as sabine:
        answer = await sabine.post(PATH, data=entered())

    (sign_in,) = await place.rows(SignIn)
    assert (sign_in.reach, sign_in.person_id, sign_in.event_id) == (
        Reach.WAITING,
        None,
        place.event_id,
    )
    cookies = answer.headers.get_list("set-cookie")
    assert len(cookies) == 2
    assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in cookies)


async def test_a_browser_that_waits_already_keeps_its_sign_in(place: Place) -> None:
    async with place.browser() as sabine:
        await sabine.post(PATH, data=entered(email="s.ortlieb@alpenrad.example"))
        await sabine.post(PATH, data=entered())

    assert await place.count(SignIn) == 1
    assert await place.count(Registration) == 2


async def test_the_wrong_address_can_be_corrected_without_typing_all_again(place: Place) -> None:
    async with place.browser() as sabine:
        await sabine.post(PATH, data=entered(email="s.ortlieb@alpenrad.example", name="Ørtlieb"))
        sent = await sabine.get(f"{PATH}/sent")
        form = await sabine.get(PATH)

    assert "s.ortlieb@alpenrad.example" in sent.text
    assert 'value="s.ortlieb@alpenrad.example"' in form.text
    assert 'value="Ørtlieb"' in form.text
    assert '<option value="AT" selected>' in form.text
    assert 'name="consent" value="2026-1 en" required' in form.text


async def test_the_sent_page_is_there_for_anybody(place: Place) -> None:
    async with place.browser() as anybody:
        answer = await anybody.get(f"{PATH}/sent")

    assert answer.status_code == 200
    assert "We have sent you a mail with your personal link." in answer.text


@pytest.mark.parametrize("text", [b"", b"\xff", b"null", b'{"name": 7}', b"[1]", b"[" * 9000])
async def test_a_strange_cookie_fills_in_nothing(place: Place, text: bytes) -> None:
    value = base64.urlsafe_b64encode(text).decode()

    async with place.browser() as anybody:
        answer = await anybody.get(PATH, headers={"cookie": f"typed={value}"})

    assert answer.status_code == 200
    assert '<input class="input" id="name" name="name" type="text" value="" required' in answer.text


async def test_a_form_from_elsewhere_is_refused(place: Place) -> None:
    async with place.browser() as browser:
        del browser.headers["sec-fetch-site"]
        bare = await browser.post(PATH, data=entered())
        foreign = await browser.post(PATH, data=entered(), headers={"origin": "https://x.example"})
        own = await browser.post(PATH, data=entered(), headers={"origin": ROOT_URL})

    assert [bare.status_code, foreign.status_code, own.status_code] == [403, 403, 303]
    assert await place.count(Registration) == 1


async def test_a_whole_company_may_register_in_a_minute_but_no_more(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with place.browser() as office:
        for _ in range(60):
            assert (await office.post(PATH, data={"name": "Anna"})).status_code == 422
        answer = await office.post(PATH, data=entered(name="Anna & <Bo>"))

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert "That was very often. Please wait a moment and try again." in answer.text
    assert 'value="Anna &amp; &lt;Bo&gt;"' in answer.text
    assert await place.count(Registration) == 0


_STORED = (Person, Registration, Consent)


async def _register(place: Place, **changes: str) -> httpx.Response:
    async with place.browser() as browser:
        return await browser.post(PATH, data=entered(**changes))


def _columns(row: object) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}

"""Asking for one's links: who gets which mail, and that nobody learns who is known."""

import asyncio
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from structlog.testing import capture_logs

from tests.accounts.conftest import JONAS, SABINE, House
from tests.support.statements import statements
from tests.support.times import Later

UNKNOWN = "nobody.here@alpenrand.example"


async def test_an_attendee_gets_the_personal_link(house: House) -> None:
    await house.ask(await house.browser(), SABINE)

    assert [mail["To"].addresses[0].addr_spec for mail in await house.mails()] == [SABINE]


async def test_who_has_a_role_gets_a_one_time_link(house: House) -> None:
    await house.ask(await house.browser(), JONAS)

    (mail,) = await house.mails()
    assert (mail["To"].addresses[0].addr_spec, mail["Subject"]) == (
        JONAS,
        "Your link for signing in",
    )


async def test_the_address_may_be_typed_in_capitals(house: House) -> None:
    await house.ask(await house.browser(), "  Sabine.Ortlieb@Alpenrand.EXAMPLE ")

    assert [mail["To"].addresses[0].addr_spec for mail in await house.mails()] == [SABINE]


async def test_an_unknown_address_gets_no_mail(house: House) -> None:
    await house.ask(await house.browser(), UNKNOWN)

    assert await house.mails() == []


async def test_known_and_unknown_addresses_get_the_same_answer(house: House) -> None:
    seen = []
    anybody = await house.browser()
    async with asyncio.timeout(20):
        # The server looks for the event by itself, and pages of none name it from then on.
        while "Frankly" not in (await anybody.get("/sign-in")).text:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    for email in (SABINE, JONAS, UNKNOWN):
        client = await house.browser()
        answer = await house.ask(client, email)
        page = await client.get(answer.headers["location"])
        cookies = sorted(client.cookies.keys())
        seen.append((answer.status_code, answer.headers["location"], page.text, cookies))

    assert seen[0] == seen[1] == seen[2]
    assert seen[0][:2] == (303, "/sign-in/sent")


async def test_known_and_unknown_addresses_cost_the_same_statements(house: House) -> None:
    seen = []
    for email in (UNKNOWN, SABINE, JONAS, SABINE, SABINE, SABINE):
        client = await house.browser()
        with statements(house.app.database) as sent:
            await house.ask(client, email)
        seen.append(sent)

    assert all(sent == seen[0] for sent in seen)
    assert [text.split()[2] for text in seen[0] if text.startswith("INSERT")] == [
        "sign_in_link",
        "outbox_mail",
        "outbox_mail",
    ]


async def test_at_most_three_mails_an_address_in_a_quarter_of_an_hour(
    house: House, later: Later
) -> None:
    for _ in range(5):
        answer = await house.ask(await house.browser(), SABINE)
        assert answer.headers["location"] == "/sign-in/sent"
    assert len(await house.mails()) == 3

    later(timedelta(minutes=15))
    await house.ask(await house.browser(), SABINE)

    assert len(await house.mails()) == 4


async def test_what_is_no_address_is_shown_again_with_a_sentence(house: House) -> None:
    answer = await house.ask(await house.browser(), "Sabine <&>")

    page = BeautifulSoup(answer.text, "html5lib")
    field = page.find(id="email")
    assert answer.status_code == 422
    assert field is not None
    assert (field["value"], field["aria-invalid"]) == ("Sabine <&>", "true")
    assert page.find(id="email-error") is not None


async def test_asking_far_too_often_from_one_place_is_refused_for_a_while(house: House) -> None:
    client = await house.browser()
    for _ in range(60):
        assert (await house.ask(client, "not an address")).status_code == 422

    answer = await house.ask(client, SABINE)

    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 60


async def test_a_form_from_elsewhere_is_refused(house: House) -> None:
    client = await house.browser()
    del client.headers["sec-fetch-site"]

    answer = await house.ask(client, SABINE)

    assert answer.status_code == 403
    assert await house.mails() == []


@pytest.mark.parametrize("email", [SABINE, JONAS, UNKNOWN])
async def test_no_log_names_the_address(house: House, email: str) -> None:
    with capture_logs() as logs:
        await house.ask(await house.browser(), email)
        await house.mails()

    assert {log["event"] for log in logs} == {"request"}
    assert email not in str(logs)

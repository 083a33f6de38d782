"""Impressum and privacy page."""

from dataclasses import replace

import pytest

from conference.app import create_app
from conference.settings import Operator, Settings
from tests.conftest import browser

OPERATOR = Operator(
    name="Halvestra GmbH",
    address="Elbufer 7|01097 Dresden",
    email="hallo@halvestra.example",
    phone="+49 351 0000",
    register="HRB 00000 Dresden",
    privacy_contact="datenschutz@halvestra.example",
)
MISSING = "The operator has not filled this in yet."


async def read(settings: Settings, operator: Operator, path: str) -> str:
    async with browser(create_app(replace(settings, operator=operator))) as client:
        answer = await client.get(path)
    assert answer.status_code == 200
    return answer.text


async def test_the_impressum_names_who_answers(settings: Settings) -> None:
    text = await read(settings, OPERATOR, "/imprint")

    assert MISSING not in text
    assert "Halvestra GmbH<br/>Elbufer 7<br/>01097 Dresden" in text
    assert all(fact in text for fact in (OPERATOR.email, OPERATOR.phone, OPERATOR.register))


async def test_the_privacy_page_names_whom_to_ask(settings: Settings) -> None:
    text = await read(settings, OPERATOR, "/privacy")

    assert MISSING not in text
    assert all(
        fact in text for fact in ("Halvestra GmbH", OPERATOR.email, OPERATOR.privacy_contact)
    )


@pytest.mark.parametrize(("path", "gaps"), [("/imprint", 4), ("/privacy", 3)])
async def test_what_is_not_set_is_said_to_be_missing(
    settings: Settings, path: str, gaps: int
) -> None:
    assert (await read(settings, Operator(), path)).count(MISSING) == gaps

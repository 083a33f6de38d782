"""One-time links: once, 15 minutes, only in the browser that asked."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from conference.accounts.links import role_token
from conference.accounts.models import SignInLink
from conference.accounts.queries import visits_by_token
from tests.accounts.conftest import House
from tests.support.times import Later


async def is_moderator(house: House, client: httpx.AsyncClient) -> bool:
    """Asked as every route asks."""
    visit = await house.app.database.gathered(
        visits_by_token, client.cookies.get("conference") or ""
    )
    return visit is not None and bool(visit.viewer.grants)


async def test_in_the_browser_that_asked_it_gives_the_roles(house: House) -> None:
    client = await house.browser()
    link = await house.role_link(client)

    page = await client.get(link)
    answer = await client.post(link)

    assert page.status_code == 200
    assert "Continue as Jonas Feld" in page.text
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert await is_moderator(house, client)


async def test_it_works_once(house: House) -> None:
    client = await house.browser()
    link = await house.role_link(client)
    await client.post(link)
    token = client.cookies["conference"]

    assert [(await client.get(link)).status_code, (await client.post(link)).status_code] == [
        404,
        404,
    ]
    assert client.cookies["conference"] == token


async def test_two_requests_at_once_use_it_once(house: House) -> None:
    client = await house.browser()
    link = await house.role_link(client)

    answers = await asyncio.gather(*(client.post(link) for _ in range(5)))

    assert sorted(answer.status_code for answer in answers) == [303, 404, 404, 404, 404]


async def test_another_browser_is_refused(house: House) -> None:
    client, other = await house.browser(), await house.browser()
    link = await house.role_link(client)
    await house.ask(other, "nobody.here@alpenrand.example")

    assert [(await other.get(link)).status_code, (await other.post(link)).status_code] == [404, 404]
    assert "conference" not in other.cookies
    assert (await client.post(link)).status_code == 303


async def test_after_a_quarter_of_an_hour_it_is_refused(house: House, later: Later) -> None:
    client = await house.browser()
    link = await house.role_link(client)

    later(timedelta(minutes=14))
    assert (await client.get(link)).status_code == 200
    later(timedelta(minutes=1))

    assert [(await client.get(link)).status_code, (await client.post(link)).status_code] == [
        404,
        404,
    ]


async def test_who_asks_twice_may_use_either_link_in_that_browser(house: House) -> None:
    client = await house.browser()
    first, second = await house.role_link(client), await house.role_link(client)

    assert first != second
    assert [(await client.get(link)).status_code for link in (first, second)] == [200, 200]


async def test_mail_scanners_change_nothing(house: House) -> None:
    client, scanner = await house.browser(), await house.browser()
    link = await house.role_link(client)

    for _ in range(3):
        await scanner.get(link)
        await scanner.head(link)
        await client.get(link)

    assert (await client.post(link)).status_code == 303


@pytest.mark.parametrize("place", [0, 5, 6, 20, -1])
async def test_a_token_changed_anywhere_is_refused(house: House, place: int) -> None:
    client = await house.browser()
    link = await house.role_link(client)
    token = list(link.removeprefix("/sign-in/"))
    token[place] = "B" if token[place] == "A" else "A"

    assert (await client.post(f"/sign-in/{''.join(token)}")).status_code == 404


@pytest.mark.parametrize(
    "token", ["x", "A" * 32, "_" * 32, "f____w" + "A" * 26, "%00", "%F0%9F%92%A9", "a" * 5000]
)
async def test_any_other_token_is_refused_kindly(house: House, token: str) -> None:
    client = await house.browser()

    answer = await client.get(f"/sign-in/{token}")

    assert answer.status_code == 404
    assert 'href="/sign-in"' in answer.text


async def test_the_database_holds_no_token_nor_what_makes_one(house: House) -> None:
    client = await house.browser()
    token = (await house.role_link(client)).removeprefix("/sign-in/")

    async with house.app.database.reading() as db:
        link = (await db.scalars(select(SignInLink))).one()

    assert role_token(house.app.settings.secret, link) == token
    assert role_token(b"another secret, of 32 characters", link) != token


async def test_a_mail_that_is_late_is_not_sent(house: House, later: Later) -> None:
    client = await house.browser()
    house.app.outbox.hear = lambda changes: None  # type: ignore[method-assign]
    await house.ask(client, "jonas.feld@alpenrand.example")
    later(timedelta(minutes=15))
    house.app.outbox.wake()

    assert await house.mails() == []

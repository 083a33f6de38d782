"""The account page: one's own browsers and language, and nobody else's."""

import httpx
import pytest
from bs4 import BeautifulSoup

from conference.accounts.models import Reach
from conference.accounts.queries import visits_by_token
from tests.accounts.conftest import FIREFOX, House


async def sign_in_id(house: House, client: httpx.AsyncClient) -> int | None:
    visit = await house.app.database.gathered(
        visits_by_token, client.cookies.get("conference") or ""
    )
    return visit.viewer.sign_in_id if visit else None


async def close(client: httpx.AsyncClient, id_: int | None) -> httpx.Response:
    return await client.post(f"/account/sign-ins/{id_}?_method=delete")


def shown(page: httpx.Response) -> list[str]:
    listed = BeautifulSoup(page.text, "html5lib").select("#sign-ins li")
    return [str(item["id"]) for item in listed]


async def test_it_shows_who_one_is_and_every_own_browser(house: House) -> None:
    phone = await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    laptop = await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    await house.signed_in(house.jonas_id, Reach.ATTENDEE)

    page = await phone.get("/account")

    assert page.status_code == 200
    assert "sabine.ortlieb@alpenrand.example" in page.text
    assert shown(page) == [
        f"sign-in-{await sign_in_id(house, client)}" for client in (laptop, phone)
    ]


async def test_a_browser_is_named_as_it_introduced_itself(house: House) -> None:
    client = await house.browser()
    assert client.headers["user-agent"] == FIREFOX
    await client.post(await house.personal_link())

    assert "Firefox, Linux" in (await client.get("/account")).text


async def test_roles_are_shown_in_words_with_a_way_to_their_sessions(house: House) -> None:
    client = await house.signed_in(house.jonas_id, Reach.FULL)

    page = BeautifulSoup((await client.get("/account")).text, "html5lib")

    roles = [(link["href"], link.get_text()) for link in page.select(".facts ul a")]
    sessions = [link["href"] for link in page.select("#own-sessions a")]
    assert roles == [("#own-sessions", "Moderator")]
    assert sessions == [
        f"/sessions/{house.session_id}",
        f"/sessions/{house.session_id}/moderation",
    ]


async def test_the_attendees_link_shows_no_role(house: House) -> None:
    client = await house.signed_in(house.jonas_id, Reach.ATTENDEE)

    page = (await client.get("/account")).text

    assert "Moderator" not in page
    assert "own-sessions" not in page


@pytest.mark.parametrize("reach", [None, Reach.WAITING])
async def test_it_is_for_those_whom_we_know(house: House, reach: Reach | None) -> None:
    client = await (house.signed_in(None, reach) if reach else house.browser())

    expected = {None: 401, Reach.WAITING: 403}[reach]
    assert (await client.get("/account")).status_code == expected
    answer = await client.post("/account/language?_method=put", data={"language": "de"})
    assert answer.status_code == expected


async def test_signing_out_ends_the_sign_in_and_clears_the_browser(house: House) -> None:
    client = await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    token = client.cookies["conference"]

    answer = await close(client, await sign_in_id(house, client))

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["clear-site-data"] == '"cookies", "storage"'
    assert client.cookies.get("conference") is None
    assert await house.app.database.gathered(visits_by_token, token) is None


async def test_another_own_browser_can_be_signed_out(house: House) -> None:
    phone = await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    laptop = await house.signed_in(house.sabine_id, Reach.ATTENDEE)

    answer = await close(laptop, await sign_in_id(house, phone))

    assert (answer.status_code, answer.headers["location"]) == (303, "/account#sign-ins")
    assert "clear-site-data" not in answer.headers
    assert await sign_in_id(house, phone) is None
    assert await sign_in_id(house, laptop) is not None


async def test_nobody_signs_out_another_person(house: House) -> None:
    sabine = await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    jonas = await house.signed_in(house.jonas_id, Reach.FULL)
    waiting = await house.signed_in(None, Reach.WAITING)
    other = await house.signed_in(None, Reach.WAITING)
    nobody = await house.browser()
    target = await sign_in_id(house, sabine)

    assert [(await close(client, target)).status_code for client in (jonas, waiting, nobody)] == [
        404,
        404,
        401,
    ]
    assert (await close(waiting, await sign_in_id(house, other))).status_code == 404
    for client in (sabine, other):
        assert await sign_in_id(house, client) is not None


async def test_a_waiting_browser_may_leave(house: House) -> None:
    waiting = await house.signed_in(None, Reach.WAITING)

    answer = await close(waiting, await sign_in_id(house, waiting))

    assert answer.status_code == 303
    assert await sign_in_id(house, waiting) is None


@pytest.mark.parametrize("id_", [0, 2**31, 2**70])
async def test_ids_that_no_row_can_have_are_just_not_found(house: House, id_: int) -> None:
    client = await house.signed_in(house.sabine_id, Reach.ATTENDEE)

    assert (await close(client, id_)).status_code == 404


async def test_a_forwarded_personal_link_does_not_reach_the_full_sign_ins(house: House) -> None:
    full = await house.signed_in(house.jonas_id, Reach.FULL)
    forwarded = await house.signed_in(house.jonas_id, Reach.ATTENDEE)

    assert shown(await forwarded.get("/account")) == [
        f"sign-in-{await sign_in_id(house, forwarded)}"
    ]
    assert (await close(forwarded, await sign_in_id(house, full))).status_code == 404
    assert len(shown(await full.get("/account"))) == 2
    assert (await close(full, await sign_in_id(house, forwarded))).status_code == 303


async def test_the_language_is_chosen_for_mails_and_for_all_own_browsers(house: House) -> None:
    phone = await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    laptop = await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    assert 'lang="en"' in (await phone.get("/account")).text

    answer = await laptop.post("/account/language?_method=put", data={"language": "de"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/account?lang=de")
    page = BeautifulSoup((await phone.get("/account")).text, "html5lib")
    assert page.html is not None
    assert page.html["lang"] == "de"


@pytest.mark.parametrize("language", ["", "fr", "deutsch"])
async def test_no_other_language_is_taken(house: House, language: str) -> None:
    client = await house.signed_in(house.sabine_id, Reach.ATTENDEE)

    answer = await client.post("/account/language?_method=put", data={"language": language})

    assert answer.status_code == 422

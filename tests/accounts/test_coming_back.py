"""A sign-in that has expired costs no work: one comes back to where one was, and sends it again."""

import httpx
from bs4 import BeautifulSoup, Tag
from sqlalchemy import func, select

from conference.accounts.models import Reach
from conference.polls.models import Poll
from tests.accounts.conftest import JONAS, SABINE, House, link_in
from tests.conftest import ROOT_URL

TYPED = {
    "kind": "single",
    "wording_en": 'Is "yes" enough?',
    "choices_en": "Yes\r\nNo",
    "shown": "closed",
    "minutes": "5",
}
HTMX = {"hx-request": "true"}


def page(answer: httpx.Response) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


def way_in(answer: httpx.Response) -> str:
    """The link of the page or notice itself; each page has others above it."""
    content = page(answer).select_one("#content") or page(answer)
    return str(next(link for link in content.select("a") if link.text == "Sign in")["href"])


def fields(form: Tag) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in form.select("[name]"):
        found.setdefault(str(each["name"]), []).append(str(each.get("value", "")))
    return found


async def sign_in(house: House, client: httpx.AsyncClient, at: str, email: str) -> httpx.Response:
    """By the sign-in page at this address."""
    form = page(await client.get(at)).select_one("#content form")
    assert form is not None
    await client.post("/sign-in", data={**fields(form), "email": email})
    mail = (await house.mails())[-1]
    return await client.post(link_in(mail))


async def test_who_signs_in_comes_back_to_the_page(house: House) -> None:
    client = await house.browser()
    wished = f"/sessions/{house.session_id}/moderation?lang=en"

    refused = await client.get(wished)
    back = await sign_in(house, client, way_in(refused), JONAS)
    later = await sign_in(house, client, "/sign-in", JONAS)

    assert (refused.status_code, back.headers["location"]) == (401, wished)
    assert (await client.get(wished)).status_code == 200
    assert later.headers["location"] == "/account"


async def test_a_click_comes_back_to_the_page_around_it(house: House) -> None:
    client = await house.browser()
    here = {**HTMX, "hx-current-url": f"{ROOT_URL}/sessions/1/moderation?x=1#live"}
    elsewhere = {**HTMX, "hx-current-url": "https://elsewhere.example/"}

    links = [
        way_in(await client.put("/questions/1/approval", headers=each))
        for each in (here, elsewhere)
    ]

    assert links == ["/sign-in?next=%2Fsessions%2F1%2Fmoderation%3Fx%3D1%23live", "/sign-in"]


async def test_nobody_is_sent_elsewhere(house: House) -> None:
    client = await house.browser()
    for foreign in ("//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example"):
        asked = await client.post("/sign-in", data={"email": JONAS, "next": foreign})
        form = page(await client.get("/sign-in", params={"next": foreign})).select_one("form")

        assert "-next" not in str(asked.headers)
        assert form is not None
        assert list(fields(form)) == ["email"]


async def test_the_personal_link_leads_where_it_always_does(house: House) -> None:
    client = await house.browser()

    back = await sign_in(house, client, "/sign-in?next=/manage", SABINE)

    assert back.headers["location"] == f"/sessions/{house.session_id}"


async def test_what_was_entered_can_be_sent_again(house: House) -> None:
    client = await house.browser()
    path = f"/sessions/{house.session_id}/polls?_method=post"

    refused = await client.post(path, data={**TYPED, "extra": ["<one>", "two"]})
    form = page(refused).select_one("#content form")
    assert form is not None
    kept, action = fields(form), str(form["action"])
    signed_in = await house.signed_in(house.jonas_id, Reach.FULL)
    sent = await signed_in.post(action, data=kept)

    assert refused.status_code == 401
    assert {name: [v.replace("\r\n", "\n") for v in values] for name, values in kept.items()} == {
        **{name: [value.replace("\r\n", "\n")] for name, value in TYPED.items()},
        "extra": ["<one>", "two"],
    }
    assert (action, sent.status_code) == (path, 303)
    async with house.app.database.reading() as db:
        assert await db.scalar(select(func.count(Poll.id))) == 1


async def test_of_files_and_of_what_is_long_nothing_is_read(house: House) -> None:
    client = await house.browser()
    path = "/manage/events/offen-gesagt/import"

    answers = [
        await client.post(path, data={"text": "x"}, files={"file": b"A programme"}),
        await client.put(path, data={"content": "x" * 70_000}),
    ]

    assert [answer.status_code for answer in answers] == [401, 401]
    assert [page(answer).select("#content form") for answer in answers] == [[], []]
    assert [way_in(answer) for answer in answers] == ["/sign-in", "/sign-in"]

"""Using a link: whose browser it becomes, and what a link must not give away or take."""

import re

import httpx
import pytest
from bs4 import BeautifulSoup
from sqlalchemy import func, select
from structlog.testing import capture_logs

from conference.accounts.actions import SignInClosed
from conference.accounts.models import Reach, SignIn
from conference.accounts.queries import Visit, visits_by_token
from conference.accounts.routes import pause_s
from conference.db import Change
from tests.accounts.conftest import House
from tests.support.statements import statements


async def visit(house: House, client: httpx.AsyncClient) -> Visit | None:
    return await house.app.database.gathered(
        visits_by_token, client.cookies.get("conference") or ""
    )


async def sign_ins(house: House) -> int:
    async with house.app.database.reading() as db:
        return await db.scalar(select(func.count()).select_from(SignIn)) or 0


async def test_get_shows_a_name_and_a_button_and_changes_nothing(house: House) -> None:
    client = await house.browser()
    link = await house.personal_link()

    with statements(house.app.database) as sent:
        answer = await client.get(link)

    page = BeautifulSoup(answer.text, "html5lib")
    button = page.find("button")
    assert button is not None
    assert button.get_text(strip=True) == "Continue as Sabine Ortlieb"
    assert {statement.split()[0] for statement in sent} <= {"SELECT", "BEGIN"}
    assert client.cookies.get("conference") is None
    assert await sign_ins(house) == 0


async def test_post_signs_in_and_leads_to_an_address_without_the_token(house: House) -> None:
    client = await house.browser()
    link = await house.personal_link()

    answer = await client.post(link)

    found = await visit(house, client)
    assert answer.status_code == 303
    assert link.removeprefix("/sign-in/") not in str(answer.headers)
    assert answer.text == ""
    assert found is not None
    assert (found.viewer.person_id, found.viewer.reach) == (house.sabine_id, Reach.ATTENDEE)


async def test_the_page_of_a_link_loads_nothing_but_style_sheets(house: House) -> None:
    client = await house.browser()
    for link in (await house.personal_link(), "/sign-in/unknown"):
        answer = await client.get(link)

        page = BeautifulSoup(answer.text, "html5lib")
        assert page.find_all(["script", "img", "iframe", "video", "svg", "object"]) == []
        assert {tuple(tag["rel"]) for tag in page.find_all("link")} == {("stylesheet",)}
        assert all(str(tag["href"]).startswith("/styles/") for tag in page.find_all("link"))
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["referrer-policy"] == "strict-origin"


async def test_no_log_line_holds_a_token(house: House) -> None:
    client = await house.browser()
    link = await house.personal_link()

    with capture_logs() as logs:
        await client.get(link)
        await client.post(link)
        await client.get(link + "x")

    assert [log["route"] for log in logs] == ["/sign-in/{token}"] * 3
    assert link.removeprefix("/sign-in/") not in str(logs)


async def test_the_link_works_twice_and_on_a_second_device(house: House) -> None:
    phone, laptop = await house.browser(), await house.browser()
    link = await house.personal_link()

    for client in (phone, laptop, phone):
        assert (await client.post(link)).status_code == 303

    assert await visit(house, phone) is not None
    assert await visit(house, laptop) is not None
    assert await sign_ins(house) == 2


async def test_a_cookie_chosen_by_an_attacker_never_becomes_a_sign_in(house: House) -> None:
    client = await house.browser()
    client.cookies.set("conference", "chosen-by-an-attacker", domain="127.0.0.1")

    await client.post(await house.personal_link())

    assert await house.app.database.gathered(visits_by_token, "chosen-by-an-attacker") is None
    assert "chosen-by-an-attacker" not in client.cookies.values()


async def test_a_sign_in_known_to_an_attacker_ends_when_the_browser_signs_in(
    house: House,
) -> None:
    planted = await house.signed_in(None, Reach.WAITING)
    known = planted.cookies["conference"]

    await planted.post(await house.personal_link())

    assert await house.app.database.gathered(visits_by_token, known) is None


async def test_the_cookie_is_for_this_server_and_out_of_reach_of_scripts(house: House) -> None:
    client = await house.browser()

    answer = await client.post(await house.personal_link())

    (cookie,) = answer.headers.get_list("set-cookie")
    assert re.sub(r"^conference=[\w-]{43};", "", cookie) == (
        " HttpOnly; Max-Age=1209600; Path=/; SameSite=lax"
    )


async def test_a_moderators_personal_link_gives_no_roles(house: House) -> None:
    client = await house.signed_in(house.jonas_id, Reach.ATTENDEE)

    found = await visit(house, client)
    page = await client.get("/account")

    assert found is not None
    assert found.viewer.grants == frozenset()
    assert "Moderator" not in page.text


async def test_replacing_a_sign_in_is_announced(house: House) -> None:
    heard: list[Change] = []
    client = await house.signed_in(house.sabine_id, Reach.ATTENDEE)
    before = await visit(house, client)
    assert before is not None
    usual = house.app.database.on_commit

    def listen(changes: frozenset[Change]) -> None:
        heard.extend(changes)
        usual(changes)

    house.app.database.on_commit = listen

    await client.post(await house.personal_link())

    assert SignInClosed(house.sabine_id, before.viewer.sign_in_id) in heard


@pytest.mark.parametrize(
    ("failures", "pause"), [(1, 0.0), (10, 0.0), (11, 0.1), (20, 1.0), (30, 2.0), (100, 2.0)]
)
def test_wrong_links_are_answered_ever_more_slowly(failures: int, pause: float) -> None:
    assert pause_s(failures) == pytest.approx(pause)


async def test_many_wrong_links_lock_nobody_out(house: House) -> None:
    client = await house.browser()
    for number in range(12):
        assert (await client.get(f"/sign-in/wrong{number}")).status_code == 404

    assert (await client.post(await house.personal_link())).status_code == 303

"""§9, 1 to 4: links that sign in, what they give, and what they must not give away."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from conference.accounts.cookies import cookie_name
from conference.accounts.links import PROOF_BYTES as ROLE_PROOF_BYTES
from conference.app import create_app
from conference.demo.links import DemoRole, resolve, role_token
from conference.registration.links import PROOF_BYTES, personal_token
from conference.settings import Settings
from tests.conftest import browser
from tests.registration.conftest import entered
from tests.security.conftest import Role, World
from tests.security.matrix import rows
from tests.security.tables import everything
from tests.security.test_matrix import example
from tests.security.things import Things, things
from tests.support.times import Later

__all__ = ["things"]
HTTPS = "https://conference.example"


def test_a_link_cannot_be_guessed_and_hangs_on_the_secret_and_the_version() -> None:
    tokens = {
        personal_token(secret, registration, version)
        for secret in (b"one secret", b"another secret")
        for registration in (1, 2)
        for version in (1, 2)
    }

    assert min(PROOF_BYTES, ROLE_PROOF_BYTES) * 8 >= 128
    assert len(tokens) == 8
    assert max(map(len, tokens)) <= 40


async def test_a_personal_link_stands_nowhere_in_the_database(world: World) -> None:
    async with world.browser() as client:
        await client.post("/sign-in", data={"email": "anna.weser@alpenrand.example"})
        await client.post(world.link)
    await world.mails()

    stored = str(await everything(world.app.database))

    assert "anna.weser@alpenrand.example" in stored
    assert world.link.removeprefix("/sign-in/") not in stored
    assert world.cookies[Role.ATTENDEE].partition("=")[2] not in stored


async def test_reading_changes_nothing(world: World, things: Things) -> None:
    """Mail scanners, preloaders and crawlers read whatever has an address."""
    before = await everything(world.app.database)
    paths = [example(world, things, path) for (method, path), _ in rows() if method == "GET"]

    for role in (Role.NOBODY, Role.WAITING, Role.ATTENDEE, Role.ADMIN):
        async with world.browser(role) as client:
            for path in (*paths, world.link):
                await client.get(path)
                await client.head(path)

    assert await everything(world.app.database) == before
    assert len(before["sign_in"]) > 10


async def test_the_page_of_a_link_keeps_it_to_itself(world: World) -> None:
    async with world.browser() as client:
        page = await client.get(world.link)
        entered_by = await client.post(world.link)

    loaded = BeautifulSoup(page.text, "html5lib").select("[src], [srcset], link, script, style")
    assert {tag.name for tag in loaded} == {"link"}
    assert {tuple(tag["rel"]) for tag in loaded} == {("stylesheet",)}
    assert page.headers["referrer-policy"] == "strict-origin"
    assert page.headers["cache-control"] == "private, no-store"
    token = world.link.removeprefix("/sign-in/")
    assert entered_by.status_code == 303
    assert token not in entered_by.headers["location"]
    assert token not in page.text


async def test_a_link_signs_nobody_in_by_a_foreign_form(world: World) -> None:
    async with world.browser() as client:
        answer = await client.post(world.link, headers={"sec-fetch-site": "cross-site"})

        assert answer.status_code == 403
        assert not client.cookies


async def test_the_long_lived_link_gives_an_attendees_rights_only(world: World) -> None:
    """Lena is an organiser; so is she by her own one-time link, but not by the attendee's."""
    moderation = f"/sessions/{world.a.session_id}/moderation"
    async with world.browser(Role.LINK) as lena, world.browser(Role.ORGANISER) as organiser:
        answers = [await client.get(moderation) for client in (lena, organiser)]
        account = await lena.get("/account")

    assert [answer.status_code for answer in answers] == [404, 200]
    assert "Organiser" not in account.text


async def test_mails_to_one_address_are_three_whichever_form_asks_for_them(world: World) -> None:
    address = {"email": "anna.weser@alpenrand.example"}
    async with world.browser() as client:
        for _ in range(2):
            await client.post(f"/events/{world.a.slug}/registration", data=entered(**address))
            await client.post("/sign-in", data=address)
            await client.post("/sign-in", data=address)

    assert (
        len(
            [
                mail
                for mail in await world.mails()
                if mail["To"].addresses[0].username == "anna.weser"
            ]
        )
        == 3
    )


@pytest.mark.parametrize(
    ("url", "name", "flags"),
    [
        (HTTPS, "__Host-conference", "HttpOnly; Max-Age=1209600; Path=/; SameSite=lax; Secure"),
        ("http://127.0.0.1:8000", "conference", "HttpOnly; Max-Age=1209600; Path=/; SameSite=lax"),
    ],
)
async def test_the_cookie_is_locked_to_this_host(
    world: World, url: str, name: str, flags: str
) -> None:
    app = create_app(replace(world.app.settings, root_url=url))
    async with browser(app) as client:
        client.base_url = url
        answer = await client.post(world.link)
    await app.database.close()

    (cookie,) = answer.headers.get_list("set-cookie")
    assert re.fullmatch(rf"{name}=[\w-]{{43}}; {re.escape(flags)}", cookie)


async def test_every_sign_in_has_a_token_of_its_own(world: World) -> None:
    """Nor does one that was there before go on: it may have been planted."""
    async with world.browser(Role.WAITING) as client:
        tokens = [client.cookies["conference"]]
        for _ in range(3):
            await client.post(world.link)
            tokens.append(client.cookies["conference"])

    assert len(set(tokens)) == 4
    for token in tokens[:3]:
        async with browser(world.app) as planted:
            planted.cookies.set(cookie_name(world.app.settings), token, domain="127.0.0.1")
            assert (await planted.get("/account")).status_code == 401


async def test_signing_out_leaves_nothing_behind(world: World) -> None:
    async with world.browser(Role.ATTENDEE) as client:
        token = client.cookies["conference"]
        page = BeautifulSoup((await client.get("/account")).text, "html5lib")
        own = page.find(lambda tag: tag.name == "li" and "this one" in tag.get_text())
        form = own.find("form") if own else None
        assert form is not None
        answer = await client.post(str(form["action"]))

    assert answer.status_code == 303
    assert answer.headers["clear-site-data"] == '"cookies", "storage"'
    assert "Max-Age=0" in answer.headers["set-cookie"]
    async with browser(world.app) as again:
        again.cookies.set("conference", token, domain="127.0.0.1")
        assert (await again.get("/account")).status_code == 401


async def test_roles_end_after_an_idle_hour_and_attendees_stay(world: World, later: Later) -> None:
    async with world.browser(Role.MODERATOR) as moderator, world.browser(Role.ATTENDEE) as attendee:
        for after, expected in ((0, [200, 200]), (62, [401, 200])):
            later(timedelta(minutes=after))
            statuses = [
                (await client.get("/account")).status_code for client in (moderator, attendee)
            ]
            assert statuses == expected


@pytest.mark.parametrize(
    ("is_demo", "url"), [(False, "http://127.0.0.1:8000"), (True, HTTPS), (False, HTTPS)]
)
async def test_role_links_of_the_demo_open_nothing_elsewhere(
    settings: Settings, is_demo: bool, url: str
) -> None:
    app = create_app(replace(settings, demo=is_demo, root_url=url))
    async with app.database.reading() as db:
        offers = [
            await resolve(db, app.settings, role_token(app.settings.secret, role))
            for role in DemoRole
        ]
    await app.database.close()

    assert offers == [None] * 4

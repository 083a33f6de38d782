"""§9, 3 and 7: who may open a socket, how many, and that they close with the rights behind them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
import websockets
from sqlalchemy import delete

from conference.accounts.actions import RolesChanged
from conference.accounts.models import Role as HeldRole
from conference.agenda.models import Session
from conference.db import announce
from conference.live import live as live_module
from conference.live.doors import OF_AN_ADDRESS, OF_ONE, Doors
from conference.live.lines import NOT_ALLOWED
from conference.serving import SOCKET_BYTES
from conference.settings import Settings
from tests import factories
from tests.conftest import ROOT_URL
from tests.security.conftest import Role, World
from tests.security.knocking import ACCEPTED, REFUSED, Socket, knock, knocking
from tests.security.served import served
from tests.support.times import Later


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


def room(world: World) -> str:
    return f"/sessions/{world.a.session_id}/live"


async def closed_with(socket: Socket) -> int | None:
    async with asyncio.timeout(10):
        await socket.closed.wait()
    return socket.close_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": ROOT_URL}, ACCEPTED),
        ({"origin": "https://evil.example"}, REFUSED),
        ({"origin": f"{ROOT_URL}.evil.example"}, REFUSED),
        ({"origin": "null"}, REFUSED),
        ({"origin": None}, REFUSED),
        ({"origin": None, "sec_fetch_site": "same-origin"}, REFUSED),
        ({"origin": ROOT_URL, "host": "evil.example"}, REFUSED),
    ],
)
async def test_a_socket_is_for_our_own_pages(
    world: World, headers: dict[str, str | None], status: int
) -> None:
    assert await knock(world.app, room(world), world.cookies[Role.ATTENDEE], **headers) == status


@pytest.mark.parametrize(
    "path", ["/sessions/4711/live", "/sessions/99999999999/live", "/events/x/live"]
)
async def test_a_socket_on_nothing_is_refused(world: World, path: str) -> None:
    assert await knock(world.app, path, world.cookies[Role.ADMIN]) == REFUSED


async def test_one_person_holds_ten_at_most(world: World, stack: AsyncExitStack) -> None:
    cookie = world.cookies[Role.ATTENDEE]
    held = [
        await stack.enter_async_context(knocking(world.app, room(world), cookie)) for _ in range(11)
    ]

    assert [socket.status for socket in held] == [ACCEPTED] * 10 + [REFUSED]
    assert await knock(world.app, room(world), world.cookies[Role.WAITING]) == ACCEPTED
    await stack.aclose()
    assert await knock(world.app, room(world), cookie) == ACCEPTED


async def test_one_person_opens_twenty_a_minute_at_most(world: World) -> None:
    cookie = world.cookies[Role.ATTENDEE]
    knocks = [await knock(world.app, room(world), cookie) for _ in range(21)]

    assert knocks == [ACCEPTED] * 20 + [REFUSED]
    assert await knock(world.app, room(world), world.cookies[Role.MODERATOR]) == ACCEPTED


def test_a_company_behind_one_address_comes_in() -> None:
    doors = Doors()

    for is_known, door in ((True, OF_ONE), (False, OF_AN_ADDRESS)):
        opened = 0
        while opened <= door.opened.count:
            if not doors.let_in("the same", is_known=is_known):
                break
            doors.leave("the same")
            opened += 1
        # What the person has opened counts for the address as well: it is one name here.
        assert opened == door.opened.count - (0 if is_known else OF_ONE.opened.count)


async def test_a_socket_that_talks_too_much_is_closed(settings: Settings) -> None:
    """As it comes over the wire: what is said there is never unpacked."""
    async with served(settings) as site:
        async with site.app.database.writing() as db:
            await factories.an_event(db)
        url = f"{site.app.settings.root_url.replace('http', 'ws')}/events/offen-gesagt/live"
        async with websockets.connect(
            url,
            origin=site.app.settings.root_url,  # type: ignore[arg-type]
            compression=None,
        ) as socket:
            await socket.send("a" * SOCKET_BYTES)
            await socket.ping()
            await socket.send("a" * (SOCKET_BYTES + 1))
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await asyncio.wait_for(socket.recv(), 10)

    assert SOCKET_BYTES <= 4096
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


async def test_a_role_that_is_taken_away_closes_its_sockets(world: World) -> None:
    path = f"/sessions/{world.a.session_id}/moderation/live"
    cookies = [world.cookies[role] for role in (Role.MODERATOR, Role.ORGANISER)]
    async with (
        knocking(world.app, path, cookies[0]) as lost,
        knocking(world.app, path, cookies[1]) as kept,
    ):
        person_id = world.people[Role.MODERATOR]
        async with world.app.database.writing() as db:
            await db.execute(delete(HeldRole).where(HeldRole.person_id == person_id))
            announce(db, RolesChanged(person_id))

        assert await closed_with(lost) == NOT_ALLOWED
        assert kept.close_code is None


async def test_signing_out_elsewhere_closes_the_sockets_there(world: World) -> None:
    async with knocking(world.app, room(world), world.victim_cookie) as socket:
        async with world.browser(Role.ATTENDEE) as client:
            answer = await client.delete(f"/account/sign-ins/{world.victim_sign_in_id}")

        assert answer.status_code == 303
        assert await closed_with(socket) == NOT_ALLOWED


async def test_a_replaced_link_closes_the_sockets_of_those_it_let_in(world: World) -> None:
    own = knocking(world.app, room(world), world.cookies[Role.ATTENDEE])
    async with own as kept, knocking(world.app, room(world), world.victim_cookie) as socket:
        async with world.browser(Role.ATTENDEE) as client:
            await client.put(f"/registrations/{world.registration_id}/link")
            old_link = await client.get(world.link)

        assert await closed_with(socket) == NOT_ALLOWED
        assert kept.close_code is None
        assert old_link.status_code == 404


async def test_an_expired_sign_in_closes_its_sockets_though_others_come_and_go(
    world: World, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "RECHECK_S", 0.2)
    async with knocking(world.app, room(world), world.cookies[Role.MODERATOR]) as socket:
        later(timedelta(hours=13))
        async with asyncio.timeout(10):
            while not socket.closed.is_set():
                world.app.live.recheck("person/4711")
                await asyncio.sleep(0.05)

        assert socket.close_code == NOT_ALLOWED


async def test_a_session_that_is_gone_keeps_no_other_socket_open(
    world: World, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "RECHECK_S", 0.0)
    elsewhere = f"/sessions/{world.b.session_id}/live"
    async with (
        knocking(world.app, room(world), world.cookies[Role.ADMIN]) as on_gone,
        knocking(world.app, elsewhere, world.cookies[Role.ORGANISER_B]) as expired,
        knocking(world.app, elsewhere, world.cookies[Role.ATTENDEE_B]) as kept,
    ):
        later(timedelta(hours=13))
        async with world.app.database.writing() as db:
            await db.execute(delete(Session).where(Session.id == world.a.session_id))
        world.app.live.recheck("anybody")

        assert [await closed_with(on_gone), await closed_with(expired)] == [NOT_ALLOWED] * 2
        assert kept.close_code is None

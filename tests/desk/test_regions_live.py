"""Pushes to channel staff who are limited to regions, and what changes with the limit."""

import asyncio

from conference.accounts.cookies import cookie_name
from conference.db import announce
from conference.live.lines import NOT_ALLOWED
from conference.privacy import ScopeKind
from conference.sentiment.actions import MoodReleased
from tests.desk import releases
from tests.desk.limited import ALPENRAND, WESERBOGEN, Team, tables, team
from tests.desk.world import DESK, desk
from tests.security.knocking import Socket, knocking

__all__ = ["desk", "team"]


async def frames(socket: Socket, number: int) -> list[str]:
    async with asyncio.timeout(10):
        while len(socket.sent) <= number:  # noqa: ASYNC110 - a socket tells of no single frame
            await asyncio.sleep(0.01)
    return [said["text"] for said in socket.sent[1:]]


async def test_her_socket_is_pushed_no_row_but_told_to_fetch(team: Team) -> None:
    path, app = f"{DESK}/live", team.desk.app
    mara = f"{cookie_name(app.settings)}={team.desk.mara.cookies[cookie_name(app.settings)]}"

    async with knocking(app, path, team.rosas_cookie) as hers, knocking(app, path, mara) as all_:
        for id_ in (team.annas, team.sabines):
            await team.desk.mara.post(
                f"{DESK}/feedback/{id_}/closure?_method=put", data={"version": 1}
            )
            await app.live.settled()
        told, pushed = await frames(hers, 2), await frames(all_, 2)

    assert told == [
        f'<hx-partial hx-target="#inbox-{team.desk.event_id}" hx-swap="delete"></hx-partial>'
        f'<hx-partial hx-target="#letter-{id_}" hx-swap="delete"></hx-partial>'
        for id_ in (team.annas, team.sabines)
    ]
    assert ["Anna Weser" in frame for frame in pushed] == [True, False]
    region = (await team.rosa.get(f"{DESK}/feedback/list?show=closed")).text
    assert 'data-follows="inbox"' in region
    assert f'data-inbox="{team.desk.event_id}"' in region
    assert "Hello." in region


async def test_a_socket_closes_when_its_viewer_gets_a_limit_or_loses_it(team: Team) -> None:
    async def closed() -> int | None:
        async with asyncio.timeout(10):
            await socket.closed.wait()
        return socket.close_code

    for regions in ((), ("Nord",)):
        async with knocking(team.desk.app, f"{DESK}/live", team.rosas_cookie) as socket:
            await team.limit(*regions)
            assert await closed() == NOT_ALLOWED
    async with knocking(team.desk.app, f"{DESK}/live", team.rosas_cookie) as socket:
        await team.limit("Nord", "Süd")
        await team.desk.app.live.settled()
        assert socket.close_code is None


async def test_other_regions_are_hers_at_once(team: Team) -> None:
    await team.limit("nord", "alpes cotieres")
    both = tables(await team.rosa.get(f"{DESK}/companies"))
    await team.limit("Süd")
    none = await team.rosa.get(f"{DESK}/companies")
    await team.limit()
    every = tables(await team.rosa.get(f"{DESK}/companies"))

    assert [row[0] for row in both[0]] == [ALPENRAND, WESERBOGEN]
    assert tables(none) == []
    assert len(every[0]) == 3


async def test_released_figures_are_the_same_for_all(team: Team) -> None:
    """They are stored releases, equal for every role; and they are pushed to her too."""
    desk = team.desk
    async with desk.database.writing() as db:
        told = [(desk.began, releases.figures(4.2, 40))]
        await releases.release(db, ScopeKind.FEEDBACK, desk.session_id, told)
        await releases.release(db, ScopeKind.MOOD, desk.event_id, told)
    paths = [f"{DESK}/{path}" for path in ("mood", "mood.csv", "mood/comments", "sessions")]

    shown = [[(await client.get(path)).text for path in paths] for client in (desk.mara, team.rosa)]
    async with knocking(desk.app, f"{DESK}/live", team.rosas_cookie) as hers:
        async with desk.database.writing() as db:
            announce(db, MoodReleased(desk.event_id))
        (pushed,) = await frames(hers, 1)

    assert "4.2" in shown[0][1]
    assert "4.2" in shown[0][3]
    assert [page.replace("Mara Linde", "") for page in shown[0]] == [
        page.replace("Rosa Tal", "") for page in shown[1]
    ]
    assert 'hx-target="#mood-figures"' in pushed

"""Moderators: prepare, open, close, show, archive, run again; and who else may not."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from conference.polls.models import PollState
from conference.polls.votes import OWNER
from conference.privacy.models import FrameUnit, Scope, ScopeState
from conference.privacy.plan import Plan, Statistic, Unit, read_plan
from tests.polls.conftest import MULTIPLE, SCALE, SINGLE, Room, edit, listed
from tests.support.waiting import until_one_waits


async def scopes(room: Room) -> list[Scope]:
    async with room.app.database.reading() as db:
        return list(await db.scalars(select(Scope)))


async def test_what_was_opened_can_be_neither_changed_nor_deleted(room: Room) -> None:
    poll_id = await room.open()

    changed = await edit(room, poll_id, wording_en="Something else", version="2")
    deleted = await room.jonas.post(f"/polls/{poll_id}?_method=delete")
    form = await room.jonas.get(f"/polls/{poll_id}/draft")

    assert (changed.status_code, deleted.status_code, form.status_code) == (409, 409, 409)
    assert "Something else" in changed.text
    assert (await listed(room))["open"] == ["Do you reach the threshold?"]


async def test_opening_fixes_plan_frame_and_end(room: Room) -> None:
    await room.companies(3)
    poll_id = await room.open(minutes="7")

    poll, [scope] = await room.poll(poll_id), await scopes(room)
    async with room.app.database.reading() as db:
        units = await db.scalar(select(func.count()).where(FrameUnit.frame_id == scope.frame_id))
    assert poll.opened_at is not None
    assert poll.closes_at == poll.opened_at + timedelta(minutes=7)
    assert (scope.subject_id, scope.closes_at, scope.k, units) == (poll_id, poll.closes_at, 10, 3)
    choices = tuple(await room.choices(poll_id))
    assert read_plan(scope.plan) == Plan(Unit.PERSON, Statistic.CHOICES, choices)


async def test_a_scale_is_planned_as_levels(room: Room) -> None:
    await room.open(SCALE)

    [scope] = await scopes(room)
    assert read_plan(scope.plan) == Plan(Unit.PERSON, Statistic.LEVELS)


async def test_opening_twice_opens_once(room: Room) -> None:
    poll_id = await room.create(MULTIPLE)

    answers = await asyncio.gather(*(room.act(poll_id, "opening", version="1") for _ in range(3)))

    assert [answer.status_code for answer in answers] == [303] * 3
    assert len(await scopes(room)) == 1


async def test_what_closes_by_itself_at_the_same_moment_can_be_closed(room: Room) -> None:
    poll_id = await room.open()

    async with room.app.database.writing() as db:
        scope = (await db.scalars(select(Scope).with_for_update())).one()
        closing = asyncio.create_task(room.act(poll_id, "closure"))
        await until_one_waits(room.app.database)
        scope.state = ScopeState.CLOSED
        await OWNER.closed(db, scope)

    assert (await closing).status_code == 303
    assert (await room.poll(poll_id)).state == PollState.CLOSED


async def test_nobody_opens_what_somebody_else_has_just_changed(room: Room) -> None:
    poll_id = await room.create()
    await edit(room, poll_id, wording_en="Something else")

    stale = await room.act(poll_id, "opening", version="1")

    assert stale.status_code == 409
    assert (await room.poll(poll_id)).state == PollState.DRAFT
    assert await scopes(room) == []


async def test_a_live_result_needs_fifty_companies(room: Room) -> None:
    await room.companies(49)
    poll_id = await room.create(shown="live")

    refused = await room.act(poll_id, "opening", version="1")

    assert refused.status_code == 409
    assert "needs 50 registered companies" in refused.text
    assert (await room.poll(poll_id)).state == PollState.DRAFT


async def test_fifty_companies_make_a_live_result(room: Room) -> None:
    await room.companies(50)
    await room.open(shown="live")

    [scope] = await scopes(room)
    assert read_plan(scope.plan).is_live


@pytest.mark.parametrize(("count", "is_said"), [(9, True), (10, False)])
async def test_a_small_room_is_said_before_opening(room: Room, count: int, is_said: bool) -> None:
    await room.companies(count)
    await room.create()

    page = await room.jonas.get(f"/sessions/{room.session_id}/moderation/polls")

    assert ("The room is small" in page.text) is is_said


async def test_a_closed_poll_stays_closed_and_runs_again_as_a_draft(room: Room) -> None:
    poll_id = await room.open()
    await room.close(poll_id)

    again = await room.act(poll_id, "closure")
    reopened = await room.act(poll_id, "opening", version=str((await room.poll(poll_id)).version))
    repeated = await room.jonas.post(f"/polls/{poll_id}/repeats")

    assert (again.status_code, reopened.status_code, repeated.status_code) == (303, 409, 303)
    assert await listed(room) == {
        "drafts": ["Do you reach the threshold?"],
        "open": [],
        "closed": ["Do you reach the threshold?"],
    }
    copy_id = int(repeated.headers["location"].rpartition("-")[2])
    assert len(await room.choices(copy_id)) == 3
    assert (await room.act(copy_id, "opening", version="1")).status_code == 303


async def test_a_draft_can_be_neither_closed_nor_shown_nor_archived(room: Room) -> None:
    poll_id = await room.create()

    answers = [await room.act(poll_id, what) for what in ("closure", "result", "archive")]

    assert [answer.status_code for answer in answers] == [409] * 3


async def test_an_open_poll_can_be_neither_shown_nor_archived(room: Room) -> None:
    poll_id = await room.open()

    answers = [
        await room.act(poll_id, what) for what in ("result", "result?_method=delete", "archive")
    ]

    assert [answer.status_code for answer in answers] == [409] * 3


async def test_an_archived_poll_is_gone_from_the_room(room: Room) -> None:
    poll_id = await room.open()
    await room.close(poll_id)

    twice = [await room.act(poll_id, "archive") for _ in range(2)]

    region = await room.sabine.get(f"/sessions/{room.session_id}/regions")
    page = await room.sabine.get(f"/polls/{poll_id}")
    assert [answer.status_code for answer in twice] == [303, 303]
    assert ("threshold" in region.text, page.status_code) == (False, 404)
    assert (await listed(room))["closed"] == []
    assert (await room.act(poll_id, "result")).status_code == 409


async def test_the_clock_closes_too(room: Room) -> None:
    poll_id = await room.open()
    async with room.app.database.writing() as db:
        [scope] = await db.scalars(select(Scope))
        scope.closes_at -= timedelta(minutes=6)

    await room.until_closed(poll_id)


async def test_only_moderators_of_this_session_reach_any_of_it(room: Room) -> None:
    poll_id = await room.create()
    paths = [
        ("GET", f"/sessions/{room.session_id}/moderation/polls"),
        ("GET", f"/sessions/{room.session_id}/moderation/polls/all"),
        ("GET", f"/sessions/{room.session_id}/polls/new"),
        ("POST", f"/sessions/{room.session_id}/polls"),
        ("GET", f"/polls/{poll_id}/draft"),
        ("PUT", f"/polls/{poll_id}"),
        ("DELETE", f"/polls/{poll_id}"),
        ("PUT", f"/polls/{poll_id}/opening"),
        ("PUT", f"/polls/{poll_id}/closure"),
        ("PUT", f"/polls/{poll_id}/result"),
        ("DELETE", f"/polls/{poll_id}/result"),
        ("PUT", f"/polls/{poll_id}/archive"),
        ("POST", f"/polls/{poll_id}/repeats"),
    ]

    for client in (room.sabine, room.petra, room.waiting, room.nobody):
        for method, path in paths:
            data = SINGLE | {"version": "1"} if method != "GET" else None
            answer = await client.request(method, path, data=data)
            expected = 401 if client is room.nobody else 404
            assert (path, answer.status_code) == (path, expected)
    assert (await room.poll(poll_id)).state == PollState.DRAFT

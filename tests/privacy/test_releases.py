"""Reading releases: what each page, push and export begins with."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from conference import clock
from conference.db import StatementCount
from conference.privacy import Scope, ScopeKind, releases
from conference.privacy.figures import Cell, End, Figures, Value
from conference.privacy.frames import freeze
from conference.privacy.models import Release, ScopeState
from conference.privacy.plan import Statistic
from tests.privacy.voting import HOUR, MOOD, POLL, Room

NOW = clock.now().replace(second=0)


def a_mean(value: float) -> Figures:
    return Figures((Cell((), 10, 0, Value(value, End.EXACT, 1, 5), ()),))


async def a_scope(db: AsyncSession, subject_id: int, *means: float, is_open: bool = False) -> int:
    scope = Scope(
        kind=ScopeKind.MOOD,
        subject_id=subject_id,
        state=ScopeState.OPEN if is_open else ScopeState.CLOSED,
        plan=MOOD.as_json(),
        frame_id=await freeze(db, dict.fromkeys(range(12), "")),
        opens_at=NOW,
        closes_at=NOW + HOUR,
    )
    db.add(scope)
    await db.flush()
    for number, mean in enumerate(means, start=1):
        figures = a_mean(mean).as_json()
        db.add(Release(scope_id=scope.id, number=number, at=NOW, figures=figures))
    return scope.id


async def test_the_latest_release_of_each_subject_is_one_statement(room: Room) -> None:
    async with room.database.writing() as db:
        await a_scope(db, 1, 2.0, 3.0)
        newest = await a_scope(db, 1, 4.0, 4.5, is_open=True)
        other = await a_scope(db, 2, 1.5)
        await a_scope(db, 2, is_open=True)
        await a_scope(db, 3, is_open=True)
        await a_scope(db, 4, 5.0)

    with StatementCount() as count:
        async with room.database.reading() as db:
            found = await releases.latest(db, ScopeKind.MOOD, [1, 2, 3])

    assert {
        subject: (view.scope_id, view.number, view.state, view.figures)
        for subject, view in found.items()
    } == {
        1: (newest, 2, ScopeState.OPEN, a_mean(4.5)),
        2: (other, 1, ScopeState.CLOSED, a_mean(1.5)),
    }
    assert count.queries == 1


async def test_a_series_is_of_one_vote_and_in_order(room: Room) -> None:
    async with room.database.writing() as db:
        await a_scope(db, 1, 2.0, 3.0)
        scope_id = await a_scope(db, 1, *(4.0, 4.5, 4.2), is_open=True)

    async with room.database.reading() as db:
        found = await releases.series(db, ScopeKind.MOOD, 1)
        nothing = await releases.series(db, ScopeKind.FEEDBACK, 1)

    assert [view.figures for view in found] == [a_mean(4.0), a_mean(4.5), a_mean(4.2)]
    assert found[0] == releases.Released(
        *(scope_id, ScopeKind.MOOD, 1, ScopeState.OPEN, 1, NOW, False, NOW, NOW + HOUR),
        plan=MOOD,
        stored=found[0].stored,
    )
    assert nothing == ()


async def test_scopes_tell_who_is_invited_and_nothing_else(room: Room) -> None:
    plan = replace(POLL, statistic=Statistic.LEVELS, choices=())
    await room.open(plan, companies=23)
    await room.say(1, {"value": 4})

    async with room.database.reading() as db:
        found = await releases.scopes(db, ScopeKind.POLL, [room.subject_id, 1])

    (view,) = found.values()
    assert list(found) == [room.subject_id]
    assert view == releases.ScopeView(ScopeState.OPEN, view.opens_at, view.closes_at, 10, 23)

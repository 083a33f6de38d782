"""Releases and closings in the caller's transaction, as the demo is planted."""

from conference.privacy import Scope
from conference.privacy.closing import close_due
from conference.privacy.figures import read_figures
from conference.privacy.models import ScopeState
from conference.privacy.planting import close_now, release_now
from tests.privacy.voting import MOOD, Room


async def test_a_planted_release_shows_what_a_wave_would(mood: Room) -> None:
    scope_id = await mood.open(MOOD)
    await mood.all_feel(range(1, 21), 4)

    async with mood.database.writing() as db:
        scope = await db.get_one(Scope, scope_id)
        await release_now(db, mood.keys, scope, mood.owners[mood.kind])
        await release_now(db, mood.keys, scope, mood.owners[mood.kind])
    await mood.releaser.release_due()

    ((number, is_final, stored),) = await mood.releases()
    total = read_figures(stored).total
    assert (number, is_final, total and total.companies) == (1, False, 20)


async def test_a_planted_closing_leaves_nothing_but_its_figures_and_its_key_for_the_loop(
    mood: Room,
) -> None:
    scope_id = await mood.open(MOOD)
    await mood.all_feel(range(1, 21), 4)

    async with mood.database.writing() as db:
        scope = await db.get_one(Scope, scope_id)
        await close_now(db, mood.keys, scope, mood.owners[mood.kind])

    assert (await mood.states(), await mood.boxes()) == ([(ScopeState.CLOSED, False)], {})
    ((_number, is_final, _stored),) = await mood.releases()
    assert is_final
    await close_due(mood.database, mood.keys, mood.owners)
    assert await mood.states() == [(ScopeState.CLOSED, True)]
    assert list(mood.keys.path.iterdir()) == []

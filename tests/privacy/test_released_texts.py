"""Texts come out with a release, ten companies at once, and go as they came."""

from sqlalchemy import select

from conference.privacy import ScopeKind, releases
from conference.privacy.models import Comment
from tests.privacy.voting import MOOD, SUBJECT, Room

FEW = 9


async def shown_texts(mood: Room) -> set[str]:
    async with mood.database.reading() as db:
        views = await releases.comments(db, ScopeKind.MOOD, SUBJECT)
        stored = list(await db.scalars(select(Comment.id).order_by(Comment.id)))
    assert len(stored) == len(views)
    return {view.text for view in views}


async def test_texts_come_out_in_waves_and_go_in_waves(mood: Room) -> None:
    await mood.open(MOOD)
    await mood.all_feel(range(1, 21))
    await mood.all_feel(range(1, 1 + FEW), text="Early")
    await mood.releaser.release_due()
    nine = await shown_texts(mood)

    await mood.all_feel(range(10, 31), value=2, text="Later")
    await mood.releaser.release_due()
    all_thirty = await shown_texts(mood)
    await mood.feel(1, 4)
    await mood.say(2, None)
    await mood.feel(30, 2, "Replaced")
    await mood.releaser.release_due()
    waiting = await shown_texts(mood)
    await mood.close()

    early = {f"Early {person}" for person in range(1, 10)}
    later = {f"Later {person}" for person in range(10, 31)}
    assert nine == set()
    assert all_thirty == waiting == early | later
    assert await shown_texts(mood) == (early | later) - {"Early 1", "Early 2", "Later 30"}


async def test_texts_of_a_vote_that_ends_come_out_if_they_are_enough(mood: Room) -> None:
    await mood.open(MOOD)
    await mood.all_feel(range(1, 12), value=5, text="Good")

    await mood.close()

    async with mood.database.reading() as db:
        views = await releases.comments(db, ScopeKind.MOOD, SUBJECT)
    assert {(view.topic, view.level, view.language) for view in views} == {("", "high", "en")}
    assert len(views) == 11

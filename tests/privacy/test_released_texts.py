"""Texts come out with a release, ten companies at once, and stay."""

from sqlalchemy import select

from conference.privacy import ScopeKind, releases
from conference.privacy.models import Comment
from tests.privacy.voting import MOOD, SUBJECT, Room

FEW = 9


async def shown_texts(mood: Room) -> list[str]:
    async with mood.database.reading() as db:
        views = await releases.comments(db, ScopeKind.MOOD, SUBJECT)
        stored = list(await db.scalars(select(Comment.id).order_by(Comment.id)))
    assert len(stored) == len(views)
    return sorted(view.text for view in views)


def texts(word: str, people: range) -> list[str]:
    return [f"{word} {person}" for person in people]


async def test_texts_come_out_in_waves(mood: Room) -> None:
    await mood.open(MOOD)
    await mood.all_feel(range(1, 21))
    await mood.all_feel(range(1, 1 + FEW), text="Early")
    await mood.releaser.release_due()
    nine = await shown_texts(mood)

    await mood.all_feel(range(10, 31), value=2, text="Later")
    await mood.releaser.release_due()

    assert nine == []
    assert await shown_texts(mood) == sorted(
        texts("Early", range(1, 10)) + texts("Later", range(10, 31))
    )


async def test_what_is_out_names_nobody_by_going(mood: Room) -> None:
    """Seen to withdraw, or to change their answer, before a wave and before the end."""
    await mood.open(MOOD)
    await mood.all_feel(range(1, 31), text="Early")
    await mood.releaser.release_due()
    before = await shown_texts(mood)

    await mood.say(1, None)
    await mood.feel(2, 5)
    await mood.feel(3, 5, "Early 3")
    await mood.all_feel(range(20, 31), value=2, text="Another")
    await mood.releaser.release_due()
    after = await shown_texts(mood)
    await mood.say(4, None)
    await mood.feel(1, 5, "Early 1")
    await mood.close()

    assert before == sorted(texts("Early", range(1, 31)))
    assert after == sorted(before + texts("Another", range(20, 31)))
    assert await shown_texts(mood) == after


async def test_texts_of_a_vote_that_ends_come_out_if_they_are_enough(mood: Room) -> None:
    await mood.open(MOOD)
    await mood.all_feel(range(1, 12), value=5, text="Good")

    await mood.close()

    async with mood.database.reading() as db:
        views = await releases.comments(db, ScopeKind.MOOD, SUBJECT)
    assert {(view.topic, view.level, view.language) for view in views} == {("", "high", "en")}
    assert len(views) == 11

"""What has to be true after crashes."""

from conference.bench.live.crash import Survived

ROUNDS = 2


def assert_survived(found: Survived) -> None:
    assert found.rounds == ROUNDS
    assert found.acknowledged
    assert found.is_right, found

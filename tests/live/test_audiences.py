"""Audiences: who looks at what, in the order they came."""

from collections.abc import Sequence

from conference.live import Topic
from conference.live.audiences import AT_ONCE, Audiences, Part
from conference.live.queued import QueuedLine
from conference.live.sockets import Subscriber
from tests.live.test_sockets import allowed

STAGE, EVENT = Topic("session/1"), Topic("event/1")


def a_subscriber(locale: str, *topics: Topic) -> Subscriber:
    return Subscriber(frozenset(topics), locale, (), None, allowed, QueuedLine())


def readers_of(parts: Sequence[Part]) -> list[Subscriber]:
    assert all(0 < len(part.readers) <= AT_ONCE for part in parts)
    return [reader for part in parts for reader in part.readers]


def test_an_audience_stands_by_locale_in_the_order_they_came_until_they_leave() -> None:
    audiences = Audiences()
    readers = [a_subscriber(locale, STAGE) for locale in ("en", "de", "en") * AT_ONCE]
    reader = a_subscriber("de", STAGE, EVENT)
    for each in (*readers, reader):
        audiences.add(each)
    for each in readers[::2]:
        audiences.remove(each)
    left = readers[1::2]

    assert [(locale, readers_of(parts)) for locale, parts in audiences.of(STAGE)] == [
        ("de", [each for each in left if each.locale == "de"] + [reader]),
        ("en", [each for each in left if each.locale == "en"]),
    ]
    assert [(locale, readers_of(parts)) for locale, parts in audiences.of(EVENT)] == [
        ("de", [reader])
    ]
    assert audiences.counts() == {STAGE: len(left) + 1, EVENT: 1}
    assert set(audiences.all()) == {*left, reader}

    for each in (*left, reader):
        audiences.remove(each)

    assert (audiences.of(STAGE), audiences.counts(), audiences.all()) == ([], {}, [])
    assert STAGE not in audiences

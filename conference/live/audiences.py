"""Audiences: who looks at what, and in which language."""

from collections import defaultdict
from collections.abc import Sequence

from conference.live.frames import Frame
from conference.live.sockets import Subscriber
from conference.live.topics import Topic

RINGS = 30
# At 10 microseconds each, they hold the loop for 5 milliseconds.
AT_ONCE = 500


class Part:
    """Some of an audience, at most AT_ONCE."""

    def __init__(self, readers: Sequence[Subscriber]) -> None:
        self.readers = readers
        lines = [reader.line for reader in readers]
        self._pushing = lines[0].together(lines)

    def push(self, frame: Frame) -> None:
        """As `Subscriber.push`, to each."""
        if self._pushing is None:
            for reader in self.readers:
                reader.push(frame)
        else:
            for place in self._pushing.push(frame):
                self.readers[place].skip()


class Audience:
    """In the order they came: so their connections lie in memory, here and in the kernel, and to
    write to ten thousand all over the place costs a tenth more."""

    def __init__(self) -> None:
        self._readers: dict[Subscriber, None] = {}
        self._parts: list[Part] = []
        self._is_parted = True

    def __len__(self) -> int:
        return len(self._readers)

    def add(self, subscriber: Subscriber) -> None:
        self._readers[subscriber] = None
        self._is_parted = False

    def remove(self, subscriber: Subscriber) -> None:
        del self._readers[subscriber]
        self._parts, self._is_parted = [], False

    @property
    def parts(self) -> Sequence[Part]:
        """As it is now."""
        if not self._is_parted:
            readers = tuple(self._readers)
            starts = range(0, len(readers), AT_ONCE)
            self._parts = [Part(readers[at : at + AT_ONCE]) for at in starts]
            self._is_parted = True
        return self._parts


class Audiences:
    def __init__(self) -> None:
        self._by_topic: dict[Topic, dict[str, Audience]] = defaultdict(_by_locale)
        # By whose turn it is to be pinged.
        self._rings: tuple[dict[Subscriber, None], ...] = tuple({} for _ in range(RINGS))

    def __contains__(self, topic: Topic) -> bool:
        return topic in self._by_topic

    def add(self, subscriber: Subscriber) -> None:
        self._ring_of(subscriber)[subscriber] = None
        for topic in subscriber.topics:
            self._by_topic[topic][subscriber.locale].add(subscriber)

    def remove(self, subscriber: Subscriber) -> None:
        del self._ring_of(subscriber)[subscriber]
        for topic in subscriber.topics:
            by_locale = self._by_topic[topic]
            by_locale[subscriber.locale].remove(subscriber)
            if not by_locale[subscriber.locale]:
                del by_locale[subscriber.locale]
            if not by_locale:
                del self._by_topic[topic]

    def of(self, topic: Topic) -> list[tuple[str, Sequence[Part]]]:
        """As it is now, by locale."""
        by_locale = self._by_topic.get(topic, {})
        return [(locale, audience.parts) for locale, audience in sorted(by_locale.items())]

    def counts(self) -> dict[Topic, int]:
        return {topic: sum(map(len, each.values())) for topic, each in self._by_topic.items()}

    def ring(self, number: int) -> list[Subscriber]:
        """One part of them all, of RINGS."""
        return list(self._rings[number % RINGS])

    def all(self) -> list[Subscriber]:
        return [subscriber for ring in self._rings for subscriber in ring]

    def _ring_of(self, subscriber: Subscriber) -> dict[Subscriber, None]:
        return self._rings[subscriber.number % RINGS]


def _by_locale() -> dict[str, Audience]:
    return defaultdict(Audience)

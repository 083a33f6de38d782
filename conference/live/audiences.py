"""Audiences: who looks at what, and in which language."""

from collections import defaultdict

from conference.live.sockets import Subscriber
from conference.live.topics import Topic

RINGS = 30

# A set that keeps the order in which they came: so their connections lie in memory, here and in the
# kernel. To write to ten thousand all over the place costs a tenth more.
Audience = dict[Subscriber, None]


class Audiences:
    def __init__(self) -> None:
        self._by_topic: dict[Topic, dict[str, Audience]] = defaultdict(dict)
        # By whose turn it is to be pinged.
        self._rings: tuple[Audience, ...] = tuple({} for _ in range(RINGS))

    def __contains__(self, topic: Topic) -> bool:
        return topic in self._by_topic

    def add(self, subscriber: Subscriber) -> None:
        self._ring_of(subscriber)[subscriber] = None
        for topic in subscriber.topics:
            self._by_topic[topic].setdefault(subscriber.locale, {})[subscriber] = None

    def remove(self, subscriber: Subscriber) -> None:
        del self._ring_of(subscriber)[subscriber]
        for topic in subscriber.topics:
            by_locale = self._by_topic[topic]
            del by_locale[subscriber.locale][subscriber]
            if not by_locale[subscriber.locale]:
                del by_locale[subscriber.locale]
            if not by_locale:
                del self._by_topic[topic]

    def of(self, topic: Topic) -> list[tuple[str, list[Subscriber]]]:
        """As it is now, by locale."""
        by_locale = self._by_topic.get(topic, {})
        return [(locale, list(readers)) for locale, readers in sorted(by_locale.items())]

    def counts(self) -> dict[Topic, int]:
        return {topic: sum(map(len, each.values())) for topic, each in self._by_topic.items()}

    def ring(self, number: int) -> list[Subscriber]:
        """One part of them all, of RINGS."""
        return list(self._rings[number % RINGS])

    def all(self) -> list[Subscriber]:
        return [subscriber for ring in self._rings for subscriber in ring]

    def _ring_of(self, subscriber: Subscriber) -> Audience:
        return self._rings[subscriber.number % RINGS]

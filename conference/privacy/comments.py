"""Texts come out in waves, too: at a release, when enough companies have something new to say.

A text is shown word for word, with its topic and the class of its answer; never with a group, a
company or a time. What is out stays: texts come ten companies at a time but would go singly, and
who is seen to withdraw would be known by what goes next. The form says so before it is sent.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

LEVELS = {1: "low", 2: "low", 3: "middle", 4: "high", 5: "high"}


@dataclass(frozen=True)
class Text:
    topic: str
    level: str
    text: str
    language: str

    @property
    def mark(self) -> str:
        """Of the words alone: under another topic, or with another answer, they are not new."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Writer:
    """`company` None: counts toward no threshold. `now` None: nothing written, or taken back.
    `shown`: the mark of this person's newest text that is out, "" if none is."""

    company: int | None
    now: Text | None
    shown: str

    @property
    def is_new(self) -> bool:
        return self.now is not None and self.now.mark != self.shown


def next_texts(writers: Sequence[Writer], k: int) -> frozenset[int]:
    """Indices of the writers whose texts come out now: all new ones, if they are of at least `k`
    companies."""
    fresh = frozenset(index for index, writer in enumerate(writers) if writer.is_new)
    companies = {writers[index].company for index in fresh} - {None}
    return fresh if len(companies) >= k else frozenset()

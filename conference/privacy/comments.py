"""Texts come out in waves, too: at a release, when enough companies have something new to say.

A text is shown word for word, with its topic and the class of its answer; never with a group, a
company or a time.
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
        """The same for the same words in the same place."""
        parts = (self.topic, self.level, self.text, self.language)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Writer:
    """`company` None: counts toward no threshold. `now` None: nothing written, or taken back.
    `shown`: the mark of this person's text that is out, "" if none is."""

    company: int | None
    now: Text | None
    shown: str

    @property
    def is_new(self) -> bool:
        return self.now is not None and self.now.mark != self.shown

    @property
    def is_outdated(self) -> bool:
        return self.shown != "" and (self.now is None or self.now.mark != self.shown)


@dataclass(frozen=True)
class TextWave:
    """Indices of writers: whose text comes out now, and whose earlier one goes."""

    shown: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()


def next_texts(writers: Sequence[Writer], k: int, *, is_final: bool) -> TextWave:
    """New texts of at least `k` companies come out at once, and what was replaced or taken back
    goes with them. At the end that goes in any case; fewer new ones are never shown."""
    fresh = frozenset(index for index, writer in enumerate(writers) if writer.is_new)
    outdated = frozenset(index for index, writer in enumerate(writers) if writer.is_outdated)
    companies = {writers[index].company for index in fresh} - {None}
    if len(companies) >= k:
        return TextWave(fresh, outdated)
    return TextWave(removed=outdated) if is_final else TextWave()

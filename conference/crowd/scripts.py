"""What each of the crowd does, and when: a script for a person, the same for the same seed. Pure.

The mood follows a keynote: expectant, a fall when the bad news comes, and half of it back once
questions are answered; each person around their own level.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from conference.demo.cast import read_seed

LEVELS = (1, 2, 3, 4, 5)
# Of the time that there is: when the news comes, when the answers have come; how it shifts moods.
NEWS, ANSWERS = 0.3, 0.75
FALL, LEFT = -1.2, -0.5
# Of a person, a minute.
UPVOTES, VOTES, QUESTIONS, MOODS, LOSSES, STALLS = 0.6, 1.0, 0.03, 0.4, 0.03, 0.01
TOPICS = ("", "", "programme", "margin", "leads", "support", "contact", "product")


@dataclass(frozen=True)
class Ask:
    text: str
    is_anonymous: bool


@dataclass(frozen=True)
class Upvote:
    """Of what stands on the board: `pick`, from 0 to 1, counts from its top."""

    pick: float


@dataclass(frozen=True)
class Vote:
    """In the newest poll that is open: `pick`, from 0 to 1, among its choices."""

    pick: float


@dataclass(frozen=True)
class Feel:
    value: int
    topic: str
    text: str


@dataclass(frozen=True)
class Away:
    """The line is lost, or the train is in a tunnel."""

    seconds: float


@dataclass(frozen=True)
class Stall:
    """Reads nothing that comes, though the line is open."""

    seconds: float


Act = Ask | Upvote | Vote | Feel | Away | Stall


@dataclass(frozen=True)
class Cue:
    """`at`: seconds after they have come in."""

    at: float
    act: Act


def script(number: int, seed: int, language: str, seconds: float, pace: float = 1) -> list[Cue]:
    """In order. `pace`: how much busier than people are.

    Some do more than others. Who votes has voted in a poll by the next cue to vote.
    """
    choose = Random(f"{seed} script {number}")
    level, vigour = choose.gauss(3.4, 0.8), choose.lognormvariate(0, 0.6)
    moods = MOODS if choose.random() < 0.75 else 0

    def at(per_minute: float) -> Iterator[float]:
        return _moments(choose, per_minute * pace, seconds)

    cues = [Cue(when, Upvote(choose.random() ** 2)) for when in at(UPVOTES * vigour)]
    cues += [Cue(when, Vote(choose.random())) for when in at(VOTES)]
    cues += [Cue(when, _question(choose, language)) for when in at(QUESTIONS * vigour)]
    cues += [Cue(when, _feeling(choose, level, when / seconds, language)) for when in at(moods)]
    cues += [Cue(when, Away(choose.uniform(2, 12) / pace)) for when in at(LOSSES)]
    cues += [Cue(when, Stall(choose.uniform(3, 9) / pace)) for when in at(STALLS)]
    return sorted(cues, key=lambda cue: cue.at)


def _moments(choose: Random, per_minute: float, seconds: float) -> Iterator[float]:
    """As they come by chance, so often a minute."""
    at = 0.0
    while per_minute and (at := at + choose.expovariate(per_minute / 60)) < seconds:
        yield at


def _feeling(choose: Random, level: float, share: float, language: str) -> Feel:
    value = min(max(round(level + _shift(share) + choose.gauss(0, 0.4)), 1), 5)
    text = _comment(choose, language, value) if choose.random() < 0.1 else ""
    return Feel(value, choose.choice(TOPICS), text)


def _shift(share: float) -> float:
    if share < NEWS:
        return 0.0
    return FALL if share < ANSWERS else LEFT


def _question(choose: Random, language: str) -> Ask:
    texts = _texts()["questions"]
    kind = choose.choices(("sensible", "again", "nasty"), weights=(6, 3, 1))[0]
    return Ask(choose.choice(texts[kind][language]), choose.random() < 0.5)


def _comment(choose: Random, language: str, value: int) -> str:
    side = "low" if value < 3 else "high" if value > 3 else "middle"
    text: str = choose.choice(_texts()["comments"][side][language])
    return text


@cache
def _texts() -> Any:
    return read_seed("crowd")

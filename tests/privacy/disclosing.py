"""A vote without anything around it: who says what, and what is shown of it release by release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from conference.privacy.disclosure import EMPTY, Ledger, Next, Said, Voice, next_release
from conference.privacy.figures import Cell, Figures
from conference.privacy.plan import Plan, Statistic, Unit

MOOD = Plan(Unit.COMPANY, Statistic.LEVELS, is_live=True)
BY_TYPE = replace(MOOD, dimension="type")
SURVEY = replace(MOOD, is_live=False)
SURVEY_BY_TYPE = replace(BY_TYPE, is_live=False)
POLL = Plan(Unit.PERSON, Statistic.CHOICES, choices=("yes", "no"))
LIVE_POLL = replace(POLL, is_live=True)


@dataclass
class Vote:
    """`categories`: by company. Persons are numbered as they first speak. `moves`: for each release
    the companies that moved with it."""

    plan: Plan
    categories: Mapping[int, str]
    voices: list[Voice] = field(default_factory=list)
    ledger: Ledger = EMPTY
    shown: list[Figures] = field(default_factory=list)
    moves: list[set[int | None]] = field(default_factory=list)

    def say(self, company: int | None, *answers: int | str) -> int:
        """A new person of this company. Their number."""
        self.voices.append(Voice(company, said(*answers), None, 0))
        return len(self.voices) - 1

    def change(self, person: int, *answers: int | str) -> None:
        self.voices[person] = replace(self.voices[person], now=said(*answers) if answers else None)

    def look(self, *, is_final: bool = False) -> Figures | None:
        found = self.peek(is_final=is_final)
        if found is None:
            return None
        if found.ledger.number > self.ledger.number:
            self.moves.append({self.voices[index].company for index in found.moved})
            self.shown.append(found.figures)
        self.ledger = found.ledger
        for index in found.moved:
            voice = self.voices[index]
            self.voices[index] = replace(voice, released=voice.now, since=self.ledger.number)
        return found.figures

    def peek(self, *, is_final: bool = False) -> Next | None:
        return next_release(self.plan, self.categories, self.voices, self.ledger, is_final=is_final)

    def released(self, groups: Sequence[str] = ()) -> dict[int, list[int]]:
        """What persons of these categories (all of them) say in the figures, by company."""
        found: dict[int, list[int]] = {}
        for voice in self.voices:
            if voice.released and voice.released.value and voice.company in self.categories:
                if not groups or self.categories[voice.company] in groups:
                    found.setdefault(voice.company, []).append(voice.released.value)
        return found


def said(*answers: int | str) -> Said:
    values = [answer for answer in answers if isinstance(answer, int)]
    choices = tuple(answer for answer in answers if isinstance(answer, str))
    return Said(values[0] if values else None, choices)


def room(plan: Plan, levels: Sequence[int], category: str = "") -> Vote:
    """Each company has one person."""
    vote = Vote(plan, dict.fromkeys(range(1, len(levels) + 1), category))
    for company, level in enumerate(levels, start=1):
        vote.say(company, level)
    return vote


def total(figures: Figures | None) -> Cell:
    assert figures is not None
    assert figures.total is not None
    return figures.total


def short(cell: Cell) -> dict[str, tuple[str, float]]:
    """Each figure as it is worded."""
    values = {"mean": cell.mean} if cell.mean else {}
    values |= {share.name: share.share for share in cell.shares}
    return {name: (value.end.value, value.value) for name, value in values.items()}

"""A vote without anything around it: who says what, and what is shown of it release by release."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from conference.privacy.disclosure import EMPTY, Ledger, Next, Said, Voice, next_release
from conference.privacy.disclosure.ledger import Claim, Standing
from conference.privacy.figures import Cell, Figures
from conference.privacy.plan import Plan, Statistic, Unit

MOOD = Plan(Unit.COMPANY, Statistic.LEVELS, is_live=True)
BY_TYPE = replace(MOOD, dimension="type")
SURVEY = replace(MOOD, is_live=False)
SURVEY_BY_TYPE = replace(BY_TYPE, is_live=False)
POLL = Plan(Unit.PERSON, Statistic.CHOICES, choices=("yes", "no"))
LIVE_POLL = replace(POLL, is_live=True)
DIGIT = 1e-9


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

    def released(self) -> dict[int, list[int]]:
        """What persons say in the figures, by company."""
        found: dict[int, list[int]] = {}
        for voice in self.voices:
            if voice.company is not None and voice.released and voice.released.value:
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


def fits(standing: Standing | None, values: Sequence[int]) -> bool:
    """Whether all claims are true of these answers, one a company, and none lies on the end of a
    step, which belongs to the next one."""
    assert standing is not None
    figures = [(claim, figure(claim, values)) for claim in standing.claims]
    return all(claim.low <= found < claim.high - DIGIT for claim, found in figures)


def figure(claim: Claim, values: Sequence[int]) -> float:
    if claim.center is not None:
        return sum((value - claim.center) ** 2 for value in values)
    if claim.name == "mean":
        return sum(values) / len(values)
    named = {"low": (1, 2), "middle": (3,), "high": (4, 5)}.get(claim.name) or (int(claim.name),)
    return 100 * sum(value in named for value in values) / len(values)

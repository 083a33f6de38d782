"""Voices: what the boxes of one scope say, and what of it comes out with its next release."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from conference.privacy.boxes import size_for
from conference.privacy.comments import LEVELS, Text, Writer, next_texts
from conference.privacy.disclosure import Ledger, Said, Voice, next_release
from conference.privacy.figures import Figures
from conference.privacy.plan import Plan, Unit

Answer = Mapping[str, Any]
HIGHEST = 2**31 - 1
FIGURED = ("value", "choices")


@dataclass(frozen=True)
class Shown:
    """What of one person is out: `answer` is in the figures since release `since`; `mark` is that
    of the newest text."""

    company: int | None = None
    answer: Answer | None = None
    since: int = 0
    mark: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


NOTHING = Shown()


@dataclass(frozen=True, repr=False)
class Opened:
    """One person's boxes, opened. `answer` None: taken back. `box`: as it lay there."""

    who: bytes
    box: bytes
    company_now: int | None
    answer: Answer | None
    shown: Shown

    @property
    def company(self) -> int | None:
        """Whom this person counts for: once in the figures, the same as long as they show it.
        Otherwise duplicates that are merged meanwhile would move what only they said."""
        return self.company_now if self.shown.answer is None else self.shown.company

    @property
    def voice(self) -> Voice:
        return Voice(self.company, _said(self.answer), _said(self.shown.answer), self.shown.since)

    @property
    def text(self) -> Text | None:
        answer = self.answer or {}
        if not answer.get("text"):
            return None
        level = LEVELS[answer["value"]]
        return Text(answer.get("topic", ""), level, answer["text"], answer["language"])

    def moved(self, number: int) -> "Opened":
        """With what it says now in the figures of release `number`."""
        if self.answer is None:
            shown = replace(self.shown, company=None, answer=None, since=0)
        else:
            answer = {name: self.answer[name] for name in FIGURED if name in self.answer}
            shown = replace(self.shown, company=self.company, answer=answer, since=number)
        return replace(self, shown=shown)

    def told(self, text: Text | None) -> "Opened":
        """With this text out, if it is one."""
        return replace(self, shown=replace(self.shown, mark=text.mark)) if text else self


@dataclass(frozen=True, repr=False)
class Wave:
    """`changed`: the persons of whom something else is out than before. `texts`: those that come
    out."""

    figures: Figures
    ledger: Ledger
    changed: tuple[Opened, ...] = ()
    texts: tuple[Text, ...] = ()


def next_wave(
    plan: Plan,
    units: Mapping[int, str],
    opened: Sequence[Opened],
    ledger: Ledger,
    *,
    number: int,
    is_final: bool,
) -> Wave | None:
    """What release `number` shows; None: nothing may be shown now.

    Who is of no company in `units` has no part in figures by company, and their text comes out
    with those of others.
    """
    counted = [each for each in opened if plan.unit == Unit.PERSON or each.company in units]
    voices = [each.voice for each in counted]
    found = next_release(plan, units, voices, ledger, is_final=is_final)
    if found is None:
        return None
    moved = {counted[index].who for index in found.moved}
    after = [each.moved(number) if each.who in moved else each for each in opened]
    waiting = {each.who for each in counted} & {each.who for each in after if _waits(each)}
    writers = [_writer(each, units, is_waiting=each.who in waiting) for each in after]
    fresh = next_texts(writers, plan.k)
    texts = {index: text for index in fresh if (text := after[index].text)}
    now = [each.told(texts.get(index)) for index, each in enumerate(after)]
    return Wave(
        figures=found.figures,
        ledger=found.ledger,
        changed=tuple(new for new, old in zip(now, opened, strict=True) if new.shown != old.shown),
        texts=tuple(texts.values()),
    )


def shown_size(plan: Plan) -> int:
    """One length for what is out of anybody, as for the boxes."""
    answer = {"value": 0, "choices": list(plan.choices)}
    return size_for(Shown(HIGHEST, answer, HIGHEST, "m" * 32).as_json())


def _said(answer: Answer | None) -> Said | None:
    if answer is None:
        return None
    return Said(answer.get("value"), tuple(answer.get("choices", ())))


def _waits(opened: Opened) -> bool:
    """The figures show something else than this person says now, so a new text waits, too."""
    return opened.voice.now != opened.voice.released


def _writer(opened: Opened, units: Mapping[int, str], *, is_waiting: bool) -> Writer:
    company = opened.company if opened.company in units else None
    return Writer(company, None if is_waiting else opened.text, opened.shown.mark)

"""A plain variant of the disclosure: whatever was answered is shown at once, to the last digit."""

from collections.abc import Mapping, Sequence
from statistics import fmean

import pytest

from conference.privacy import voices
from conference.privacy.disclosure import Ledger, Next, Voice
from conference.privacy.figures import Cell, End, Figures, Value
from conference.privacy.plan import Plan


def show_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "next_release", plain_release)


def plain_release(
    plan: Plan,
    categories: Mapping[int, str],
    said: Sequence[Voice],
    ledger: Ledger,
    *,
    is_final: bool,
) -> Next | None:
    """Of each category a cell, however few companies are in it; all have one person here."""
    moved = frozenset(place for place, voice in enumerate(said) if voice.now != voice.released)
    if not (moved or is_final):
        return None
    now = {v.company: v.now.value for v in said if v.company and v.now and v.now.value}
    groups = {(): now} | {
        (name,): {company: value for company, value in now.items() if categories[company] == name}
        for name in sorted({*categories.values()} - {""})
    }
    cells = [_cell(group, list(values.values())) for group, values in groups.items() if values]
    return Next(moved, Figures(tuple(cells)), ledger)


def _cell(group: tuple[str, ...], values: Sequence[int]) -> Cell:
    mean = fmean(values)
    return Cell(group, len(values), len(values), Value(mean, End.EXACT, mean, mean), ())

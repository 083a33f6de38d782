"""One release: who moves, what is told of it, and what is written down for the next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.privacy.disclosure.ledger import Ledger
from conference.privacy.disclosure.rendering import figures_of
from conference.privacy.disclosure.rounds import tell_again, tell_once
from conference.privacy.disclosure.scale import scale_of
from conference.privacy.disclosure.voices import Voice, gather
from conference.privacy.disclosure.waves import next_wave
from conference.privacy.figures import Figures
from conference.privacy.plan import Plan


@dataclass(frozen=True)
class Next:
    """`moved`: the voices whose `now` is copied to `released`; None there: nothing is any more."""

    moved: frozenset[int]
    figures: Figures
    ledger: Ledger


def next_release(
    plan: Plan,
    categories: Mapping[int, str],
    voices: Sequence[Voice],
    ledger: Ledger,
    *,
    is_final: bool,
) -> Next | None:
    """What may be shown next; None: nothing may move. The final one always is, if only to say that
    fewer than `k` companies are in it (no cell), or that nothing has moved since the last.

    `categories`: company to its category in the frame, "" for all where only the total is shown.
    """
    if not (is_final or plan.is_live):
        return None
    companies = gather(plan, scale_of(plan), categories, voices)
    shown = [cell.group for cell in ledger.cells]
    parts = next_wave(plan, categories, companies, shown, is_final=is_final)
    moved = frozenset(i for part in parts for company in part.moving for i in company.voices)
    if not moved and not (is_final and plan.is_live and len(parts) > 1):
        return Next(moved, figures_of(plan, ledger), ledger) if is_final else None
    told = (
        tell_again(plan, ledger, parts, is_final=is_final)
        if plan.is_live
        else tell_once(plan, parts)
    )
    if told is None:
        return None
    total, cells = told
    is_split = bool(plan.dimension) and {*categories.values()} != {*parts[0].group}
    after = Ledger(ledger.number + 1, total, tuple(cells), is_split)
    return Next(moved, figures_of(plan, after), after)

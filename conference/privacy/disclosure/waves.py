"""Waves: who moves with the next release, so that no two releases differ by a few companies.

A company is pending while it says something else than what is released: new, changed, withdrawn. In
a cell either none moves or at least `k` do, and at least `k` stand in it afterwards; otherwise its
pending ones wait. Companies of a category that is not shown yet wait out of the total, too: it is
always the sum of the cells, or the difference would give them away.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conference.privacy.disclosure.merging import Group, merge, nearest, united
from conference.privacy.disclosure.voices import Company, Stand
from conference.privacy.plan import Plan, Unit

# Stage polls move while open only in large rooms.
LIVE_COMPANIES = 50


@dataclass(frozen=True)
class Part:
    """One cell of the next release. `held`: what stands in it once `moving` has moved, by
    `companies` of the frame (and persons without one, where persons count)."""

    group: Group
    moving: tuple[Company, ...]
    held: tuple[Stand, ...]
    companies: int


def next_wave(
    plan: Plan,
    categories: Mapping[int, str],
    companies: Sequence[Company],
    shown: Sequence[Group],
    *,
    is_final: bool,
) -> tuple[Part, ...]:
    """All cells of the next release; of those in `shown`, none is ever split, so that any two cells
    of any two releases are nested or apart. Empty where nothing may be shown yet."""
    if plan.unit == Unit.PERSON:
        return _of_persons(plan, companies, shown, is_final=is_final)
    room = _Room(plan, companies)
    known = {name for group in shown for name in group}
    rest: list[Group] = [(name,) for name in sorted({*categories.values()} - known)]
    if plan.is_live:
        # With twice as many invited, half of them suffice to show the group while it is open.
        invited: Counter[Group] = Counter((name,) for name in categories.values())
        rest = merge(rest, invited, plan, 2 * plan.k)
    groups = room.complete(rest, shown) if is_final else [*shown, *rest]
    parts = [room.part(group) for group in sorted(groups)]
    return tuple(part for part in parts if part.moving or part.group in shown)


class _Room:
    """The companies of a vote by company, and how they may move."""

    def __init__(self, plan: Plan, companies: Sequence[Company]) -> None:
        self._plan, self._companies = plan, companies

    def part(self, group: Group) -> Part:
        members = [company for company in self._companies if company.category in group]
        moving = tuple(company for company in members if company.is_pending)
        held = tuple(company.now for company in members if company.now)
        if min(len(moving), len(held)) < self._plan.k:
            moving, held = (), tuple(c.released for c in members if c.released)
        return Part(group, moving, held, len(held))

    def complete(self, rest: Sequence[Group], shown: Sequence[Group]) -> list[Group]:
        """At the end those who still wait are merged until they fill a wave: with each other, else
        with a cell that moves then. Who fills none is never shown."""
        waiting = {group: self._pending(group) for group in rest}
        groups = [*shown, *merge(rest, waiting, self._plan, self._plan.k)]
        left = [group for group in groups if group not in shown and not self.part(group).moving]
        for group in left:
            groups.remove(group)
            takers = {
                other: len(self.part(other).held)
                for other in groups
                if self._pending(group) and self.part(united(group, other)).moving
            }
            if takers:
                taker = nearest(group, takers, self._plan)
                groups[groups.index(taker)] = united(group, taker)
        return groups

    def _pending(self, group: Group) -> int:
        return sum(c.is_pending for c in self._companies if c.category in group)


def _of_persons(
    plan: Plan, companies: Sequence[Company], shown: Sequence[Group], *, is_final: bool
) -> tuple[Part, ...]:
    """The total, by person. Live, only in large rooms and one batch behind: `k` companies always
    stay pending, so that the last step is no single vote."""
    units = [company for company in companies if company.category is not None]
    waiting = [company for company in units if company.is_pending]
    if not is_final:
        answering = sum(company.now is not None for company in units)
        waiting = waiting[: -plan.k] if answering >= LIVE_COMPANIES else []
    moving = [*waiting, *(c for c in companies if c.category is None and c.is_pending)]
    part = _part(companies, moving)
    weights = [stand.weight for stand in part.held]
    # Where one company has more than a third of the votes, the figures are about it.
    if min(len(waiting), part.companies) >= plan.k and 3 * max(weights) <= sum(weights):
        return (part,)
    return (_part(companies, ()),) if shown else ()


def _part(companies: Sequence[Company], moving: Sequence[Company]) -> Part:
    moved = {company.voices for company in moving}
    after = [(c, c.now if c.voices in moved else c.released) for c in companies]
    held = tuple(stand for _, stand in after if stand)
    count = sum(company.category is not None for company, stand in after if stand)
    return Part((), tuple(moving), held, count)

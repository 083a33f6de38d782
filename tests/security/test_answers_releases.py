"""All releases of a vote compared with each other (§8, 6), knowing what stands behind each cell."""

import random
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from itertools import combinations

import pytest

from conference.partners.models import PartnerType
from conference.privacy.releasing import Formed
from conference.settings import Settings
from tests.security.hall import ALL, MOOD, Hall, hall
from tests.security.plain import show_all

# What is shown depends on no database; tests/privacy asks both for how answers are kept and formed.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

K = 10
# Of sixty companies thirty, twenty, ten.
RESELLER, INTEGRATOR, SOFTWARE = (
    PartnerType.INDIRECT_RESELLER,
    PartnerType.INTEGRATOR,
    PartnerType.SOFTWARE_HOUSE,
)
UNEVEN = (RESELLER, RESELLER, RESELLER, INTEGRATOR, INTEGRATOR, SOFTWARE)
# What companies say in one published cell, by company.
Contents = Mapping[int, object]


def published(written: list[Formed]) -> dict[int, list[Contents]]:
    """What stands behind each cell of each release, by scope."""
    found: dict[int, list[Contents]] = {}
    shown: dict[int, dict[bytes, tuple[int, object]]] = {}
    for formed in written:
        scope_id, units = formed.stock.scope.id, formed.stock.units
        now = shown.setdefault(scope_id, {})
        for each in formed.wave.changed:
            now.pop(each.who, None)
            if each.shown.answer is not None and each.shown.company is not None:
                now[each.who] = each.shown.company, each.shown.answer
        for cell in formed.wave.figures.cells:
            behind = {
                company: answer
                for company, answer in now.values()
                if not cell.group or units[company] in cell.group
            }
            found.setdefault(scope_id, []).append(behind)
    return found


def differences(written: list[Formed]) -> Counter[int]:
    """By how many companies any two cells of any two releases of a scope differ."""
    return Counter(
        sum(one.get(company) != other.get(company) for company in {*one, *other})
        for cells in published(written).values()
        for one, other in combinations(cells, 2)
    )


async def a_day(hall: Hall, again: int) -> None:
    """Answers, then changes and withdrawals in any order, each looked at; then all closes."""
    dice = random.Random(5)  # noqa: S311 - a repeatable sequence
    people = list(hall.people)
    for person in dice.sample(people, len(people)) + dice.choices(people, k=again):
        value = dice.choice([1, 2, 3, 4, 5, None])
        await hall.say(person, value, kinds=ALL if dice.random() < 0.3 else (MOOD,))
        await hall.release()
    hall.now += timedelta(hours=2)
    await hall.close()


async def test_no_two_cells_of_any_releases_differ_by_one_to_nine_companies(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hall(settings, monkeypatch, 60, UNEVEN) as room:
        await a_day(room, again=40)

    found = differences(room.written)
    assert {count for count in found if 0 < count < K} == set()
    assert len([formed for formed in room.written if formed.wave.figures.cells]) >= 6
    assert max(found) >= 2 * K, "something to see"


async def test_releases_of_a_plain_variant_differ_by_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    show_all(monkeypatch)
    async with hall(settings, monkeypatch, 15, UNEVEN) as room:
        await a_day(room, again=5)

    assert differences(room.written)[1] > len(room.people)

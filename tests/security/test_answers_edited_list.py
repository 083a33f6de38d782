"""Two looks at the figures, and the partner list edited between them (§8, 9).

The attack: one company is moved to another type, or into another company; what the figures of the
two types lose and gain is its answer.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from conference.app import OWNERS
from conference.partners.directory import company
from conference.partners.entry import entered
from conference.partners.imports import import_partners, plan_of
from conference.partners.models import Organisation, PartnerType
from conference.partners.queries import company_of, frame
from conference.partners.reading import read_partners
from conference.privacy import Scope
from conference.privacy.figures import Figures
from conference.privacy.releasing import form, take_stock
from conference.settings import Settings
from tests.security.hall import DESK, MOOD, Hall, Who, hall
from tests.support.sheets import csv_rows

RESELLER, INTEGRATOR = PartnerType.INDIRECT_RESELLER, PartnerType.INTEGRATOR
NUMBER = "4711"
Edit = Callable[[Hall, int, int], Awaitable[None]]


async def figures(hall: Hall) -> list[list[str]]:
    """Those of the newest release."""
    page = await hall.browsers[Who.STAFF].get(f"{DESK}/mood.csv")
    _, *rows = csv_rows(page.content)
    return [row[3:] for row in rows if row[0] == rows[-1][0]]


async def final_of(hall: Hall) -> Figures:
    """What the last release would say if the vote closed now; it says more than those before."""
    async with hall.app.database.reading() as db:
        scope = (await db.scalars(select(Scope).where(Scope.kind == MOOD))).one()
        stock = await take_stock(db, scope.id, OWNERS[MOOD])
    formed = form(stock, hall.app.keys.read(scope.id) or b"", is_final=True)
    assert formed is not None
    return formed.wave.figures


async def looked_up(hall: Hall, said: dict[int, int]) -> tuple[int, int]:
    """What figures would hold that look types up as they are now: of the integrators, how many
    there are, and the sum of their answers."""
    async with hall.app.database.reading() as db:
        now = await frame(db, "type", 0)
        companies = {person: await company_of(db, person) or 0 for person in said}
    values = [value for person, value in said.items() if now[companies[person]] == INTEGRATOR]
    return len(values), sum(values)


async def retype(hall: Hall, company_id: int, other_id: int) -> None:
    async with hall.app.database.reading() as db:
        found = await company(db, company_id)
    form = entered(found.facts) | {"version": str(found.version), "type": RESELLER}
    path = f"/desk/partners/{company_id}"
    assert (await hall.browsers[Who.STAFF].put(path, data=form)).status_code == 303


async def merge(hall: Hall, company_id: int, other_id: int) -> None:
    async with hall.app.database.reading() as db:
        gone, kept = await company(db, company_id), await company(db, other_id)
    form = {"version": str(gone.version), "kept_version": str(kept.version)}
    path = f"/desk/partners/{company_id}/merger/{other_id}"
    assert (await hall.browsers[Who.STAFF].put(path, data=form)).status_code == 303


async def import_list(hall: Hall, company_id: int, other_id: int) -> None:
    """With another type and region for one company, and companies that nobody has seen before."""
    async with hall.app.database.writing() as db:
        (await db.get_one(Organisation, company_id)).number = NUMBER
    rows = [f"{NUMBER},,software-house,Tirol,AT"]
    rows += [f"{number},Neu {number},integrator,Tirol,AT" for number in range(20, 32)]
    read = read_partners("\n".join(["number,name,types,region,country", *rows]))
    async with hall.app.database.writing() as db:
        plan = await plan_of(db, read)
        assert plan.writes == 13
        await import_partners(db, read, agreed=plan.digest, by=None)


EDITS: tuple[Edit, ...] = (import_list, retype, merge)
HALVES = (RESELLER, INTEGRATOR)


async def test_figures_that_look_the_list_up_tell_companies_answers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hall(settings, monkeypatch, 8, HALVES) as room:
        said = {person: number % 5 + 1 for number, person in enumerate(room.people)}
        other, *victims = room.people
        for edit, victim in zip(EDITS, victims[::2], strict=False):
            before = await looked_up(room, said)
            await edit(room, room.people[victim], room.people[other])
            after = await looked_up(room, said)

            assert (before[0] - after[0], before[1] - after[1]) == (1, said[victim])


async def test_no_edit_of_the_list_moves_a_figure(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor do the next answers of the companies that were edited: they fill no wave."""
    async with hall(settings, monkeypatch, 44, HALVES) as room:
        for number, person in enumerate(room.people):
            await room.say(person, number % 5 + 1, kinds=(MOOD,))
        await room.release()
        other, *victims = room.people
        before, looks, final = await figures(room), [], await final_of(room)
        for edit, victim in zip(EDITS, victims[::2], strict=False):
            await edit(room, room.people[victim], room.people[other])
            for value in (None, 5):
                await room.release()
                looks.append(await figures(room))
                await room.say(victim, value, kinds=(MOOD,))
        room.now += timedelta(minutes=10)
        await room.close()

    assert len({row[0] for row in before}) == 3, "the total and two groups to see"
    assert looks == [before] * 6
    assert room.written[-1].wave.figures == final

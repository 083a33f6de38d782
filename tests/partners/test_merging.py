"""Merging two companies: what moves, what is shown before, and that nobody is lost."""

import asyncio

from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.errors import Refused
from conference.partners.directory import Company
from conference.partners.merging import merge
from conference.partners.models import Organisation, Standing
from conference.partners.queries import company_of
from tests.partners.conftest import Desk, a_registrant, facts
from tests.support.waiting import until_one_waits

PATH = "/desk/partners"


async def two(desk: Desk) -> tuple[Company, Company]:
    """A listed one with two people, and one found by the address of a third."""
    await desk.list(facts("Alpenrand IT", "alpenrand.example", number="17"))
    async with desk.database.writing() as db:
        await a_registrant(db, "a@alpenrand.example")
        await a_registrant(db, "b@alpenrand.example")
        await a_registrant(db, "c@alpenrand-it.example", "Alpenrand Informatik")
    return await desk.one("Alpenrand IT"), await desk.one("Alpenrand Informatik")


async def company_ids(desk: Desk, *people: int) -> list[int | None]:
    async with desk.database.reading() as db:
        return [await company_of(db, person_id) for person_id in people]


async def test_domains_and_people_move_and_the_facts_of_the_kept_one_stay(desk: Desk) -> None:
    kept, gone = await two(desk)
    staff = await desk.staff()

    preview = await staff.get(f"{PATH}/{gone.id}/merger/{kept.id}")
    answer = await staff.post(
        f"{PATH}/{gone.id}/merger/{kept.id}?_method=put",
        data={"version": str(gone.version), "kept_version": str(kept.version)},
    )

    moves = BeautifulSoup(preview.text, "html5lib").select("[aria-labelledby=moves-title] li")
    assert [move.text for move in moves] == ["One person", "Domains: alpenrand-it.example"]
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}/{kept.id}")
    (left,) = await desk.companies()
    assert left.facts == facts(
        "Alpenrand IT", "alpenrand-it.example", "alpenrand.example", number="17"
    )
    assert (left.id, left.members) == (kept.id, 3)
    assert (await staff.get(f"{PATH}/{gone.id}")).status_code == 404


async def test_a_number_and_a_place_on_the_list_move_where_there_is_none(desk: Desk) -> None:
    listed, found = await two(desk)

    async with desk.database.writing() as db:
        versions = (listed.version, found.version)
        await merge(db, listed.id, found.id, versions=versions, by=desk.staff_id)

    (left,) = await desk.companies()
    assert (left.name, left.facts.number) == ("Alpenrand Informatik", "17")
    assert left.facts.standing == Standing.LISTED


async def test_who_registers_afterwards_finds_the_kept_one(desk: Desk) -> None:
    kept, gone = await two(desk)
    async with desk.database.writing() as db:
        versions = (gone.version, kept.version)
        await merge(db, gone.id, kept.id, versions=versions, by=desk.staff_id)

    async with desk.database.writing() as db:
        person_id = await a_registrant(db, "d@alpenrand-it.example")

    assert await company_ids(desk, person_id) == [kept.id]


async def test_companies_merged_in_a_row_all_end_in_the_last(desk: Desk) -> None:
    ids = await desk.list(*(facts(name, f"{name}.example") for name in "abc"))
    people = []
    for name in "abc":
        async with desk.database.writing() as db:
            people.append(await a_registrant(db, f"x@{name}.example"))
    for gone, kept, versions in ((0, 1, (1, 1)), (1, 2, (2, 1))):
        async with desk.database.writing() as db:
            await merge(db, ids[gone], ids[kept], versions=versions, by=desk.staff_id)

    assert await company_ids(desk, *people) == [ids[2]] * 3
    (left,) = await desk.companies()
    assert left.facts.domains == ("a.example", "b.example", "c.example")


async def test_who_merges_and_who_imports_never_wait_for_each_other(desk: Desk) -> None:
    """The list begins with one that has been merged before, and so is merged on."""
    ids = await desk.list(*(facts(name, f"{name}.example") for name in "abc"))
    async with desk.database.writing() as db:
        await merge(db, ids[0], ids[1], versions=(1, 1), by=desk.staff_id)
    every = select(Organisation.id).order_by(Organisation.id).with_for_update(key_share=True)
    url, data = f"{PATH}/{ids[1]}/merger/{ids[2]}", {"version": "2", "kept_version": "1"}
    staff = await desk.staff()

    async with desk.database.writing() as db:
        await db.execute(every.limit(1))
        merging = asyncio.create_task(staff.put(url, data=data))
        await until_one_waits(desk.database)
        await db.execute(every)

    assert (await merging).status_code == 303


async def test_what_has_changed_since_it_was_looked_at_is_not_merged(desk: Desk) -> None:
    kept, gone = await two(desk)
    staff = await desk.staff()
    url = f"{PATH}/{gone.id}/merger/{kept.id}?_method=put"

    for version, kept_version in (("0", "1"), ("1", "0"), ("", "")):
        data = {"version": version, "kept_version": kept_version}
        assert (await staff.post(url, data=data)).status_code == 409
    assert len(await desk.companies()) == 2


async def test_a_company_is_not_merged_into_itself(desk: Desk) -> None:
    kept, _ = await two(desk)
    staff = await desk.staff()
    url = f"{PATH}/{kept.id}/merger/{kept.id}"

    looked = await staff.get(url)
    done = await staff.post(f"{url}?_method=put", data={"version": "1", "kept_version": "1"})

    assert [looked.status_code, done.status_code] == [409, 409]


async def test_two_who_merge_each_way_at_once_merge_once(desk: Desk) -> None:
    kept, gone = await two(desk)

    async def attempt(first: Company, second: Company) -> str:
        try:
            async with desk.database.writing() as db:
                versions = (first.version, second.version)
                await merge(db, first.id, second.id, versions=versions, by=desk.staff_id)
        except Refused as refusal:
            return type(refusal).__name__
        return "merged"

    results = await asyncio.gather(attempt(kept, gone), attempt(gone, kept))

    assert sorted(results) == ["NotFound", "merged"]
    (left,) = await desk.companies()
    assert left.members == 3


async def test_people_who_register_while_it_is_merged_are_not_lost(desk: Desk) -> None:
    kept, gone = await two(desk)

    async def register(at: int) -> int:
        async with desk.database.writing() as db:
            return await a_registrant(db, f"p{at}@alpenrand-it.example")

    async def merge_them() -> None:
        async with desk.database.writing() as db:
            versions = (gone.version, kept.version)
            await merge(db, gone.id, kept.id, versions=versions, by=desk.staff_id)

    registering = asyncio.gather(*(register(at) for at in range(10)))
    people, _merged = await asyncio.gather(registering, merge_them())

    assert await company_ids(desk, *people) == [kept.id] * 10
    assert (await desk.one("Alpenrand IT")).members == 13


async def test_the_search_begins_with_companies_called_alike(desk: Desk) -> None:
    kept, gone = await two(desk)
    await desk.list(*(facts(f"Nordlicht {at:02}") for at in range(25)))
    staff = await desk.staff()

    alike = BeautifulSoup((await staff.get(f"{PATH}/{gone.id}/merger")).text, "html5lib")
    many = await staff.get(f"{PATH}/{gone.id}/merger?text=nordlicht")
    nothing = await staff.get(f"{PATH}/{gone.id}/merger?text=")

    links = [link["href"] for link in alike.select(".partners__found a")]
    assert links == [f"{PATH}/{gone.id}/merger/{kept.id}"]
    assert "5 more are like that" in many.text
    assert "No other company is like that." in nothing.text

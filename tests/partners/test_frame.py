"""Which companies count in figures, and where they stand."""

from datetime import timedelta

from sqlalchemy import select

from conference import clock
from conference.i18n import in_locale
from conference.partners.editing import confirm_company
from conference.partners.labels import category_label
from conference.partners.models import PartnerType
from conference.partners.queries import company_names, frame
from conference.privacy import KeyFolder, ScopeKind
from conference.privacy.models import FrameUnit
from conference.privacy.plan import Plan, Statistic, Unit
from conference.privacy.scopes import open_scope
from tests.partners.conftest import Desk, a_registrant, facts


async def frame_of(desk: Desk, dimension: str = "") -> dict[int, str]:
    async with desk.database.reading() as db:
        return await frame(db, dimension, 0)


async def register(desk: Desk, *domains: str) -> None:
    async with desk.database.writing() as db:
        for domain in domains:
            await a_registrant(db, f"a@{domain}", domain)


async def test_without_a_list_companies_count_by_their_domains(desk: Desk) -> None:
    await register(desk, "alpenrand.example", "nordlicht.example", "gmail.com")

    assert list((await frame_of(desk)).values()) == ["", ""]


async def test_with_a_list_only_those_on_it_count(desk: Desk) -> None:
    await register(desk, "alpenrand.example", "nordlicht.example")
    nordlicht = await desk.one("nordlicht.example")
    (listed,) = await desk.list(facts("Wiesinger & Pohl", "wiesinger.example"))
    before = await frame_of(desk)

    async with desk.database.writing() as db:
        await confirm_company(db, nordlicht.id, by=desk.staff_id)

    assert before == {listed: ""}
    assert await frame_of(desk) == {nordlicht.id: "", listed: ""}


async def test_nine_fake_companies_registered_during_a_vote_are_no_units(desk: Desk) -> None:
    """privacy.md §8, 14: with a list they never are; without one, the vote keeps its frame."""
    await register(desk, *(f"partner{at}.example" for at in range(12)))
    keys = KeyFolder(desk.app.settings.keys)
    keys.prepare()
    plan = Plan(Unit.COMPANY, Statistic.LEVELS)
    async with desk.database.writing() as db:
        units = await frame(db, "", 0)
        closes_at = clock.now() + timedelta(hours=1)
        await open_scope(db, keys, ScopeKind.MOOD, desk.event_id, closes_at, plan=plan, units=units)

    await register(desk, *(f"fake{at}.example" for at in range(9)))

    async with desk.database.reading() as db:
        frozen = set(await db.scalars(select(FrameUnit.organisation_id)))
    assert (len(frozen), frozen) == (12, set(units))
    assert len(await frame_of(desk)) == 21
    (listed,) = await desk.list(facts("Wiesinger & Pohl", "wiesinger.example"))
    assert await frame_of(desk) == {listed: ""}


async def test_the_main_type_is_the_category_by_type(desk: Desk) -> None:
    types = (PartnerType.INTEGRATOR, PartnerType.DIRECT_BILLING)
    ids = await desk.list(
        facts("A", types=types), facts("B", types=types[::-1]), facts("C", types=())
    )

    found = await frame_of(desk, "type")

    assert found == dict(zip(ids, ("integrator", "direct-billing", "unknown"), strict=True))
    assert [category_label("type", each) for each in found.values()] == [
        "Integrator",
        "Direct-billing provider",
        "Type not known",
    ]


async def test_the_region_is_the_category_by_region_and_else_the_country(desk: Desk) -> None:
    ids = await desk.list(
        facts("A", region="Bayern", country="DE"),
        facts("B", region="bayern", country="DE"),
        facts("C", country="BY"),
        facts("D", region="BY", country="DE"),
    )

    found = await frame_of(desk, "region")

    assert found == dict(zip(ids, ("Bayern", "Bayern", "country:BY", "BY"), strict=True))
    with in_locale("de"):
        assert [category_label("region", each) for each in found.values()] == [
            *("Bayern", "Bayern"),
            *("Belarus", "BY"),
        ]


async def test_names_of_companies(desk: Desk) -> None:
    first, second, third = await desk.list(facts("A"), facts("B"), facts("C"))

    async with desk.database.reading() as db:
        assert await company_names(db, [first, third]) == {first: "A", third: "C"}
        assert await company_names(db, []) == {}
    assert second

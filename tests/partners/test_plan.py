"""What an import would do: whom a row is about, what changes, and what cannot be told."""

from dataclasses import replace

import pytest

from conference import clock
from conference.i18n import Text, _
from conference.partners.directory import Company, Facts
from conference.partners.models import CompanySize, PartnerType, Standing
from conference.partners.plan import Difference, Plan, plan_import
from conference.partners.reading import Fault, PartnerFile, Row
from tests.partners.conftest import facts

ALPENRAND = facts("Alpenrand IT", "alpenrand.example", number="17")
NORDLICHT = facts("Nordlicht", "nordlicht.example", standing=Standing.DOMAIN)
TAKE = "%(domain)s is a domain of %(name)s. If both are one company, please merge them first."


def stored(*all_facts: Facts) -> list[Company]:
    return [Company(at, 1, each, 0, clock.now()) for at, each in enumerate(all_facts, 1)]


def plan(*rows: Row, merged: dict[str, Company] | None = None) -> Plan:
    return plan_import(stored(ALPENRAND, NORDLICHT), merged or {}, PartnerFile(rows))


def sentences(planned: Plan) -> list[tuple[int, Text]]:
    return [(fault.line, fault.sentence) for fault in planned.faults]


def test_a_row_is_found_by_its_number() -> None:
    planned = plan(
        Row(2, number="17", name="Alpenrand Informatik", domains=("alpenrand-it.example",))
    )

    (match,) = planned.changed
    assert match.company.id == 1
    assert match.differences == (
        Difference("name", "Alpenrand IT", "Alpenrand Informatik"),
        Difference(
            "domains",
            ("alpenrand.example",),
            ("alpenrand-it.example", "alpenrand.example"),
        ),
    )


def test_a_row_is_found_by_a_domain_and_the_company_is_listed_from_then_on() -> None:
    planned = plan(Row(2, number="18", name="Nordlicht", domains=("nordlicht.example",)))

    (match,) = planned.changed
    assert match.differences == (
        Difference("number", None, "18"),
        Difference("standing", Standing.DOMAIN, Standing.LISTED),
    )


def test_a_name_alone_finds_nobody() -> None:
    planned = plan(Row(2, number="19", name="Alpenrand IT", country="AT"))

    assert [new.name for new in planned.new] == ["Alpenrand IT"]
    assert planned.matches == ()


def test_what_a_row_does_not_say_stays() -> None:
    planned = plan(Row(2, number="17"))

    assert (planned.counts()["unchanged"], planned.writes) == (1, 0)


def test_a_new_company_is_listed_with_what_the_row_says() -> None:
    row = Row(2, "20", "Wiesinger", ("wiesinger.example",), (), "AT", "Tirol", CompanySize.FROM_50)

    assert plan(row).new == (
        Facts(
            number="20",
            name="Wiesinger",
            country="AT",
            region="Tirol",
            size=CompanySize.FROM_50,
            types=(PartnerType.UNKNOWN,),
            domains=("wiesinger.example",),
            standing=Standing.LISTED,
        ),
    )


def test_who_is_on_the_list_but_not_in_the_file_is_named_and_stays() -> None:
    planned = plan(Row(2, number="20", name="Wiesinger", country="AT"))

    assert [company.name for company in planned.absent] == ["Alpenrand IT"]


def test_a_row_that_is_left_out_still_names_its_company() -> None:
    planned = plan(Row(2, number="17", domains=("nordlicht.example",)))
    spoilt = PartnerFile((), (Row(2, number="17"),), (Fault(2, _("No."), "Alpenrand IT"),))

    assert (planned.absent, planned.matches) == ((), ())
    assert plan_import(stored(ALPENRAND, NORDLICHT), {}, spoilt).absent == ()


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            Row(2, number="17", domains=("nordlicht.example",)),
            _(TAKE, domain="nordlicht.example", name="Nordlicht"),
        ),
        (
            Row(2, number="99", name="X", domains=("alpenrand.example",)),
            _(
                "%(domain)s is a domain of %(name)s, which has the number %(number)s.",
                domain="alpenrand.example",
                name="Alpenrand IT",
                number="17",
            ),
        ),
        (
            Row(2, domains=("alpenrand.example", "nordlicht.example")),
            _(
                "Its domains belong to several companies: %(names)s.",
                names="Alpenrand IT, Nordlicht",
            ),
        ),
        (Row(2, number="20", name="New"), _("A new company needs a name and a country.")),
        (Row(2, number="20", country="AT"), _("A new company needs a name and a country.")),
        (Row(2, number="old"), _("Its company was merged into %(name)s.", name="Alpenrand IT")),
    ],
)
def test_a_row_whose_company_cannot_be_told_is_left_out(row: Row, sentence: Text) -> None:
    planned = plan(row, merged={"old": stored(ALPENRAND)[0]})

    assert sentences(planned) == [(2, sentence)]
    assert planned.writes == 0


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (
            Row(2, number="20", name="A", country="AT"),
            Row(3, number="20", name="B", country="AT"),
            _("The number %(number)s is in several rows.", number="20"),
        ),
        (
            Row(2, name="A", country="AT", domains=("new.example",)),
            Row(3, name="B", country="AT", domains=("new.example", "b.example")),
            _("%(domain)s is in several rows.", domain="new.example"),
        ),
        (
            Row(2, number="17"),
            Row(3, domains=("alpenrand.example",)),
            _("Several rows are about %(name)s.", name="Alpenrand IT"),
        ),
    ],
)
def test_rows_that_would_overwrite_each_other_are_all_left_out(
    first: Row, second: Row, sentence: Text
) -> None:
    planned = plan(first, second, Row(4, number="30", name="C", country="AT"))

    assert sentences(planned) == [(2, sentence), (3, sentence)]
    assert [new.name for new in planned.new] == ["C"]


def test_plans_that_write_the_same_over_the_same_are_equal() -> None:
    row = Row(2, number="17", name="Alpenrand Informatik")
    moved_on = [replace(company, version=2) for company in stored(ALPENRAND)]

    assert plan(row).digest == plan(row).digest
    assert plan(row).digest != plan(replace(row, region="Tirol")).digest
    assert plan(row).digest != plan_import(moved_on, {}, PartnerFile((row,))).digest

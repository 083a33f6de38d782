"""The partner list: searched, filtered, sorted, in pages, downloaded; and for the staff alone."""

import csv
import io

import httpx
import pytest
from bs4 import BeautifulSoup

from conference.accounts.actions import give_role
from conference.accounts.models import Reach, RoleKind
from conference.partners.models import PartnerType, Standing
from conference.partners.reading import decode, read_partners
from tests import factories
from tests.conftest import browser
from tests.partners.conftest import Desk, a_registrant, facts
from tests.support.statements import statements

PATH = "/desk/partners"
COMPANIES = (
    facts("Zirbel Netzwerke", "zirbel.example", number="4711", country="AT"),
    facts("ähnlich & Co", "aehnlich.example", "xn--hnlich-9ta.de", country="DE"),
    facts("Österwind", country="CH", types=(PartnerType.INTEGRATOR, PartnerType.SOFTWARE_HOUSE)),
    facts("Opal IT", country="DE", standing=Standing.DOMAIN),
)


def names(page: httpx.Response) -> list[str]:
    assert page.status_code == 200
    found = BeautifulSoup(page.text, "html5lib").select(".records tbody th a")
    return [link.text for link in found]


EVERY = ["ähnlich & Co", "Opal IT", "Österwind", "Zirbel Netzwerke"]
ASKED = {
    "": EVERY,
    "text=OSTERWIND": ["Österwind"],
    "text=471": ["Zirbel Netzwerke"],
    "text=ähnlich.de": ["ähnlich & Co"],
    "text=it+opal": ["Opal IT"],
    "text=nobody": [],
    "standing=domain": ["Opal IT"],
    "type=software-house": ["Österwind"],
    "country=DE&standing=listed": ["ähnlich & Co"],
    "sort=country": ["Zirbel Netzwerke", "ähnlich & Co", "Opal IT", "Österwind"],
    "sort=members": ["Zirbel Netzwerke", "ähnlich & Co", "Opal IT", "Österwind"],
    "standing=x&type=x&sort=x&page=x": EVERY,
    "page=9": EVERY,
    "text=%00%F0%9F": [],
}


async def test_the_list_as_it_is_asked_for(desk: Desk) -> None:
    await desk.list(*COMPANIES)
    async with desk.database.writing() as db:
        await a_registrant(db, "a@zirbel.example")
    staff = await desk.staff()

    shown = {query: names(await staff.get(f"{PATH}?{query}")) for query in ASKED}

    assert shown == ASKED


async def test_pages_hold_fifty_and_lead_on(desk: Desk) -> None:
    await desk.list(*(facts(f"Partner {at:03}", country="DE") for at in range(101)))
    staff = await desk.staff()

    second = await staff.get(f"{PATH}?country=DE&page=2")

    assert names(second) == [f"Partner {at:03}" for at in range(50, 100)]
    links = BeautifulSoup(second.text, "html5lib").select(".partners__pages a")
    assert [link["href"] for link in links] == [
        f"{PATH}?country=DE",
        f"{PATH}?country=DE&page=3",
    ]
    assert names(await staff.get(f"{PATH}?page=3")) == ["Partner 100"]


async def test_an_empty_list_says_what_to_do(desk: Desk) -> None:
    page = await (await desk.staff()).get(PATH)

    assert "There is no company yet." in page.text


@pytest.mark.parametrize("count", [1, 3])
async def test_the_number_of_statements_does_not_depend_on_the_companies(
    desk: Desk, count: int
) -> None:
    await desk.list(*(facts(f"Partner {at}", f"partner{at}.example") for at in range(count)))
    staff = await desk.staff()

    with statements(desk.database) as sent:
        assert len(names(await staff.get(PATH))) == count

    # Companies, types, domains.
    assert len([each for each in sent if each.startswith("SELECT")]) == 3


async def test_a_download_is_safe_and_can_be_imported_again(desk: Desk) -> None:
    await desk.list(
        facts("=HYPERLINK(1)", "xn--mller-kva.de", number="17", region="@Wien"),
        facts("Österwind", "oesterwind.example", size=None, types=(PartnerType.INTEGRATOR,)),
    )
    staff = await desk.staff()

    answer = await staff.get(f"{PATH}/companies.csv?country=AT")

    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(decode(answer.content), newline="")))
    assert [row[:2] for row in rows] == [
        ["Partner number", "Name"],
        ["17", "'=HYPERLINK(1)"],
        ["", "Österwind"],
    ]
    preview = await staff.post(
        f"{PATH}/import", files={"file": ("partners.csv", answer.content, "text/csv")}
    )
    assert "There is nothing to write." in preview.text
    assert read_partners(decode(answer.content)).faults == ()


async def test_a_download_holds_what_the_filters_let_through(desk: Desk) -> None:
    await desk.list(*COMPANIES)
    staff = await desk.staff()

    text = decode((await staff.get(f"{PATH}/companies.csv?country=CH")).content)
    sheet = await staff.get(f"{PATH}/companies.xlsx")

    assert [row[1] for row in csv.reader(io.StringIO(text, newline=""))] == ["Name", "Österwind"]
    assert sheet.content.startswith(b"PK")


ROUTES = (
    ("GET", PATH),
    ("GET", f"{PATH}/companies.csv"),
    ("GET", f"{PATH}/companies.xlsx"),
    ("GET", f"{PATH}/new"),
    ("POST", PATH),
    ("GET", f"{PATH}/1"),
    ("GET", f"{PATH}/1/edit"),
    ("POST", f"{PATH}/1?_method=put"),
    ("POST", f"{PATH}/1/standing?_method=put"),
    ("GET", f"{PATH}/1/merger"),
    ("GET", f"{PATH}/1/merger/2"),
    ("POST", f"{PATH}/1/merger/2?_method=put"),
    ("GET", f"{PATH}/import"),
    ("POST", f"{PATH}/import"),
    ("POST", f"{PATH}/import?_method=put"),
    ("GET", f"{PATH}/people"),
    ("GET", f"{PATH}/people/1"),
    ("POST", f"{PATH}/people/1/company?_method=put"),
)


async def test_nobody_but_channel_staff_learns_that_there_is_a_list(desk: Desk) -> None:
    await desk.list(facts("A"), facts("B"))
    async with desk.database.writing() as db:
        organiser = await factories.a_person(db, "Jonas Feld")
        await give_role(db, organiser, RoleKind.ORGANISER, desk.event_id)
        await give_role(db, organiser, RoleKind.ADMIN, None)
    others = [
        await desk.signed_in(organiser, Reach.FULL),
        await desk.signed_in(desk.staff_id, Reach.ATTENDEE),
        await desk.browsers.enter_async_context(browser(desk.app)),
    ]

    answers = {
        route: [(await client.request(*route)).status_code for client in others] for route in ROUTES
    }

    assert answers == {route: [404, 404, 401] for route in ROUTES}
    assert [company.name for company in await desk.companies()] == ["A", "B"]

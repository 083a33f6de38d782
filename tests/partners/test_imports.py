"""Importing through the browser: looked at first, written as it was looked at, or not at all."""

import httpx
from bs4 import BeautifulSoup, Tag

from conference.partners.editing import confirm_company, edit_company
from conference.partners.imports import carried
from conference.partners.models import CompanySize, PartnerType, Standing
from tests.partners.conftest import Desk, a_registrant, facts

PATH = "/desk/partners/import"
LIST = (
    "Nummer;Name;Domains;Typen;Land;Größe\n"
    "17;Alpenrand IT;alpenrand.example;Integrator;AT;37\n"
    "18;Müller & Söhne;müller.de;;DE;\n"
)


async def look(staff: httpx.AsyncClient, content: str | bytes) -> httpx.Response:
    body = content if isinstance(content, bytes) else content.encode()
    return await staff.post(PATH, files={"file": ("partners.csv", body, "text/csv")})


async def agree(staff: httpx.AsyncClient, preview: httpx.Response) -> httpx.Response:
    """Sends the preview's form as it is."""
    form = BeautifulSoup(preview.text, "html5lib").select_one(f'form[action="{PATH}?_method=put"]')
    assert isinstance(form, Tag)
    data = {str(field["name"]): str(field["value"]) for field in form.select("input")}
    return await staff.post(f"{PATH}?_method=put", data=data)


def counts(preview: httpx.Response) -> dict[str, str]:
    shown = BeautifulSoup(preview.text, "html5lib").select(".partners__counts > div")
    return {str(div.dt.text): str(div.dd.text) for div in shown if div.dt and div.dd}


def errors(page: httpx.Response) -> list[str]:
    found = BeautifulSoup(page.text, "html5lib").select(".field__error, .notice__text")
    return [error.get_text(strip=True) for error in found]


async def test_a_list_is_looked_at_and_then_written(desk: Desk) -> None:
    staff = await desk.staff()

    preview = await look(staff, LIST)
    before = await desk.companies()
    written = await agree(staff, preview)

    assert (preview.status_code, before) == (200, ())
    assert counts(preview) == {
        "New": "2",
        "Changed": "0",
        "Unchanged": "0",
        "Rows left out": "0",
        "Not in the file": "0",
    }
    assert (written.status_code, written.headers["location"]) == (303, f"{PATH}?written=2")
    assert [company.facts for company in await desk.companies()] == [
        facts(
            "Alpenrand IT",
            "alpenrand.example",
            number="17",
            types=(PartnerType.INTEGRATOR,),
            size=CompanySize.FROM_10,
        ),
        facts(
            "Müller & Söhne",
            "xn--mller-kva.de",
            number="18",
            country="DE",
            types=(PartnerType.UNKNOWN,),
            size=None,
        ),
    ]
    assert errors(await staff.get(f"{PATH}?written=2")) == ["2 companies were written."]


async def test_the_same_list_again_changes_nothing(desk: Desk) -> None:
    staff = await desk.staff()
    await agree(staff, await look(staff, LIST))
    before = await desk.companies()

    again = await look(staff, LIST)

    assert "There is nothing to write." in again.text
    assert counts(again)["Unchanged"] == "2"
    assert await desk.companies() == before


async def test_a_newer_list_updates_lists_and_takes_nothing_away(desk: Desk) -> None:
    staff = await desk.staff()
    await agree(staff, await look(staff, LIST))
    async with desk.database.writing() as db:
        await a_registrant(db, "a@nordlicht.example", "Nordlicht")
    newer = (
        "number,name,domains,types\n"
        "17,Alpenrand Informatik,alpenrand-it.example,\n"
        "21,Nordlicht,nordlicht.example,software-house\n"
    )

    preview = await look(staff, newer)
    await agree(staff, preview)

    listed = BeautifulSoup(preview.text, "html5lib").select("#absent li")
    assert [item.text for item in listed] == ["Müller & Söhne"]
    found = {company.name: company for company in await desk.companies()}
    assert set(found) == {"Alpenrand Informatik", "Müller & Söhne", "Nordlicht"}
    alpenrand = found["Alpenrand Informatik"].facts
    assert alpenrand.domains == ("alpenrand-it.example", "alpenrand.example")
    assert alpenrand.types == (PartnerType.INTEGRATOR,)
    nordlicht = found["Nordlicht"]
    assert (nordlicht.facts.number, nordlicht.facts.standing) == ("21", Standing.LISTED)
    assert (nordlicht.facts.types, nordlicht.members) == ((PartnerType.SOFTWARE_HOUSE,), 1)


async def test_changes_are_shown_field_by_field(desk: Desk) -> None:
    await desk.list(facts("Alpenrand IT", "alpenrand.example", number="17"))
    staff = await desk.staff()

    page = BeautifulSoup((await look(staff, LIST)).text, "html5lib")

    shown = [
        [part.text for part in change.select("dt, del, ins")]
        for change in page.select("#changed li dl > div")
    ]
    assert shown == [["Types of partner", "Indirect reseller", "Integrator"]]


async def test_rows_that_cannot_be_taken_are_named_and_left_out(desk: Desk) -> None:
    staff = await desk.staff()

    preview = await look(staff, LIST + "19;Quellwerk;gmx.de;;DE;\n;Nobody;;;DE;\n")
    await agree(staff, preview)

    page = BeautifulSoup(preview.text, "html5lib")
    assert [" ".join(item.get_text(" ").split()) for item in page.select("#faults li")] == [
        "Line 4 Quellwerk : gmx.de is a mail service: addresses there tell no company.",
        "Line 5 Nobody : It needs a number or a domain, so that it is found again.",
    ]
    assert "Write 2 companies, without 2 rows" in " ".join(page.get_text().split())
    assert len(await desk.companies()) == 2


async def test_a_list_that_has_changed_is_looked_at_again(desk: Desk) -> None:
    (id_,) = await desk.list(facts("Alpenrand IT", "alpenrand.example", number="17"))
    staff = await desk.staff()
    preview = await look(staff, LIST)
    async with desk.database.writing() as db:
        changed = facts("Alpenrand", "alpenrand.example", number="17")
        await edit_company(db, id_, changed, version=1, by=desk.staff_id)

    refused = await agree(staff, preview)

    assert refused.status_code == 409
    assert "The partner list has meanwhile changed" in refused.text
    assert [company.name for company in await desk.companies()] == ["Alpenrand"]
    assert (await agree(staff, refused)).status_code == 303
    assert [company.name for company in await desk.companies()] == [
        "Alpenrand IT",
        "Müller & Söhne",
    ]


async def test_somebody_who_registers_meanwhile_makes_no_second_company(desk: Desk) -> None:
    staff = await desk.staff()
    preview = await look(staff, LIST)
    async with desk.database.writing() as db:
        await a_registrant(db, "a@alpenrand.example", "Alpenrand")

    refused = await agree(staff, preview)
    await agree(staff, refused)

    assert refused.status_code == 409
    assert [(c.name, c.members) for c in await desk.companies()] == [
        ("Alpenrand IT", 1),
        ("Müller & Söhne", 0),
    ]


async def test_another_text_than_the_one_looked_at_is_not_written(desk: Desk) -> None:
    staff = await desk.staff()
    preview = BeautifulSoup((await look(staff, LIST)).text, "html5lib")
    plan = preview.select_one('[name="plan"]')
    assert isinstance(plan, Tag)
    other = {"plan": str(plan["value"]), "list": carried(LIST.replace("Alpenrand", "Elsewhere"))}

    answer = await staff.post(f"{PATH}?_method=put", data=other)

    assert (answer.status_code, await desk.companies()) == (409, ())


async def test_a_file_that_cannot_be_read_says_why(desk: Desk) -> None:
    staff = await desk.staff()
    unreadable = {
        b"": "The file is empty.",
        b"\x00\x01": "This is no CSV file. Please save the list as CSV first.",
        b"Alpenrand": "The first row must name the columns",
        b"number,name\n" + b"x" * (10 * 2**20): "The file is larger than 10 MiB.",
    }

    for content, sentence in unreadable.items():
        answer = await look(staff, content)

        assert answer.status_code == 422
        assert [error[: len(sentence)] for error in errors(answer)] == [sentence]


async def test_no_file_is_no_error_of_ours(desk: Desk) -> None:
    staff = await desk.staff()

    without = await staff.post(PATH, data={"file": "text"})
    broken = await staff.post(f"{PATH}?_method=put", data={"list": "%%%", "plan": ""})

    assert (without.status_code, errors(without)) == (422, ["Please choose a file first."])
    assert (broken.status_code, errors(broken)) == (422, ["Please choose the file once more."])


async def test_uploads_have_a_limit_of_their_own_and_other_forms_keep_theirs(desk: Desk) -> None:
    (id_,) = await desk.list(facts())
    staff = await desk.staff()

    large = await look(staff, LIST + ";" * 300_000)
    too_large = await look(staff, b"x" * (10 * 2**20 + 2**17))
    form = await staff.post(f"/desk/partners/{id_}?_method=put", data={"name": "x" * 70_000})

    assert [answer.status_code for answer in (large, too_large, form)] == [200, 413, 413]


async def test_a_confirmed_company_is_unchanged_by_a_list_that_says_so(desk: Desk) -> None:
    async with desk.database.writing() as db:
        await a_registrant(db, "a@alpenrand.example", "Alpenrand IT")
    (company,) = await desk.companies()
    async with desk.database.writing() as db:
        await confirm_company(db, company.id, by=desk.staff_id)

    preview = await look(await desk.staff(), "name,domains\nAlpenrand IT,alpenrand.example\n")

    assert counts(preview)["Unchanged"] == "1"

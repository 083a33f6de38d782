"""Channel staff who are limited to regions: Rosa sees what is of the Alps, and nothing besides."""

from tests import factories
from tests.desk.limited import ALPENRAND, LIMITED, Team, tables, team, texts
from tests.desk.world import DESK, desk
from tests.support.sheets import csv_rows, xlsx_rows

__all__ = ["desk", "team"]


async def test_people_are_those_of_her_companies(team: Team) -> None:
    page = await team.ours("people")
    of_theirs = await team.rosa.get(f"{DESK}/people?company={team.cast.weserbogen}")
    file = csv_rows((await team.ours("people.csv")).content)
    sheet = xlsx_rows((await team.rosa.get(f"{DESK}/people.xlsx")).content)

    assert [row[0] for row in tables(page)[0]] == ["Özlem Çelik", "Sabine Ortlieb"]
    assert texts(page, "#found, #found + p") == [
        "2 people",
        "2 of them confirmed by the mailed link",
    ]
    assert texts(page, "#country option") == ["all", "Austria"]
    assert LIMITED in texts(page, ".desk__promise")
    assert ("Only " in of_theirs.text, tables(of_theirs)) == (False, [])
    assert [row[0] for row in file[1:]] == [row[0] for row in sheet[1:]]
    assert [row[0] for row in file[1:]] == ["Özlem Çelik", "Sabine Ortlieb"]


async def test_companies_and_their_totals(team: Team) -> None:
    page = await team.ours("companies")
    file = csv_rows((await team.ours("companies.csv")).content)

    assert tables(page) == [[[ALPENRAND, "2", "2", "1", "30"]]]
    assert texts(page, "#found, #found + p") == [
        "1 company",
        "1 of 2 confirmed people have come",
    ]
    assert file[1:] == [[ALPENRAND, "yes", "2", "2", "1", "30"]]
    assert LIMITED in texts(page, ".desk__promise")


async def test_attendance_counts_her_companies_alone(team: Team) -> None:
    page = await team.ours("attendance")
    session = await team.ours(f"attendance/{team.desk.session_id}")
    by_session = csv_rows((await team.rosa.get(f"{DESK}/attendance.csv")).content)
    present = csv_rows((await team.ours("attendance/companies.csv")).content)

    assert texts(page, ".desk__figures dd:first-of-type") == ["2", "1", "1"]
    assert tables(page) == [
        [["What changes for you", "1", "1", "30", "30"]],
        [[ALPENRAND, "2", "1", "30"]],
    ]
    assert tables(session) == [[[ALPENRAND, "1", "30"]]]
    assert [row[2:] for row in by_session[1:]] == [["1", "1", "30", "30"]]
    assert [row[2:] for row in present[1:]] == [[ALPENRAND, "1", "30"]]
    assert all(LIMITED in texts(each, ".desk__promise") for each in (page, session))


async def test_named_feedback_is_that_of_her_companies(team: Team) -> None:
    page = await team.ours("feedback")
    region = await team.ours("feedback/list")
    message = await team.rosa.get(f"{DESK}/feedback/{team.sabines}")

    assert texts(page, ".desk__message .desk__words") == ["Hello."]
    assert texts(region, "[id^=feedback-count]") == ["1", "1", "0", "0"]
    assert LIMITED in texts(page, ".desk__promise")
    assert (message.status_code, texts(message, "#assignee option")) == (
        *(200,),
        ["nobody yet", "Mara Linde", "Rosa Tal"],
    )


async def test_others_messages_are_not_there_and_cannot_be_worked_on(team: Team) -> None:
    found = []
    for id_ in (team.annas, team.pauls):
        here = f"{DESK}/feedback/{id_}"
        found += [(await team.rosa.get(path)).status_code for path in (here, f"{here}/state")]
        for what in ("assignment", "reply", "closure", "closure?_method=delete"):
            method = "" if "?" in what else "?_method=put"
            form = {"version": 1, "reply": "We call you.", "assignee": team.rosa_id}
            found.append((await team.rosa.post(f"{here}/{what}{method}", data=form)).status_code)
    theirs = await team.desk.mara.get(f"{DESK}/feedback/{team.annas}")
    done = await team.rosa.post(
        f"{DESK}/feedback/{team.sabines}/closure?_method=put", data={"version": 1}
    )

    assert found == [404] * 12
    assert texts(theirs, "#assignee option") == ["nobody yet", "Mara Linde"]
    assert texts(theirs, "form.stack [name=version][value='1']") == [""]
    assert done.status_code == 303


async def test_a_message_goes_to_nobody_who_would_not_see_it(team: Team) -> None:
    path = f"{DESK}/feedback/{team.annas}/assignment?_method=put"

    answer = await team.desk.mara.post(path, data={"version": 1, "assignee": team.rosa_id})

    assert answer.status_code == 422
    assert "Please choose somebody of the channel team." in answer.text


async def test_people_without_a_company_are_nobodys_of_a_region(team: Team) -> None:
    async with team.desk.database.writing() as db:
        lone = await factories.an_attendee(db, team.desk.event_id, "Ute Freund", "Freund & Co")
    path = "/desk/partners/people"

    lists = [(await client.get(path)).text for client in (team.desk.mara, team.rosa)]
    pages = [
        (await client.get(f"{path}/{lone}")).status_code for client in (team.desk.mara, team.rosa)
    ]
    put = await team.rosa.post(
        f"{path}/{lone}/company?_method=put", data={"company": team.cast.alpenrand}
    )

    assert ["Ute Freund" in page for page in lists] == [True, False]
    assert ["They have no region" in page for page in lists] == [False, True]
    assert (pages, put.status_code) == ([200, 404], 404)


async def test_the_partner_list_is_read_where_she_looks_after_it_and_not_changed(
    team: Team,
) -> None:
    path = "/desk/partners"
    page, file = await team.rosa.get(path), await team.rosa.get(f"{path}/companies.csv")
    own = await team.rosa.get(f"{path}/{team.cast.alpenrand}")
    other = await team.rosa.get(f"{path}/{team.cast.weserbogen}")
    refused = [
        *[
            (await team.rosa.get(f"{path}/{what}")).status_code
            for what in ("new", "import", f"{team.cast.alpenrand}/edit")
        ],
        (await team.rosa.get(f"{path}/{team.cast.weserbogen}/merger")).status_code,
        (await team.rosa.post(path, data={"name": "x"})).status_code,
        *[
            (await team.rosa.post(f"{path}/{what}?_method=put")).status_code
            for what in (
                *("import", f"{team.cast.weserbogen}", f"{team.cast.weserbogen}/standing"),
                f"{team.cast.weserbogen}/merger/{team.cast.alpenrand}",
            )
        ],
    ]

    assert texts(page, ".records tbody th a") == [ALPENRAND]
    assert LIMITED in texts(page, "p.soft")
    assert [row[1] for row in csv_rows(file.content)[1:]] == [ALPENRAND]
    assert (own.status_code, other.status_code) == (200, 404)
    assert (refused, texts(own, ".button-row")) == ([403] * 9, [])

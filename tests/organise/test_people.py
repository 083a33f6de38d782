"""Roles by e-mail: an invitation says so, the right is there at once and gone as soon as taken."""

import asyncio

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.accounts.actions import find_or_add_person, give_role
from conference.accounts.models import Person, Reach, Role, RoleKind
from conference.agenda.models import EventState
from conference.mail.queued import waiting
from conference.organise import roles
from conference.organise.people_routes import LABELS
from conference.partners.models import Organisation
from conference.web.limits import Limit
from tests import factories
from tests.organise.conftest import HERE, Office

PEOPLE = f"{HERE}/people"
LISA = {
    "email": "Lisa.Brandt@isarwinkel.example",
    "name": "Lisa Brandt",
    "kind": "organiser",
    "language": "de",
}
GIVEN = "Claudia Kern: Role given to Lisa Brandt; Role: Organiser"
STAFF = "Role: Channel staff"


async def role_of(office: Office, email: str) -> Role:
    async with office.database.reading() as db:
        query = select(Role).join(Person, Person.id == Role.person_id)
        return (await db.scalars(query.where(Person.email == email))).one()


async def mails(office: Office) -> list[str]:
    async with asyncio.timeout(10), office.database.reading() as db:
        while await waiting(db):
            await asyncio.sleep(0.02)
            await db.rollback()
    folder = office.app.settings.mail_folder
    assert folder is not None
    return [path.read_text("utf-8") for path in sorted(folder.glob("*.eml"))]


async def test_an_invitation_gives_the_role_and_says_so_by_mail(office: Office) -> None:
    answer = await office.claudia.post(PEOPLE, data=LISA)

    role = await role_of(office, "lisa.brandt@isarwinkel.example")
    assert (answer.status_code, role.kind, role.event_id, role.session_id) == (
        *(303, RoleKind.ORGANISER),
        *(office.event_id, None),
    )
    (mail,) = await mails(office)
    assert "To: Lisa Brandt <lisa.brandt@isarwinkel.example>" in mail
    assert f"{office.app.settings.root_url}/sign-in" in mail
    assert await office.logged() == [GIVEN]
    async with await factories.signed_in(office.app, role.person_id, Reach.FULL) as lisa:
        assert (await lisa.get(PEOPLE)).status_code == 200


async def test_a_role_that_is_taken_away_opens_nothing_any_more(office: Office) -> None:
    await office.claudia.post(PEOPLE, data=LISA)
    role = await role_of(office, "lisa.brandt@isarwinkel.example")
    async with await factories.signed_in(office.app, role.person_id, Reach.FULL) as lisa:
        before = await lisa.get(PEOPLE)

        answer = await office.claudia.delete(f"{PEOPLE}/{role.id}")

        assert (before.status_code, answer.status_code) == (200, 303)
        assert (await lisa.get(PEOPLE)).status_code == 404


async def test_the_last_organiser_stays(office: Office) -> None:
    role = await role_of(office, "claudia.kern@alpenrand.example")

    answer = await office.claudia.delete(f"{PEOPLE}/{role.id}")

    assert answer.status_code == 409
    assert "nobody could change the event any more" in answer.text
    assert (await role_of(office, "claudia.kern@alpenrand.example")).id == role.id


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "lisa"}, "email"),
        ({"kind": "admin"}, "kind"),
        ({"kind": "speaker"}, "session"),
        ({"kind": "moderator", "session": "4711"}, "session"),
        ({"email": "claudia.kern@alpenrand.example"}, "email"),
    ],
)
async def test_a_refused_invitation_keeps_what_was_typed(
    office: Office, changes: dict[str, str], field: str
) -> None:
    answer = await office.claudia.post(PEOPLE, data=LISA | changes)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    page = BeautifulSoup(answer.text, "html.parser")
    links = {
        str(link["href"]): link.get_text(strip=True) for link in page.select(".error-summary a")
    }
    assert links[f"#{field}"].startswith(f"{LABELS[field]}: ")
    assert 'value="Lisa Brandt"' in answer.text
    assert await mails(office) == []


async def test_a_speaker_is_one_of_a_session_of_this_event(office: Office) -> None:
    other = await office.event("weitblick")
    async with office.database.writing() as db:
        ours = await factories.a_session(db, office.event_id, title="Ours")
        theirs = await factories.a_session(db, other.id, title="Theirs")
    speaker = LISA | {"kind": "speaker"}

    answers = [
        await office.claudia.post(PEOPLE, data=speaker | {"session": str(id_)})
        for id_ in (theirs, ours)
    ]

    assert [answer.status_code for answer in answers] == [422, 303]
    assert (await role_of(office, LISA["email"].lower())).session_id == ours


async def test_channel_staff_are_limited_to_regions_of_the_partner_list(office: Office) -> None:
    async with office.database.writing() as db:
        for name, region in (("A", "Österreich"), ("B", "Nord"), ("C", "nord"), ("D", "")):
            company = await db.get_one(Organisation, await factories.a_company(db, name))
            company.region = region
    email = "lisa.brandt@isarwinkel.example"
    staff = LISA | {"kind": "channel-staff", "language": "en"}

    refused = await office.claudia.post(PEOPLE, data=staff | {"regions": "Nord\nAlpen\nMars"})
    wished = ["osterreich\n\n NORD ", "Nord", "nord", "", ""]
    answers, held = [], []
    for regions in wished:
        answers.append(await office.claudia.post(PEOPLE, data=staff | {"regions": regions}))
        role = await role_of(office, email)
        held.append(role.regions)
        if regions == "Nord":
            listed = await office.claudia.get(PEOPLE)

    assert (refused.status_code, "Nord\nAlpen\nMars</textarea>" in refused.text) == (422, True)
    assert "Not a region of the partner list: Alpen, Mars." in refused.text
    assert "In the partner list: Nord, Österreich." in refused.text
    assert [answer.status_code for answer in answers] == [303, 303, 422, 303, 422]
    assert held == ["Nord\nÖsterreich", "Nord", "Nord", "", ""]
    assert "<p>Nord <small>since" in listed.text
    assert await office.logged() == [
        f"Claudia Kern: Role given to Lisa Brandt; {STAFF}; Regions: Nord, Österreich",
        f"Claudia Kern: Role of Lisa Brandt changed; {STAFF}; Regions: Nord",
        f"Claudia Kern: Role of Lisa Brandt changed; {STAFF}; Regions: all",
    ]


async def test_the_mail_names_the_regions(office: Office) -> None:
    async with office.database.writing() as db:
        company = await db.get_one(Organisation, await factories.a_company(db, "A"))
        company.region = "Nord"
    staff = LISA | {"kind": "channel-staff", "language": "en", "regions": "nord"}

    for changes in ({}, {"kind": "organiser"}):
        await office.claudia.post(PEOPLE, data=staff | changes)

    told = [
        "You look after companies in these regions: Nord." in each for each in await mails(office)
    ]
    assert sorted(told) == [False, True]


async def test_whoever_invites_very_often_has_to_wait_and_keeps_what_was_typed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id)
    monkeypatch.setattr(roles, "BY_ONE", Limit(1, per_s=900))
    jana = LISA | {"email": "jana.vogt@isarwinkel.example"}

    first = await office.claudia.post(PEOPLE, data=LISA)
    await office.claudia.post(PEOPLE, data=LISA | {"email": "nobody"})
    second = await office.claudia.post(PEOPLE, data=jana)
    third = await office.claudia.post(
        f"{HERE}/sessions/{session_id}/moderators", data={"email": jana["email"]}
    )

    assert [answer.status_code for answer in (first, second, third)] == [303, 429, 429]
    for answer in (second, third):
        assert "That was very often." in answer.text
        assert 'value="jana.vogt@isarwinkel.example"' in answer.text
    assert await office.logged() == [GIVEN]


async def test_another_events_role_is_not_there_to_take_away(office: Office) -> None:
    role = await role_of(office, "jonas.feld@alpenrand.example")

    assert (await office.claudia.delete(f"{PEOPLE}/{role.id}")).status_code == 404


async def test_an_admin_organises_every_event_and_may_add_one(office: Office) -> None:
    async with office.database.writing() as db:
        admin = await factories.a_person(db, "Ada Tauber")
        await give_role(db, admin, RoleKind.ADMIN, None)
    async with await factories.signed_in(office.app, admin, Reach.FULL) as ada:
        pages = [(await ada.get(path)).status_code for path in ("/manage", HERE)]
    async with await factories.signed_in(office.app, admin) as by_link:
        with_link = (await by_link.get("/manage")).status_code

    assert (pages, with_link) == ([200, 200], 404)
    assert (await office.event()).state == EventState.DRAFT


async def a_session(office: Office) -> int:
    async with office.database.writing() as db:
        return await factories.a_session(db, office.event_id)


async def test_an_address_does_not_tell_whose_it_is(office: Office) -> None:
    """Neither the list nor the log: whoever typed a guess would learn a name by it."""
    async with office.database.writing() as db:
        await find_or_add_person(db, name="Goran Jovanović", email="g@isar.example", language="de")

    await office.claudia.post(PEOPLE, data=LISA | {"email": "g@isar.example", "name": "A guess"})
    moderators = f"{HERE}/sessions/{await a_session(office)}/moderators"
    await office.claudia.post(moderators, data={"person": "", "email": "g@isar.example"})

    told = [(await office.claudia.get(page)).text for page in (PEOPLE, f"{HERE}/log")]
    assert ["Goran" in page for page in told] == [False, False]
    assert ["A guess" in page for page in told] == [True, True]


async def test_nobody_makes_themselves_channel_staff(office: Office) -> None:
    mine = {"email": "claudia.kern@alpenrand.example", "kind": "channel-staff", "language": "de"}

    answer = await office.claudia.post(PEOPLE, data=LISA | mine)

    assert answer.status_code == 422
    assert "Nobody can make themselves channel staff." in answer.text

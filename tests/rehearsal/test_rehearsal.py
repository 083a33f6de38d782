"""A rehearsal: its crowd does all that people do, no figure holds any of it, and it goes whole."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from conference.agenda.models import Event
from conference.crowd.attending import Deed, Did
from conference.crowd.invited import Invitation, rehearse
from conference.polls.actions import open_poll
from conference.polls.models import Poll
from conference.privacy import KeyFolder
from conference.rehearsal import routes
from conference.rehearsal.crowds import Crowds
from conference.rehearsal.models import Rehearsal
from conference.rehearsal.routes import invitation_to
from conference.rehearsal.sandbox import Wish, make_sandbox, rehearsal_of
from tests.browser.desk_pages import FILES
from tests.rehearsal.conftest import PAGE, SLUG, Stage, came

FIGURES = (
    "/",
    "/events",
    f"/events/{SLUG}",
    f"/events/{SLUG}/mood",
    "/desk/partners",
    "/desk/partners/people",
    *(
        f"/desk/events/{SLUG}/{page}"
        for page in ("mood", "sessions", "people", "companies", "attendance", "feedback")
    ),
    *(view.path.format(slug=SLUG) for view in FILES.values() if view.path.endswith("csv")),
)
FORM = {"people": "20", "minutes": "3"}


async def test_all_that_a_rehearsal_brings_is_in_no_figure_and_goes_with_it(stage: Stage) -> None:
    before, figures = await stage.stored(), await shown(stage)

    did = await rehearsed(stage)

    assert {each.deed for each in did} >= {
        *{Deed.SIGNED_IN, Deed.CAME, Deed.ASKED, Deed.UPVOTED, Deed.VOTED, Deed.FELT}
    }
    during = await stage.stored()
    assert {name for name in before if during[name] != before[name]} >= {
        *("event", "session", "person", "registration", "consent", "membership", "organisation"),
        *("question", "upvote", "poll", "scope", "frame", "sealed", "attendance", "role", "keys"),
    }
    assert await shown(stage) == figures
    answer = await stage.organiser.post(f"{PAGE}?_method=delete")
    assert answer.headers["location"].startswith(f"{PAGE}?done=rehearsal-removed")
    assert await stage.stored() == before
    assert await shown(stage) == figures


async def test_its_crowd_is_a_process_that_comes_and_leaves_as_it_is_removed(stage: Stage) -> None:
    before = await stage.stored()

    begun = await stage.organiser.post(PAGE, data=FORM | {"session": str(stage.session_id)})

    assert begun.headers["location"] == f"{PAGE}?done=rehearsal-begun&at=top#done"
    event_id = await sandbox_of(stage)
    while not await came(stage, event_id):  # noqa: ASYNC110 - a process of its own
        await asyncio.sleep(0.1)
    shown_now = (await stage.organiser.get(f"{PAGE}/progress")).text
    assert "of 20 people are in." in shown_now
    again = await stage.organiser.post(PAGE, data=FORM | {"session": str(stage.session_id)})
    assert (again.status_code, "already" in again.text) == (409, True)
    removed = await stage.organiser.post(f"{PAGE}?_method=delete")
    assert removed.status_code == 303
    assert stage.server.app.crowds.count == 0
    assert await stage.stored() == before
    entries = (await stage.organiser.get(f"/manage/events/{SLUG}/log")).text
    assert "Rehearsal of “What changes for you” begun" in entries
    assert "Rehearsal of “What changes for you” removed" in entries


async def test_nobody_but_its_own_people_and_those_with_a_role_sees_it(stage: Stage) -> None:
    async with stage.database.writing() as db:
        event = await db.get_one(Event, stage.event_id)
        await make_sandbox(db, event, Wish(stage.session_id, 20, 3))
    event_id = await sandbox_of(stage)
    async with stage.database.reading() as db:
        slug = (await db.get_one(Event, event_id)).slug
        session_id = (await db.get_one(Rehearsal, event_id)).session_id
    paths = (f"/events/{slug}", f"/events/{slug}/registration", f"/sessions/{session_id}")

    ours = [await stage.organiser.get(path) for path in paths]
    theirs = [await stage.attendee.get(path) for path in paths]
    async with stage.server.browser() as nobody:
        strangers = [await nobody.get(path) for path in (*paths, "/events")]

    assert [answer.status_code for answer in ours] == [200, 200, 200]
    assert all("Rehearsal" in answer.text for answer in ours)
    assert [answer.status_code for answer in theirs] == [404, 404, 404]
    assert [answer.status_code for answer in strangers] == [404, 404, 404, 200]
    assert slug not in strangers[-1].text
    published = await stage.organiser.post(f"/manage/events/{slug}/publication?_method=put")
    assert (published.status_code, "stays one" in published.text) == (409, True)


async def test_of_two_who_begin_one_at_once_one_is_told_that_there_is_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = FORM | {"session": str(stage.session_id)}
    with monkeypatch.context() as patch:
        patch.setattr(routes, "MOST_CROWDS", 0)
        busy = await stage.organiser.post(PAGE, data=form)

    answers = await asyncio.gather(*(stage.organiser.post(PAGE, data=form) for _ in range(2)))

    assert (busy.status_code, "Other rehearsals are under way" in busy.text) == (409, True)
    assert sorted(answer.status_code for answer in answers) == [303, 409]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_cannot_be_rehearsed_is_refused_at_its_field(stage: Stage) -> None:
    answer = await stage.organiser.post(PAGE, data={"session": "4711", "people": "9000"})

    assert answer.status_code == 422
    assert answer.text.count("Please choose one of these.") == 6
    assert await sandbox_of(stage) == 0


async def rehearsed(stage: Stage) -> list[Did]:
    """Twenty people in a hurry; a poll is open as they come."""
    app = stage.server.app
    async with app.database.writing() as db:
        event = await db.get_one(Event, stage.event_id)
        sandbox = await make_sandbox(db, event, Wish(stage.session_id, 20, 3))
        invitation = await invitation_to(db, app.settings, sandbox, 3)
        poll = (await db.scalars(select(Poll).where(Poll.session_id == sandbox.session_id))).one()
        await open_poll(db, KeyFolder(app.settings.keys), poll.id, version=poll.version)
    did: list[Did] = []
    await rehearse(replace(invitation, minutes=0.1, pace=30), did.append)
    await app.stays.write()
    return did


async def shown(stage: Stage) -> dict[str, str]:
    return {path: (await stage.organiser.get(path)).raise_for_status().text for path in FIGURES}


async def sandbox_of(stage: Stage) -> int:
    async with stage.database.reading() as db:
        rehearsal = await rehearsal_of(db, stage.event_id)
    return rehearsal.event_id if rehearsal else 0


async def test_of_a_crowd_that_does_not_reach_the_server_that_is_said() -> None:
    invitation = Invitation(
        root_url="http://127.0.0.1:9",
        is_loopback=True,
        slug=SLUG,
        session_id=1,
        minutes=1,
        seed=1,
        tokens=("a",),
        cookie=("conference", "b"),
    )
    crowds = Crowds()

    async with crowds.running():
        crowds.send(1, invitation)
        while crowds.count:  # noqa: ASYNC110 - a process of its own
            await asyncio.sleep(0.1)

    assert (crowds.has_failed(1), crowds.has_failed(2)) == (True, False)

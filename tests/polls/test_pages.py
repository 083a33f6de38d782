"""Where polls stand: on the session page, on their own, for who may answer and who may not yet."""

from bs4 import BeautifulSoup
from sqlalchemy import select, update

from conference.partners.models import Membership
from conference.privacy.boxes import box_key, open_box
from conference.privacy.models import Scope, ScopeState, Sealed
from tests.polls.conftest import SCALE, SINGLE, Room
from tests.support.statements import statements


def parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


async def test_the_page_says_who_can_see_what_before_sending(room: Room) -> None:
    await room.companies(3)
    poll_id = await room.open()

    page = parsed((await room.sabine.get(f"/sessions/{room.session_id}")).text)

    promise = page.select_one(f"#poll-promise-{poll_id}")
    assert promise is not None
    assert "stored encrypted and without your name" in promise.get_text()
    assert "3 companies are invited" in promise.get_text()
    button = page.select_one(f"#ballot-{poll_id} button")
    assert button is not None
    assert button["aria-describedby"] == f"poll-promise-{poll_id}"


async def test_a_ballot_is_a_group_with_a_name(room: Room) -> None:
    for form, kind in ((SINGLE, "radio"), (SCALE, "radio"), (SINGLE, "radio")):
        poll_id = await room.open(form)
        page = parsed((await room.sabine.get(f"/polls/{poll_id}")).text)
        ballot = page.select_one(f"#ballot-{poll_id} fieldset")
        assert ballot is not None
        assert ballot.select_one("legend").get_text(strip=True) == SINGLE["wording_en"]  # type: ignore[union-attr]
        assert {box["type"] for box in ballot.select("input")} == {kind}


async def test_the_tab_tells_the_state(room: Room) -> None:
    async def tab() -> str:
        page = parsed((await room.sabine.get(f"/sessions/{room.session_id}")).text)
        return page.select_one("#polls-tab").get_text(strip=True)  # type: ignore[union-attr]

    states = [await tab()]
    poll_id = await room.open()
    states.append(await tab())
    await room.close(poll_id)
    states.append(await tab())

    assert states == ["none", "open", "closed"]


async def test_who_is_not_registered_sees_what_is_asked_and_why_to_wait(room: Room) -> None:
    poll_id = await room.open()
    pages = [
        parsed((await room.nobody.get(path)).text)
        for path in (f"/sessions/{room.session_id}", f"/polls/{poll_id}")
    ]

    for page in pages:
        poll = page.select_one(f"#poll-{poll_id}")
        assert poll is not None
        assert SINGLE["wording_en"] in poll.get_text()
        assert "Polls are open to everyone who has registered." in poll.get_text()
        assert poll.select("form") == []
        assert poll.select("input:not([disabled])") == []


async def test_who_waits_for_the_mail_may_choose_and_is_told_why_to_wait(room: Room) -> None:
    poll_id = await room.open()

    for path in (f"/sessions/{room.session_id}", f"/polls/{poll_id}"):
        page = parsed((await room.waiting.get(path)).text)
        assert "Sending opens once you have opened the link we mailed to you." in page.get_text()
        assert page.select_one(f"#ballot-{poll_id}") is not None


async def test_results_are_for_those_who_are_let_in(room: Room) -> None:
    poll_id = await room.open()
    await room.close(poll_id)

    own = await room.nobody.get(f"/polls/{poll_id}")
    region = await room.nobody.get(f"/sessions/{room.session_id}/regions")
    session = await room.nobody.get(f"/sessions/{room.session_id}")

    assert (own.status_code, region.status_code) == (401, 401)
    assert SINGLE["wording_en"] not in session.text


async def test_the_region_is_the_same_for_every_viewer(room: Room) -> None:
    await room.open()
    path = f"/sessions/{room.session_id}/regions"

    texts = {(await client.get(path)).text for client in (room.sabine, room.jonas, room.waiting)}

    assert len(texts) == 1


async def test_a_vote_without_its_key_says_so(room: Room) -> None:
    """Restored from a backup."""
    poll_id = await room.open()
    await room.close(poll_id)
    async with room.app.database.writing() as db:
        await db.execute(update(Scope).values(state=ScopeState.VOID))

    page = await room.sabine.get(f"/polls/{poll_id}")

    assert "The key of this vote is lost" in page.text


async def test_a_ballot_is_sealed_with_the_company_of_its_moment(room: Room) -> None:
    """Who has none votes, too; that answer counts toward no threshold."""
    [(_, company_id)] = await room.companies(1)
    poll_id = await room.open()
    async with room.app.database.writing() as db:
        await db.execute(update(Membership).values(person_id=room.sabine_id))
    yes, *_ = await room.choices(poll_id)

    for client in (room.sabine, room.anna):
        sent = await client.put(f"/polls/{poll_id}/ballot", data={"choice": yes})
        assert sent.status_code == 303

    async with room.app.database.reading() as db:
        rows = list(await db.scalars(select(Sealed)))
    key = room.app.keys.read(rows[0].scope_id)
    assert key is not None
    opened = [open_box(box_key(key, row.scope_id), row.who, row.box) for row in rows]
    answer = {"choices": [yes]}
    assert sorted(opened, key=str) == sorted(
        [{"company": company_id, "answer": answer}, {"company": None, "answer": answer}], key=str
    )


async def test_three_polls_cost_as_many_statements_as_one(room: Room) -> None:
    counts = []
    for _ in range(2):
        await room.open()
        room.app.live.kept.renew()
        with statements(room.app.database) as sent:
            await room.sabine.get(f"/sessions/{room.session_id}/regions")
        counts.append(len(sent))
        await room.open()

    assert counts[0] == counts[1]

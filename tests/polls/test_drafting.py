"""Drafts: their moderators' own, changed and deleted, and of two at once nobody loses a word."""

from bs4 import BeautifulSoup
from sqlalchemy import func, select

from conference.polls.models import Poll
from tests.polls.conftest import SINGLE, Room, edit, listed


async def test_a_draft_is_its_moderators_own(room: Room) -> None:
    poll_id = await room.create()

    pages = [await client.get(f"/polls/{poll_id}") for client in (room.sabine, room.jonas)]
    region = await room.sabine.get(f"/sessions/{room.session_id}/regions")

    assert [page.status_code for page in pages] == [404, 404]
    assert "threshold" not in region.text
    assert (await listed(room))["drafts"] == ["Do you reach the threshold?"]


async def test_a_refused_draft_comes_back_with_what_was_typed(room: Room) -> None:
    form = SINGLE | {"minutes": "0", "choices_de": "Ja\nNein"}
    answer = await room.jonas.post(f"/sessions/{room.session_id}/polls", data=form)

    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 422
    assert len(page.select(".field__error")) == 2
    assert page.select_one("#minutes")["value"] == "0"  # type: ignore[index]
    assert page.select_one("#choices_de").get_text().strip() == "Ja\nNein"  # type: ignore[union-attr]
    async with room.app.database.reading() as db:
        assert await db.scalar(select(func.count(Poll.id))) == 0


async def test_a_draft_can_be_changed_and_deleted(room: Room) -> None:
    poll_id = await room.create()

    changed = await edit(room, poll_id, wording_en="Will you?", choices_en="Yes\nNo\nMaybe")

    assert changed.status_code == 303
    assert (await listed(room))["drafts"] == ["Will you?"]
    assert len(await room.choices(poll_id)) == 3

    assert (await room.jonas.post(f"/polls/{poll_id}?_method=delete")).status_code == 303
    assert (await listed(room))["drafts"] == []
    assert (await room.jonas.post(f"/polls/{poll_id}?_method=delete")).status_code == 404


async def test_of_two_changes_the_later_is_refused_and_kept(room: Room) -> None:
    poll_id = await room.create()
    await edit(room, poll_id, wording_en="The first")

    second = await edit(room, poll_id, wording_en="The second")

    page = BeautifulSoup(second.text, "html.parser")
    assert second.status_code == 409
    assert page.select_one("#wording_en")["value"] == "The second"  # type: ignore[index]
    assert (await listed(room))["drafts"] == ["The first"]

    newest = str(page.select_one("input[name=version]")["value"])  # type: ignore[index]
    again = await edit(room, poll_id, wording_en="The second", version=newest)
    assert again.status_code == 303
    assert (await listed(room))["drafts"] == ["The second"]

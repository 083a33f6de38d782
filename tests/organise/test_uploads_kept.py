"""Uploaded files go with their owners: into a copy of the event, and away."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from conference.agenda.actions import add_speaker
from conference.agenda.models import Event, Session, Speaker
from conference.agenda.models_beside import Upload
from tests.organise.conftest import SLUG
from tests.organise.uploading import (
    SLIDES,
    Stage,
    a_picture,
    sent,
    stage,
)

__all__ = ["stage"]


@pytest.mark.parametrize("has_programme", [True, False])
async def test_a_copy_of_an_event_has_its_pictures_and_none_of_its_files(
    stage: Stage, has_programme: bool
) -> None:
    office = stage.office
    await office.claudia.put(stage.portrait, files=sent(a_picture(colour="red")))
    await office.claudia.put(stage.logo, files=sent(a_picture(colour="blue")))
    await office.claudia.put(stage.picture, files=sent(a_picture(1200, 630)))
    await office.claudia.post(stage.files, files=sent(SLIDES, "slides.pdf"))
    async with office.database.writing() as db:
        await add_speaker(db, office.event_id, name="Without a portrait")

    form = BeautifulSoup(
        (await office.claudia.get(f"/manage/events/new?copy={SLUG}")).text, "html.parser"
    )
    fields = form.select("form.organise__form input, form.organise__form textarea")
    typed = {
        str(each["name"]): str(each.get("value") or each.get_text().removeprefix("\n"))
        for each in fields
        if each.get("type") != "checkbox" or each.has_attr("checked")
    }
    typed |= {"slug": "copy", "starts_on": "2027-09-16", "ends_on": "2027-09-17"}
    typed |= {} if has_programme else {"with_programme": ""}
    await office.claudia.post("/manage/events", data=typed)

    copy = await office.event("copy")
    async with office.database.reading() as db:
        found = await db.execute(
            select(Upload.kind, Speaker.name, Upload.content, Upload.size)
            .outerjoin(Speaker, Speaker.id == Upload.speaker_id)
            .where(Upload.event_id == copy.id)
            .order_by(Upload.kind)
        )
        copied = [(row.kind, row.name, len(row.content) == row.size) for row in found]
        sessions = (await db.scalars(select(Session).where(Session.event_id == copy.id))).all()
    ours = [(kind, None, True) for kind in ("card", "logo", "picture")]
    wanted = [*ours, ("portrait", "Jana Vogt", True)]
    assert (copied, len(sessions)) == ((wanted, 1) if has_programme else ([], 0))
    original = await office.event()
    assert [bool(copy.logo), bool(copy.picture), bool(copy.card)] == [has_programme] * 3
    assert (copy.logo, copy.picture) != (original.logo, original.picture)


async def test_a_removed_speaker_and_event_take_their_pictures_with_them(stage: Stage) -> None:
    office = stage.office
    await office.claudia.put(stage.portrait, files=sent(a_picture()))
    await office.claudia.put(stage.logo, files=sent(a_picture()))
    async with office.database.writing() as db:
        await db.delete(await db.get_one(Session, stage.session_id))

    await office.claudia.delete(stage.portrait.removesuffix("/portrait"))
    kinds = [row.kind for row in await stage.uploads()]
    async with office.database.writing() as db:
        await db.delete(await db.get_one(Event, office.event_id))

    assert (kinds, await stage.uploads()) == (["logo"], [])

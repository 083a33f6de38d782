"""What the routes of the matrix are asked for, besides what a `World` has by itself."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from conference.accounts import models
from conference.agenda.actions import add_speaker, add_track
from conference.agenda.announcements import announce_to
from conference.agenda.downloads import download
from conference.agenda.models import Session, Slot
from conference.agenda.models_beside import Upload
from conference.agenda.uploads import add_download
from conference.i18n import Translated
from conference.polls.actions import create_poll, open_poll
from conference.polls.models import PollKind, ResultsShown
from conference.polls.typed import Draft
from conference.sentiment.actions import Sending, send_feedback
from conference.sentiment.entries import NamedEntry
from tests import factories
from tests.security.conftest import Role, World


@dataclass(frozen=True)
class Things:
    """What paths name besides the world's own. `person_id`: a guest of A and of no company;
    `organisation_id`: the attendee's."""

    poll_id: int
    feedback_id: int
    room_id: int
    track_id: int
    role_id: int
    speaker_id: int
    announcement_id: int
    upload_id: int
    digest: str
    organisation_id: int
    kept_id: int
    person_id: int


@pytest.fixture
async def things(world: World) -> Things:
    anna = world.people[Role.ATTENDEE]
    draft = Draft(PollKind.SCALE, Translated(en="How?"), (), 1, 1, 5, ResultsShown.CLOSED)
    async with world.app.database.writing() as db:
        poll_id = await create_poll(db, world.a.session_id, draft)
        await open_poll(db, world.app.keys, poll_id, version=1)
        room_id = (await db.get_one(Slot, world.a.session_id)).room_id
        assert room_id is not None
        track_id = await add_track(db, world.a.event_id, name=Translated(de="Praxis"))
        (await db.get_one(Session, world.a.session_id)).track_id = track_id
        file = download("slides.txt", b"Hello")
        upload_id = await add_download(db, world.a.event_id, world.a.session_id, file, Translated())
        entry = NamedEntry(4, "Please call me back.")
        sending = Sending(world.a.event_id, world.a.session_id, anna, "Alpenrand IT", "en", entry)
        return Things(
            poll_id=poll_id,
            room_id=room_id,
            track_id=track_id,
            role_id=await _a_role(db, world),
            speaker_id=await add_speaker(db, world.a.event_id, name="Jana Vogt"),
            announcement_id=await announce_to(
                db, world.a.event_id, None, Translated(en="Welcome."), factories.HOUR
            ),
            feedback_id=await send_feedback(db, sending),
            upload_id=upload_id,
            digest=(await db.get_one(Upload, upload_id)).digest,
            organisation_id=await factories.a_company(db, "Alpenrand IT", anna),
            kept_id=await factories.a_company(db, "Alpenrand Informatik"),
            person_id=await factories.an_attendee(db, world.a.event_id, "Paul Zander"),
        )


async def _a_role(db: AsyncSession, world: World) -> int:
    """Of who came by their personal link, which gives no right to it anyway."""
    theirs = select(models.Role.id).where(models.Role.person_id == world.people[Role.LINK])
    return (await db.scalars(theirs.order_by(models.Role.id).limit(1))).one()

"""The order of a session's speakers: set by numbers, and kept wherever the session goes."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from conference.agenda.actions import add_speaker
from conference.agenda.mastheads import Masthead
from conference.agenda.models import Session, Speaking
from conference.errors import Invalid
from conference.i18n import Translated
from conference.organise.offered import Offered
from conference.organise.speaking_entry import read_speakers, typed_speakers
from conference.web import Form
from tests import factories
from tests.organise.conftest import HERE, Office, entered_in

BEGINS = datetime(2026, 9, 17, 8, tzinfo=UTC)
NAMES = ("Tobias Kranz", "Jana Vogt", "Anna Weser")
EVENT = Masthead(
    *(1, "offen-gesagt", Translated(), Translated(), Translated()),
    *(date(2026, 9, 17), date(2026, 9, 18), ZoneInfo("Europe/Berlin"), time(4)),
)
OFFERED = Offered(EVENT, (), (), ((1, "A"), (2, "B"), (3, "C"), (4, "D")))
STORED = typed_speakers([1, 2, 3])


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ({}, (1, 2, 3)),
        ({"speaker_place_3": "1"}, (3, 1, 2)),
        ({"speaker_place_1": "3"}, (2, 3, 1)),
        ({"speaker_place_1": "2", "speaker_place_2": "1"}, (2, 1, 3)),
        ({"speaker_4": "yes", "speaker_place_2": ""}, (1, 3, 2, 4)),
        ({"speaker_1": "", "speaker_place_3": "1"}, (3, 2)),
        ({"new_speakers": "d\nA"}, (1, 2, 3, 4)),
    ],
)
def test_it_is_enough_to_number_the_one_that_moves(
    typed: dict[str, str], order: tuple[int, ...]
) -> None:
    form = Form(STORED | typed)

    assert read_speakers(form, OFFERED) == (order, ())
    assert form.faults == {}


def test_a_place_is_a_number() -> None:
    form = Form(STORED | {"speaker_place_2": "first"})

    read_speakers(form, OFFERED)

    with pytest.raises(Invalid) as refused:
        form.finish()
    assert list(refused.value.fields) == ["speaker_place_2"]


async def speakers(office: Office, session_id: int) -> list[str]:
    async with office.database.reading() as db:
        people = selectinload(Session.speaking).joinedload(Speaking.speaker)
        query = select(Session).where(Session.id == session_id).options(people)
        session = (await db.scalars(query.options(joinedload(Session.slot)))).one()
        return [each.speaker.name for each in session.speaking]


async def test_an_order_is_kept_by_the_form_the_export_and_the_import(office: Office) -> None:
    async with office.database.writing() as db:
        session_id = await factories.a_session(db, office.event_id, starts_at=BEGINS)
        ids = [await add_speaker(db, office.event_id, name=name) for name in NAMES]
    path = f"{HERE}/sessions/{session_id}"
    chosen = {f"speaker_{id_}": "yes" for id_ in ids}
    await office.claudia.put(path, data=entered_in(await office.claudia.get(path)) | chosen)
    first = await speakers(office, session_id)

    typed = entered_in(await office.claudia.get(path)) | {f"speaker_place_{ids[0]}": "1"}
    moved = await office.claudia.put(path, data=typed)
    second = await speakers(office, session_id)
    exported = await office.claudia.get(f"{HERE}/schedule.json")
    looked = await office.claudia.post(
        f"{HERE}/import", files={"file": ("schedule.json", exported.content)}
    )
    await office.claudia.put(path, data=entered_in(await office.claudia.get(path)))

    assert (moved.status_code, looked.status_code) == (303, 200)
    assert first == sorted(NAMES)
    assert second == ["Tobias Kranz", "Anna Weser", "Jana Vogt"]
    assert "There is nothing to write." in looked.text
    assert await speakers(office, session_id) == second
    assert [entry.partition("; ")[2] for entry in await office.logged()] == [
        *("Changed: Speakers", "Changed: Speakers")
    ]

from typing import Any

import pytest

from conference.agenda.formats.model import ImportedSpeaker
from conference.agenda.formats.notes import Notes
from conference.agenda.formats.persons import Persons

GUID = "6a1f3a10-77a0-4a40-8f3d-0c5a5f1f7e01"
BASE = "https://agenda.example/"


def read(*sessions: Any) -> list[tuple[ImportedSpeaker, ...]]:
    listed = [{"persons": persons} for persons in sessions]
    persons = Persons(listed, BASE)
    return [persons.of_session(session, Notes("here")) for session in listed]


def read_one(persons: Any) -> tuple[list[str], list[str]]:
    """The names and the notes of a single session."""
    notes = Notes("here")
    session = {"persons": persons}
    speakers = Persons([session], BASE).of_session(session, notes)
    return [speaker.name for speaker in speakers], [str(repair.note) for repair in notes.repairs]


def test_a_person_is_read_with_all_that_is_known() -> None:
    person = {
        "guid": GUID,
        "id": 3,
        "code": "ABCDEF",
        "public_name": " Ada Brandt ",
        "name": "A. Brandt",
        "biography": "Sails.\r\nWrites.",
        "avatar": "/ada.png",
        "url": "https://ada.example/",
        "answers": [],
    }

    assert read([person]) == [
        (
            ImportedSpeaker(
                key=f"guid:{GUID}",
                name="Ada Brandt",
                guid=GUID,
                biography="Sails.\nWrites.",
                url="https://ada.example/",
                avatar_url="https://agenda.example/ada.png",
            ),
        )
    ]


def test_the_name_stands_under_any_of_three_keys_or_alone() -> None:
    assert read_one([{"full_public_name": "Ada Brandt"}]) == (["Ada Brandt"], [])
    assert read_one([{"public_name": None, "name": "Ada Brandt"}]) == (["Ada Brandt"], [])
    assert read_one(["Ada Brandt"]) == (["Ada Brandt"], [])
    assert read_one({"name": "Ada Brandt"})[0] == ["Ada Brandt"]
    assert read_one("Ada Brandt")[0] == ["Ada Brandt"]


@pytest.mark.parametrize("persons", [None, [], ""])
def test_no_persons_are_no_fault(persons: Any) -> None:
    assert read_one(persons) == ([], [])


def test_an_id_is_the_key_only_where_it_is_one_name_s_alone() -> None:
    own, shared, zero = ({"id": 4}, {"id": 5}, {"id": 0})

    first, second = read(
        [own | {"name": "Ada Brandt"}, shared | {"name": "Jon Lind"}, zero | {"name": "Mo Kern"}],
        [own | {"name": "ADA  Brandt"}, shared | {"name": "Ria Sol"}],
    )

    assert [speaker.key for speaker in first] == ["id:4", "name:jon lind", "name:mo kern"]
    assert [speaker.key for speaker in second] == ["id:4", "name:ria sol"]


def test_the_nil_guid_is_no_key() -> None:
    [[speaker]] = read([{"guid": "00000000-0000-0000-0000-000000000000", "name": "Ada Brandt"}])

    assert (speaker.key, speaker.guid) == ("name:ada brandt", None)


def test_a_person_listed_twice_in_a_session_is_one() -> None:
    persons = [{"id": 4, "name": "Ada Brandt"}, {"id": 4, "name": "Ada Brandt"}]

    assert read_one(persons) == (
        ["Ada Brandt"],
        ["A person is listed twice; they were taken once."],
    )


def test_a_person_without_a_name_is_left_out() -> None:
    assert read_one([{"id": 4}, None, 0, {"name": " "}, {"name": "Ada Brandt"}]) == (
        ["Ada Brandt"],
        ["A person without a name was left out."],
    )


def test_one_person_is_the_same_in_every_session() -> None:
    bare = {"guid": GUID, "name": "Ada Brandt"}

    first, second = read([bare], [bare | {"name": "Dr. Ada Brandt", "biography": "Sails."}])

    assert first == second
    assert (first[0].name, first[0].biography) == ("Ada Brandt", "Sails.")


def test_too_many_persons_are_cut_and_noted() -> None:
    names, notes = read_one([f"Guest {n}" for n in range(201)])

    assert len(names) == 200
    assert notes == ["Of “persons” only the first 200 were read."]


def test_a_key_stays_short_even_if_folding_lengthens_the_name() -> None:
    [[speaker]] = read([{"name": "\ufdfa" * 500}])

    assert len(speaker.key) == len("name:") + 500

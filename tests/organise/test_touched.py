"""What two people have typed into one form, brought together."""

from conference.organise.touched import OPENED, StoredValue, differing, marks, merged, opened

FORM = {"title": "Talk", "text": "One\nTwo", "track": "3", "speaker_1": "yes"}


def test_what_is_not_touched_is_as_it_is_stored_and_what_is_stays() -> None:
    stored = {"title": "Their talk", "text": "Theirs", "speaker_1": "yes", "speaker_2": "yes"}
    # As a browser sends it: other line ends, and nothing for a box that was ticked and is no more.
    sent = {"title": "Talk", "text": "One\r\nTwo", "track": "4", "note": "New"}

    fields = merged(sent | {OPENED: opened(FORM)}, stored)

    del fields[OPENED]
    assert fields == {
        "title": "Their talk",
        "text": "Theirs",
        "speaker_1": "",
        "speaker_2": "yes",
        "track": "4",
        "note": "New",
    }


def test_a_form_that_does_not_say_how_it_was_opened_counts_as_touched() -> None:
    assert merged({"title": "Mine"}, FORM) == {"title": "Mine"}


def test_a_form_that_was_refused_keeps_what_it_was_opened_with() -> None:
    first = marks(1, {"title": "Talk"})

    assert marks(2, {"title": "Their talk"}, first | {"title": "Mine"}) == first
    assert marks(2, {"title": "Their talk"})["version"] == "2"


def test_where_both_differ_what_is_stored_is_told() -> None:
    typed = FORM | {"text": "One\r\nTwo", "track": "4", "title": ""}

    found = list(
        differing(FORM, typed, {"track": "Track", "title": "Title"}, {"track": {"3": "A"}})
    )

    assert found == [StoredValue("track", "Track", "A"), StoredValue("title", "Title", "Talk")]

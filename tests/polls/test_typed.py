"""What a moderator writes: every entry bounded, two languages one list of choices."""

import pytest

from conference.errors import Invalid
from conference.i18n import Translated
from conference.polls.models import PollKind, ResultsShown
from conference.polls.typed import Draft, read_draft, version_of
from conference.web import Form
from tests.polls.conftest import MULTIPLE, SCALE, SINGLE


def faults(entered: dict[str, str]) -> set[str]:
    with pytest.raises(Invalid) as invalid:
        read_draft(Form(entered))
    return set(invalid.value.fields)


def test_two_languages_are_one_poll_with_the_same_choices() -> None:
    assert read_draft(Form(MULTIPLE)) == Draft(
        kind=PollKind.MULTIPLE,
        wording=Translated(de="Erreichen Sie die Schwelle?", en="Do you reach the threshold?"),
        choices=(
            Translated(de="Ja", en="Yes"),
            Translated(de="Nein", en="No"),
            Translated(de="Noch nicht", en="Not yet"),
        ),
        least=1,
        most=2,
        minutes=5,
        shown=ResultsShown.CLOSED,
    )


def test_one_language_is_enough_and_empty_lines_are_no_choice() -> None:
    draft = read_draft(
        Form(SINGLE | {"wording_de": "", "choices_de": "", "choices_en": "A\n\n B "})
    )

    assert draft.wording == {"en": "Do you reach the threshold?"}
    assert draft.choices == ({"en": "A"}, {"en": "B"})


def test_a_scale_has_no_choices_and_a_single_choice_is_one() -> None:
    scale, single = read_draft(Form(SCALE)), read_draft(Form(SINGLE | {"most": "9"}))

    assert scale.choices == ()
    assert (single.least, single.most) == (1, 1)


@pytest.mark.parametrize(
    ("entered", "fields"),
    [
        ({"wording_de": "", "wording_en": ""}, {"wording_de"}),
        ({"wording_en": "x" * 301}, {"wording_en"}),
        ({"choices_de": "", "choices_en": ""}, {"choices_de"}),
        ({"choices_de": "Ja", "choices_en": "Yes"}, {"choices_de"}),
        ({"choices_de": "Ja\nNein"}, {"choices_en"}),
        ({"choices_en": "Yes\nyes\nNo"}, {"choices_en"}),
        ({"choices_en": f"Yes\nNo\n{'x' * 121}"}, {"choices_en"}),
        ({"choices_de": "", "choices_en": "\n".join("abcdefghijk")}, {"choices_de"}),
        ({"minutes": "0"}, {"minutes"}),
        ({"minutes": "1441"}, {"minutes"}),
        ({"minutes": "five"}, {"minutes"}),
        ({"minutes": ""}, {"minutes"}),
        ({"kind": "essay"}, {"kind"}),
        ({"shown": "always"}, {"shown"}),
        ({"kind": "multiple"}, {"least", "most"}),
        ({"kind": "multiple", "least": "2", "most": "1"}, {"most"}),
        ({"kind": "multiple", "least": "1", "most": "4"}, {"most"}),
        ({"kind": "multiple", "least": "0", "most": "2"}, {"least"}),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field(
    entered: dict[str, str], fields: set[str]
) -> None:
    assert faults(SINGLE | entered) == fields


@pytest.mark.parametrize("minutes", [1, 1440])
def test_a_minute_and_a_day_are_the_bounds(minutes: int) -> None:
    assert read_draft(Form(SINGLE | {"minutes": str(minutes)})).minutes == minutes


@pytest.mark.parametrize("written", ["", "-1", "x", "9" * 30])
def test_a_version_that_is_no_number_is_none_that_a_poll_has(written: str) -> None:
    assert version_of(Form({"version": written})) == 0

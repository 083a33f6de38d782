"""A text that names its writer is given back once, with what was typed."""

import pytest

from conference.privacy import ScopeKind
from conference.sentiment.naming import named_in
from tests.sentiment.conftest import MOOD, Conference, words

TEXT = "Ask sabine ortlieb of Alpenrand"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The margin is too small.", ""),
        ("Regards, Jana Weiß", "Jana Weiß"),
        ("regards, jana  weiß.", "jana  weiß"),
        ("Frau Weiß has said so", "Weiß"),
        ("Wer weiß", ""),
        ("Jana said so", ""),
        ("We at Müller & Söhne wait", "Müller & Söhne"),
        ("we at müller söhne wait", "müller söhne"),
        ("Müller waits", ""),
    ],
)
def test_the_writers_own_names_are_found(text: str, found: str) -> None:
    assert named_in(text, "Jana Weiß", "Müller & Söhne GmbH & Co. KG") == found


@pytest.mark.parametrize(
    ("name", "company"), [("", ""), ("Bo", "IT GmbH"), ("(", "GmbH"), ("Al Ek", "7.")]
)
def test_what_is_no_name_is_not_found(name: str, company: str) -> None:
    assert named_in("Bo of IT, 7 GmbH ( Ek", name, company) == ""


@pytest.mark.parametrize("is_mood", [True, False])
async def test_a_text_that_names_its_writer_is_sent_only_if_they_want_it_so(
    is_mood: bool, conference: Conference
) -> None:
    path = f"{MOOD if is_mood else conference.feedback}?_method=put"
    kind = ScopeKind.MOOD if is_mood else ScopeKind.FEEDBACK
    entered = {"value": "2", "text": TEXT}

    refused = await conference.sabine.post(path, data=entered)
    before = await conference.sealed(kind)
    taken = await conference.sabine.post(path, data=entered | {"named": "yes"})

    assert (refused.status_code, before) == (422, 0)
    assert "“sabine ortlieb” names you or your company" in words(refused)
    assert TEXT in refused.text
    assert 'name="named"' in refused.text
    assert (taken.status_code, await conference.sealed(kind)) == (303, 1)


async def test_without_a_name_nobody_is_asked(conference: Conference) -> None:
    entered = {"value": "2", "text": "Ask the channel team"}

    taken = await conference.sabine.post(f"{MOOD}?_method=put", data=entered)

    assert taken.status_code == 303
    page = await conference.sabine.get(MOOD)
    assert 'name="named"' not in page.text

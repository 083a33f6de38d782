"""The file on its way from the preview to the writing: in the form, and in no server."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.partners.imports import carried, read_carried
from conference.partners.reading import ListUnreadable


@given(st.text())
def test_a_file_is_carried_as_it_is(text: str) -> None:
    encodable = text.encode("utf-8", "replace").decode()

    assert read_carried(carried(encodable)) == encodable


def test_a_short_field_cannot_unpack_into_more_than_a_file() -> None:
    with pytest.raises(ListUnreadable, match="larger than"):
        read_carried(carried("x" * (40 * 2**20)))

"""The personal link's token: only this server makes one, and only for one version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.registration.links import personal_token, read_token

SECRET = b"a secret for tests, 32 characters"
IDS = st.integers(0, 2**32 - 1)


@given(IDS, IDS)
def test_a_token_names_its_registration_and_version(registration_id: int, version: int) -> None:
    token = personal_token(SECRET, registration_id, version)

    assert read_token(SECRET, token) == (registration_id, version)
    assert len(token) == 32


@given(IDS, st.integers(0, 31), st.sampled_from("ABCxyz019-_"))
def test_a_token_with_another_letter_is_none(
    registration_id: int, position: int, letter: str
) -> None:
    token = personal_token(SECRET, registration_id, 1)
    changed = token[:position] + letter + token[position + 1 :]

    expected = (registration_id, 1) if changed == token else None
    assert read_token(SECRET, changed) == expected


@given(st.text(max_size=80))
def test_what_anybody_may_send_is_none(text: str) -> None:
    assert read_token(SECRET, text) is None


@pytest.mark.parametrize("cut", range(32))
def test_a_part_of_a_token_is_none(cut: int) -> None:
    assert read_token(SECRET, personal_token(SECRET, 7, 1)[:cut]) is None


def test_another_servers_token_is_none() -> None:
    assert read_token(SECRET, personal_token(b"another secret of 32 characters!", 7, 1)) is None

"""Boxes: nobody without the key, and nobody with another one, gets anything out of them."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from conference.privacy.boxes import NONCE_BYTES, STEP_BYTES, box_key, close_box, open_box, size_for

KEY, OTHER = bytes(range(32)), bytes(32)
WHO, SOMEBODY = b"w" * 16, b"s" * 16
TAG_BYTES = 16


@given(st.text(max_size=60), st.none() | st.integers(1, 2**31 - 1))
def test_what_comes_out_is_what_went_in_whatever_its_length(text: str, company: int | None) -> None:
    key, content = box_key(KEY, 5), {"company": company, "answer": {"text": text}}

    box = close_box(key, WHO, content, 512)

    assert open_box(key, WHO, box) == content
    assert len(box) == NONCE_BYTES + 512 + TAG_BYTES


def test_the_same_answer_never_looks_the_same() -> None:
    key = box_key(KEY, 5)

    boxes = {close_box(key, WHO, {"answer": 1}, STEP_BYTES) for _ in range(100)}

    assert len(boxes) == 100


@pytest.mark.parametrize(
    ("key", "scope_id", "who"), [(OTHER, 5, WHO), (KEY, 6, WHO), (KEY, 5, SOMEBODY)]
)
def test_a_box_opens_in_its_place_only(key: bytes, scope_id: int, who: bytes) -> None:
    box = close_box(box_key(KEY, 5), WHO, {"answer": 1}, STEP_BYTES)

    with pytest.raises(InvalidTag):
        open_box(box_key(key, scope_id), who, box)


def test_what_does_not_fit_is_refused_and_not_made_longer() -> None:
    with pytest.raises(ValueError, match="an answer longer than its box"):
        close_box(box_key(KEY, 5), WHO, {"answer": "x" * 299}, STEP_BYTES)


@pytest.mark.parametrize(("letters", "size"), [(0, 256), (245, 256), (246, 512), (1_000, 1_024)])
def test_boxes_grow_in_steps(letters: int, size: int) -> None:
    assert size_for({"text": "x" * letters}) == size

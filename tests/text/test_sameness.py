"""Texts are the same whatever their case, spaces and Unicode form."""

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seqlab.text.sameness import digests, plain


def test_case_spaces_and_unicode_form_make_no_difference() -> None:
    assert plain("  It\n\tCRASHES\u00a0") == "it crashes"
    assert plain("Gro\u0308ße") == plain("GRÖßE ") == "größe"
    assert plain(" \n") == ""


@given(st.lists(st.text(max_size=3), max_size=30))
def test_numbers_are_equal_for_the_same_texts_alone(texts) -> None:
    found = digests(texts)
    spelled = [" ".join(unicodedata.normalize("NFC", text).lower().split()) for text in texts]
    expected = np.array([[one == other for other in spelled] for one in spelled], bool)
    np.testing.assert_array_equal(
        found[:, None] == found[None], expected.reshape(len(texts), len(texts))
    )


def test_half_a_letter_has_a_number_too() -> None:
    assert len(digests(["\ud800"])) == 1

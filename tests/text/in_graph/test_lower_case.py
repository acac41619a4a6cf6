"""A graph writes texts in lower case as Python does."""

from __future__ import annotations

import pytest

from tests.text.in_graph.examples import TEXTS, compiled, random_texts

pytestmark = pytest.mark.keras


def test_lower_case_is_that_of_python_with_final_sigmas() -> None:
    import tensorflow as tf

    from seqlab.text.in_graph.lower_case import LowerCase

    lower = LowerCase()

    def lowered(texts: object) -> object:
        return tf.strings.unicode_encode(lower(tf.strings.unicode_decode(texts, "UTF-8")), "UTF-8")

    texts = [*TEXTS, *random_texts(3000)]
    assert sum("\u03c2" in text.lower() for text in texts) > 10
    for text, one in zip(texts, compiled(lowered)(texts).numpy(), strict=True):
        assert one.decode() == text.lower(), ascii(text)

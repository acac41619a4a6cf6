"""A graph writes texts in Unicode's normal form as Python does."""

from __future__ import annotations

import unicodedata

import pytest

from tests.text.in_graph.examples import TEXTS, compiled, random_texts

pytestmark = pytest.mark.keras


def test_the_normal_form_is_that_of_python() -> None:
    import tensorflow as tf

    from seqlab.text.in_graph.normal_form import NormalForm

    normal = NormalForm()

    def normalised(texts: object) -> object:
        return tf.strings.unicode_encode(normal(tf.strings.unicode_decode(texts, "UTF-8")), "UTF-8")

    every = [chr(code) for code in range(0x30000) if not 0xD800 <= code < 0xE000]
    texts = [*TEXTS, *random_texts(3000), *every]
    found = compiled(normalised)(texts).numpy()
    for text, one in zip(texts, found, strict=True):
        assert one.decode() == unicodedata.normalize("NFKC", text), ascii(text)

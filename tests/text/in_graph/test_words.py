"""A graph splits texts into the very words that Python does, in any script."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from typing import get_args

import pytest

from seqlab.text.words import Splitting, splitter
from tests.text.in_graph.examples import TEXTS, compiled, random_texts

pytestmark = pytest.mark.keras


def differences(splitting: Splitting, texts: Iterable[str]) -> list[str]:
    from seqlab.text.in_graph.words import words_in_graph

    wanted, known = [*texts], splitter(splitting)
    found = compiled(words_in_graph(splitting))(wanted).to_list()
    assert len(found) == len(wanted)
    return [
        ascii(text)
        for text, words in zip(wanted, found, strict=True)
        if known(text) != [word.decode() for word in words]
    ]


@pytest.mark.parametrize("splitting", get_args(Splitting))
def test_words_are_those_of_python(splitting) -> None:
    assert not differences(splitting, TEXTS)
    assert not differences(splitting, random_texts(3000))
    assert not differences(splitting, [])


@pytest.mark.parametrize("splitting", get_args(Splitting))
def test_every_character_is_treated_as_python_does(splitting) -> None:
    every = (chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000)
    assert not differences(splitting, every)


def test_no_character_means_anything_where_none_is_looked_for() -> None:
    from seqlab.text.in_graph.code_points import ASSIGNED

    looked_for = {code for codes in ASSIGNED for code in codes}
    others = (chr(code) for code in range(sys.maxunicode + 1) if code not in looked_for)
    assert {unicodedata.category(one) for one in others} <= {"Cs", "Cn", "Co"}

"""Words come back from the cache as they were numbered."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.datasets.sources.cached_words import cached_words
from seqlab.text.vocabulary import Words, number_words
from tests.text.corpora import lists


def test_words_are_numbered_once_for_the_same_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    calls = []

    def number() -> Words:
        calls.append(1)
        return number_words(["b a b", "", "Größe a"], "keras")

    for key in ("x", "x", "y"):
        words = cached_words("made-up", {"texts": key}, number)
        assert lists(words.sequences) == [[0, 1, 0], [], [2, 1]]
        assert list(words.spelling) == ["b", "a", "größe"]
    assert len(calls) == 2

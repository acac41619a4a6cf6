"""Every encoding says the same of a text in a graph and in plain Python as it does itself."""

from __future__ import annotations

import json

import numpy as np
import pytest

from seqlab.datasets.encoded_texts import ENCODINGS
from seqlab.text.encodings.bag import BagEncoding, BagPreprocessing
from seqlab.text.encodings.characters import CharacterPreprocessing
from seqlab.text.encodings.encoding import TextPreprocessing
from seqlab.text.encodings.hashing import HashingEncoding, HashingPreprocessing
from seqlab.text.encodings.one_hot import OneHotEncoding, OneHotPreprocessing
from seqlab.text.encodings.tokens import TokenEncoding, TokenPreprocessing
from seqlab.text.encodings.words import WordPreprocessing
from tests.text.in_graph.examples import TEXTS, compiled

WORDS = ("don't", "isn't", "größe", "東", "京", "big", "it", "x", "ab", "fine")
TERMS = (*WORDS, "東 京", "京 isn't", "isn't big", "東 京 isn't")
RARITY = tuple(np.linspace(0.1, 2, len(TERMS)).tolist())


def tokens(**settings: object) -> TokenPreprocessing:
    encoding = TokenEncoding(**({"max_features": 10, "maxlen": 4} | settings))
    return TokenPreprocessing(splitting="any_script", encoding=encoding, words=WORDS)


def bag(weighting: str, ngrams: int = 3) -> BagPreprocessing:
    encoding = BagEncoding(max_features=20, ngrams=ngrams, weighting=weighting)
    rarity = RARITY if weighting == "tfidf" else ()
    return BagPreprocessing(splitting="any_script", encoding=encoding, terms=TERMS, rarity=rarity)


PREPARED: dict[str, TextPreprocessing] = {
    "tokens": tokens(),
    "tokens, post, reversed": tokens(padding="post", truncating="post", reverse=True),
    "words": WordPreprocessing(splitting="keras", maxlen=5, words=WORDS),
    "one_hot": OneHotPreprocessing(
        splitting="any_script", encoding=OneHotEncoding(max_features=12, maxlen=5), words=WORDS
    ),
    "characters": CharacterPreprocessing(maxlen=30),
    "characters, an alphabet": CharacterPreprocessing(maxlen=30, characters="e\u6771t\U00020000"),
    "bag, binary": bag("binary"),
    "bag, count": bag("count", 1),
    "bag, frequency": bag("frequency", 2),
    "bag, tfidf": bag("tfidf"),
    "hashing": HashingPreprocessing(
        splitting="keras", encoding=HashingEncoding(max_features=9, ngrams=2, weighting="count")
    ),
    "hashing, any script": HashingPreprocessing(
        splitting="any_script",
        encoding=HashingEncoding(max_features=9, ngrams=3, weighting="frequency"),
    ),
}
BY_NAME = pytest.mark.parametrize("prepared", PREPARED.values(), ids=PREPARED)


def seen(prepared: TextPreprocessing) -> np.ndarray:
    """What a model sees of the texts: tokens, before they become vectors, or a bag."""
    encoded = prepared.encode(TEXTS)
    if encoded.ndim == 3:
        return encoded.any(axis=-1) * (1 + encoded.argmax(axis=-1))
    return encoded


def test_every_encoding_is_tried() -> None:
    assert set(ENCODINGS.own) == {one.model_dump()["kind"] for one in PREPARED.values()}


@pytest.mark.keras
@BY_NAME
def test_a_graph_encodes_strings_as_the_encoding_does(prepared: TextPreprocessing) -> None:
    encode = prepared.strings()
    if encode is None:
        assert isinstance(prepared, HashingPreprocessing)
        return
    graph = compiled(encode)
    assert np.allclose(graph([*TEXTS]).numpy(), seen(prepared), rtol=1e-6, atol=0)
    assert np.allclose(graph([TEXTS[3]]).numpy(), seen(prepared)[3:4], rtol=1e-6, atol=0)


@BY_NAME
def test_the_lines_for_people_encode_as_the_encoding_does(prepared: TextPreprocessing) -> None:
    code = prepared.code()
    assert code is not None
    kept = json.loads(prepared.model_dump_json()) | json.loads(json.dumps(prepared.kept()))
    lines = "\n".join([*(f"import {name}" for name in code.imports), *code.lines])
    for text, expected in zip(TEXTS, seen(prepared), strict=True):
        names = {"np": np, "kept": kept, "text": text}
        exec(lines, names)
        ((found,),) = names["inputs"].values()
        assert np.allclose(found, expected, rtol=1e-6, atol=0), ascii(text)

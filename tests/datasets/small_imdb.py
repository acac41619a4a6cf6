"""Eighty reviews in place of the published ones."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from seqlab.datasets.sources import catalogue, imdb_archive, imdb_texts, imdb_tokens
from seqlab.datasets.sources.catalogue import REVIEWS, WORD_INDEX
from seqlab.datasets.sources.imdb_archive import reviews_digest
from seqlab.datasets.sources.imdb_tokens import index_digest
from tests.datasets.sources.test_imdb_archive import files_of, write_archive

RANKS = {"the": 1, "good": 2, "bad": 3, "film": 4, "it's": 5, "rare": 6}
PER_FOLDER = 20


def make_raw_reviews():
    """Each text has as many words "film" as its number, so that its tokens tell which it is."""
    return {
        (folder, number, 9 if folder.endswith("pos") else 2): (
            f"{'Good' if folder.endswith('pos') else 'BAD'}, unheard-of"
            + " film" * number
            + (" rare" if folder.startswith("test") else "")
        ).encode()
        for folder in ("test/pos", "train/neg", "train/pos", "test/neg")
        for number in range(PER_FOLDER)
    }


def put_small_imdb(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the files of eighty reviews, and take them for the published ones."""
    folder.mkdir(parents=True)
    raw = make_raw_reviews()
    reviews = replace(REVIEWS, content_digest=reviews_digest(raw))
    monkeypatch.setattr(imdb_archive, "REVIEWS_PER_FOLDER", PER_FOLDER)
    for module in (catalogue, imdb_texts, imdb_tokens):
        monkeypatch.setattr(module, "REVIEWS", reviews)
    monkeypatch.setattr(
        imdb_tokens, "WORD_INDEX", replace(WORD_INDEX, content_digest=index_digest(RANKS))
    )
    write_archive(folder / "aclImdb_v1.tar.gz", files_of(raw))
    (folder / "imdb_word_index.json").write_text(json.dumps(RANKS))

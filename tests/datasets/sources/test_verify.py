"""Checking a source reads all of it, and downloads nothing that is here."""

import json
import zipfile

import pytest

from seqlab.datasets.sources.catalogue import GLOVE, JENA, REVIEWS, SOURCES, WORD_INDEX
from seqlab.datasets.sources.verify import verify
from seqlab.errors import DataError
from tests.datasets.sources.examples import put

pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.mark.parametrize("source", [JENA, REVIEWS, WORD_INDEX, GLOVE], ids=lambda s: s.name)
def test_a_damaged_copy_of_any_source_is_refused_with_a_remedy(source, downloads):
    path = put(downloads / source.files[0], b"damaged")
    with pytest.raises(DataError) as caught:
        verify(source)
    assert str(path) in str(caught.value)
    assert source.address in caught.value.remedy


def test_sound_contents_that_are_not_the_published_ones_are_refused_with_both_digests(downloads):
    put(downloads / WORD_INDEX.files[0], json.dumps({"the": 1, "and": 2}).encode())
    with pytest.raises(DataError, match=f"expected {WORD_INDEX.content_digest}"):
        verify(WORD_INDEX)


def test_vectors_are_checked_line_by_line(downloads):
    line = b"word " + b" ".join([b"0.5"] * 50)
    path = downloads / GLOVE.files[0]
    path.parent.mkdir(parents=True)
    for text, sound in ((line, True), (line + b"\nand 0.5", False)):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("glove.6B.50d.txt", text)
        if sound:
            assert verify(GLOVE) == path
        else:
            with pytest.raises(DataError, match=r"50d\.txt\):2: not a file of word vectors"):
                verify(GLOVE)


@pytest.mark.data
@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda source: source.name)
def test_the_real_files_are_the_published_ones(source, real_data, monkeypatch):
    monkeypatch.setenv("SEQLAB_DATA", str(real_data))
    assert verify(source).parent == real_data

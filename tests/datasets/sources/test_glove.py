"""Word vectors: read from every form they come in, and damaged files named by their line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from seqlab.datasets.sources.glove import check_vectors, load_vectors, read_vectors
from seqlab.errors import DataError

TEXT = "the 0.5 -1 2\nnew york 1 2 3\n. 0 0 1e-3\n"


@pytest.fixture(params=["file", "folder", "zip"])
def source(request, tmp_path) -> Path:
    """The same vectors as a text file, in a folder, and in an archive beside another dimension."""
    text = tmp_path / "glove.6B.3d.txt"
    text.write_text(TEXT, encoding="utf-8")
    if request.param == "file":
        return text
    if request.param == "folder":
        return tmp_path
    with zipfile.ZipFile(tmp_path / "glove.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("glove.6B.2d.txt", "the 1 2\n")
        archive.write(text, "glove.6B.3d.txt")
    return tmp_path / "glove.zip"


def test_every_word_has_its_numbers_whatever_the_file_comes_in(source) -> None:
    found = {word: vector.tolist() for word, vector in read_vectors(source, 3)}
    assert found["the"] == [0.5, -1, 2]
    assert found["new york"] == [1, 2, 3]
    assert list(found) == ["the", "new york", "."]


def test_only_wanted_words_are_kept_and_loading_again_gives_the_same(
    source, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for _ in range(2):
        found, digests = load_vectors(["the", "unheard"], 3, str(source))
        assert {word: vector.tolist() for word, vector in found.items()} == {"the": [0.5, -1, 2]}
        assert list(digests) == ["glove"]
    assert load_vectors(["unheard"], 3, str(source))[0] == {}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("the 0.5 -1", "3d.txt:2: .*found 2 numbers"),
        ("the 0.5 -1 x", "3d.txt:2: .*could not convert"),
        ("the 0.5 -1 nan", "3d.txt:2: .*not finite"),
        ("the " + "1 " * 20_000, "3d.txt:2: .*longer than"),
    ],
)
def test_a_damaged_line_is_named(line, problem, tmp_path) -> None:
    path = tmp_path / "glove.6B.3d.txt"
    path.write_text(f"of 1 2 3\n{line}\n", encoding="utf-8")
    with pytest.raises(DataError, match=problem):
        list(read_vectors(path, 3))


def test_a_dimension_that_the_archive_lacks_is_an_error_that_says_what_to_choose(tmp_path) -> None:
    with zipfile.ZipFile(tmp_path / "glove.zip", "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(DataError, match=r"no vectors of 50 numbers.*\*\.50d\.txt"):
        list(read_vectors(tmp_path / "glove.zip", 50))
    with pytest.raises(DataError, match="no vectors"):
        check_vectors(tmp_path / "glove.zip")


def test_a_cut_off_archive_is_an_error(tmp_path) -> None:
    path = tmp_path / "glove.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("glove.6B.50d.txt", "the " + "1 " * 50)
    content = bytearray(path.read_bytes())
    content[45:55] = b"\xff" * 10
    path.write_bytes(bytes(content))
    with pytest.raises(DataError, match="not a file of word vectors"):
        list(read_vectors(path, 50))


def test_vectors_of_more_numbers_than_were_asked_for_are_refused(tmp_path) -> None:
    (tmp_path / "v.txt").write_text("the 1 2 3\nfilm 4 5 6\n")
    with pytest.raises(DataError, match=r"v\.txt:1: .*a word and 2 numbers, found more"):
        load_vectors(["the"], 2, str(tmp_path / "v.txt"))


def test_a_header_is_told_from_a_damaged_line(tmp_path) -> None:
    (tmp_path / "v.txt").write_text("2 3\nthe 1 2 3\nfilm 4 5 6 \n")
    with pytest.raises(DataError, match=r"(?s)v\.txt:1.*Delete that line, if it is a header"):
        load_vectors(["the"], 3, str(tmp_path / "v.txt"))
    (tmp_path / "v.txt").write_text("the 1 2 3\nfilm 4 5 6 \n")
    assert load_vectors(["film"], 3, str(tmp_path / "v.txt"))[0]["film"].tolist() == [4, 5, 6]

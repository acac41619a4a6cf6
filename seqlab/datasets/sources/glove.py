"""GloVe's word vectors: from the official archive, a folder or a text file."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from seqlab.datasets.sources.cache import Arrays, cached
from seqlab.datasets.sources.catalogue import GLOVE, fetch, file_digest
from seqlab.datasets.sources.members import DAMAGES, is_resource_fork, refuse_climbing
from seqlab.datasets.sources.own_file.find import find_own_file
from seqlab.errors import DataError
from seqlab.text.vocabulary import pack_words, unpack_words

DIMENSIONS = (50, 100, 200, 300)
LARGEST_LINE = 20_000
"""Bytes; a line of 300 numbers has under 4,000."""
HEADER = "Delete that line, if it is a header that counts words and numbers."
MOST_WORDS = 5_000_000
"""The largest published file of this form has 2.2 million."""


def load_vectors(
    words: list[str], dimension: int, file: str | None
) -> tuple[dict[str, NDArray[np.float32]], dict[str, str]]:
    """The vectors of some words.

    Args:
        words: whose vectors are wanted.
        dimension: numbers in a vector.
        file: a zip with a member `*.<dimension>d.txt`, a folder with such a file, or the file; None
            looks for the official archive, and downloads it if it is not here (862 MB).

    Returns:
        The vectors of the words that have one, `(dimension,)` each, and the file's SHA-256.

    Raises:
        DataError: the file cannot be had or read, or is not of this form.
    """
    path = fetch(GLOVE) if file is None else find_own_file(
        file, None, "a file of word vectors", may_be_folder=True,
        setting="dataset.encoding.vectors.file",
    )  # fmt: skip
    wanted = set(words)

    def prepare() -> Arrays:
        found = {word: vector for word, vector in read_vectors(path, dimension) if word in wanted}
        matrix = np.array(list(found.values()), np.float32).reshape(len(found), dimension)
        return {"spelling": pack_words(list(found)), "matrix": matrix}

    digest = file_digest(path)
    list_digest = hashlib.sha256("\n".join(sorted(wanted)).encode()).hexdigest()
    key: dict[str, str | int] = {"file": digest, "words": list_digest, "dimension": dimension}
    arrays = cached("glove", key | {"format": 1}, prepare)
    found = dict(zip(unpack_words(arrays["spelling"]), arrays["matrix"], strict=True))
    return found, {GLOVE.name: digest}


def read_vectors(path: Path, dimension: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Every word of a file of vectors with its vector, in the file's order.

    Raises:
        DataError: the file is damaged; names the line.
    """
    with _open(path, dimension) as (stream, name):
        for number in range(1, MOST_WORDS + 2):
            line = stream.readline(LARGEST_LINE + 1)
            if not line:
                return
            if len(line) > LARGEST_LINE or number > MOST_WORDS:
                raise _damaged(f"{name}:{number}", "longer than any file of word vectors")
            word, vector = _parse(line, dimension, f"{name}:{number}")
            if number == 1 and _ends_in_a_number(word):
                raise _damaged(
                    f"{name}:1", f"expected a word and {dimension} numbers, found more numbers"
                )
            yield word, vector


def check_vectors(path: Path) -> None:
    """Read every vector of a copy, of every dimension that it has.

    Raises:
        DataError: the file is damaged, or holds no vectors at all.
    """
    here = [dimension for dimension in DIMENSIONS if _member(path, dimension)]
    if not here:
        raise _missing(path, "<50, 100, 200 or 300>")
    for dimension in here:
        for _ in read_vectors(path, dimension):
            pass


def _parse(line: bytes, dimension: int, place: str) -> tuple[str, NDArray[np.float32]]:
    """One line: a word, which may hold spaces in other files than 6B, and its numbers."""
    line = line.rstrip()  # some files have a space behind the last number
    parts = line.rsplit(b" ", dimension)
    if len(parts) != dimension + 1 or not parts[0]:
        numbers = line.count(b" ")
        raise _damaged(
            place,
            f"expected a word and {dimension} numbers, found {numbers} numbers behind a word",
            HEADER if numbers == 1 else "",
        )
    try:
        vector = np.array(parts[1:], np.float32)
        word = parts[0].decode("utf-8")
    except ValueError as error:
        raise _damaged(place, str(error)) from error
    if not np.isfinite(vector).all():
        raise _damaged(place, "a number is not finite")
    return word, vector


@contextmanager
def _open(path: Path, dimension: int) -> Iterator[tuple[IO[bytes], str]]:
    """The stream of one dimension's vectors, never unpacked to the disk, and what to call it."""
    member = _member(path, dimension)
    if member is None:
        raise _missing(path, str(dimension))
    try:
        if path.is_dir() or not zipfile.is_zipfile(path):
            source = path / member if path.is_dir() else path
            with source.open("rb") as stream:
                yield stream, str(source)
        else:
            with zipfile.ZipFile(path) as archive, archive.open(member) as packed:
                yield io.BufferedReader(_as_raw(packed)), f"{path}({member})"
    except DAMAGES as error:
        raise _damaged(str(path), str(error)) from error


def _as_raw(stream: Any) -> io.RawIOBase:
    """A member of an archive, which reads in pieces like a file."""
    raw: io.RawIOBase = stream
    return raw


def _member(path: Path, dimension: int) -> str | None:
    """The name of the member or file with vectors of this dimension."""
    ending = f".{dimension}d.txt"
    try:
        if path.is_dir():
            names = sorted(file.name for file in path.iterdir())
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
            refuse_climbing(names, path)
        else:
            return path.name  # a text file, of whatever name
    except DAMAGES as error:
        raise _damaged(str(path), str(error)) from error
    return next(
        (name for name in names if name.endswith(ending) and not is_resource_fork(name)), None
    )


def _missing(path: Path, dimension: str) -> DataError:
    return DataError(
        f"{path} has no vectors of {dimension} numbers: no file or member *.{dimension}d.txt.",
        remedy="Choose another dataset.encoding.vectors.dimension (and "
        f"model.embedding.dimension), or another file. {GLOVE.remedy}",
    )


def _ends_in_a_number(word: str) -> bool:
    """Whether a first line has more numbers than its vector: words with spaces come later."""
    _, space, last = word.rpartition(" ")
    try:
        float(last)
    except ValueError:
        return False
    return bool(space)


def _damaged(place: str, problem: str, remedy: str = "") -> DataError:
    return DataError(
        f"{place}: not a file of word vectors: {problem}.",
        remedy=remedy
        or "dataset.encoding.vectors.dimension says how many numbers a vector has. Of the official "
        f"archive: {GLOVE.remedy}",
    )

"""The raw movie reviews, from the published archive or from the folder it unpacks to."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from seqlab.datasets.sources.catalogue import REVIEWS
from seqlab.datasets.sources.members import DAMAGES, refuse_climbing
from seqlab.errors import DataError

FOLDERS = ("train/neg", "train/pos", "test/neg", "test/pos")
REVIEWS_PER_FOLDER = 12_500
LARGEST_REVIEW = 1_000_000
"""Bytes; the longest real review has 13,704."""
LARGEST_ARCHIVE = 1 << 30
"""Bytes when unpacked; the published archive has less than half of it."""

Member = tuple[str, int, int]
"""Folder, id and rating of a review."""

_MEMBER = re.compile(r"(?:\./)?aclImdb/((?:train|test)/(?:neg|pos))/(\d+)_(\d+)\.txt", re.ASCII)


def read_reviews(path: Path) -> dict[Member, bytes]:
    """Read the labelled reviews from the archive, as a stream, or from the unpacked folder.

    Only regular files named `aclImdb/{train,test}/{neg,pos}/<id>_<rating>.txt` are read.

    Args:
        path: the `.tar.gz`, or the folder `aclImdb`.

    Raises:
        DataError: the archive is damaged or unpacks to more than it may, or reviews are missing.
    """
    reviews: dict[Member, bytes] = {}
    try:
        for member, content in _folder_members(path) if path.is_dir() else _tar_members(path):
            if member in reviews:
                raise DataError(f"{path} holds {_name(member)} twice.", remedy=REVIEWS.remedy)
            reviews[member] = content
    except (*DAMAGES, tarfile.TarError) as error:
        raise DataError(
            f"{path} is damaged or incomplete: {error}.", remedy=f"Move it away. {REVIEWS.remedy}"
        ) from error
    counts = Counter(folder for folder, _, _ in reviews)
    for folder in FOLDERS:
        if counts[folder] != REVIEWS_PER_FOLDER:
            links = _count_links(path / folder)
            raise DataError(
                f"{path}: aclImdb/{folder} holds {counts[folder]:,} reviews, expected "
                f"{REVIEWS_PER_FOLDER:,}"
                + (f"; {links:,} symbolic links in it are not followed." if links else "."),
                remedy=f"Move it away. {REVIEWS.remedy}",
            )
    return reviews


def reviews_digest(reviews: dict[Member, bytes]) -> str:
    """SHA-256 of the set of reviews: the same in whatever order they were packed."""
    digest = hashlib.sha256()
    for member in in_order(reviews):
        content = hashlib.sha256(reviews[member]).hexdigest()
        digest.update(f"{_name(member)} {content}\n".encode())
    return digest.hexdigest()


def in_order(reviews: dict[Member, bytes]) -> list[Member]:
    """The reviews by folder, as in `FOLDERS`, and by id."""
    return sorted(reviews, key=lambda member: (FOLDERS.index(member[0]), *member[1:]))


def _name(member: Member) -> str:
    folder, number, rating = member
    return f"aclImdb/{folder}/{number}_{rating}.txt"


def decode(member: Member, content: bytes, path: Path) -> str:
    """The text of a review.

    Args:
        member: which review.
        content: its bytes.
        path: where it was read from, for the message.

    Raises:
        DataError: it is not UTF-8.
    """
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path}: {_name(member)} is not UTF-8: {error.reason} at byte {error.start}.",
            remedy=f"Move it away. {REVIEWS.remedy}",
        ) from error


def _tar_members(path: Path) -> Iterator[tuple[Member, bytes]]:
    with (
        _LimitedGzip(path) as unpacked,
        tarfile.open(fileobj=unpacked, mode="r|") as archive,
    ):
        for info in archive:
            refuse_climbing([info.name], path)
            match = _MEMBER.fullmatch(info.name)
            if match and info.isreg():
                _check_size(info.name, info.size, path)
                content = archive.extractfile(info)
                assert content is not None
                yield _member(match), content.read()


def _folder_members(path: Path) -> Iterator[tuple[Member, bytes]]:
    for folder in FOLDERS:
        with os.scandir(path / folder) as entries:
            for entry in entries:
                match = _MEMBER.fullmatch(f"aclImdb/{folder}/{entry.name}")
                if match and entry.is_file(follow_symlinks=False):
                    _check_size(entry.path, entry.stat().st_size, path)
                    yield _member(match), Path(entry.path).read_bytes()


def _count_links(folder: Path) -> int:
    """Symbolic links in a folder; none in an archive, which is no folder."""
    return sum(path.is_symlink() for path in folder.iterdir()) if folder.is_dir() else 0


def _member(match: re.Match[str]) -> Member:
    return match[1], int(match[2]), int(match[3])


def _check_size(name: str, size: int, path: Path) -> None:
    if size > LARGEST_REVIEW:
        raise DataError(
            f"{path}: {name} has {size:,} bytes, more than the {LARGEST_REVIEW:,} that a review "
            "may have.",
            remedy=REVIEWS.remedy,
        )


class _LimitedGzip(gzip.GzipFile):
    """A compressed file that refuses to unpack to more than a sound archive does."""

    def read(self, size: int | None = -1) -> bytes:
        content = super().read(size)
        if self.tell() > LARGEST_ARCHIVE:
            raise DataError(
                f"{self.name} unpacks to more than {LARGEST_ARCHIVE:,} bytes, which the reviews "
                "do not.",
                remedy=f"Move it away. {REVIEWS.remedy}",
            )
        return content

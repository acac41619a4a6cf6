"""Where the source files come from, how they are told from damaged ones, and how they are found.

A new source is one more `Source` in `SOURCES`.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from seqlab.datasets.sources.download import download
from seqlab.errors import DataError


@dataclass(frozen=True)
class Source:
    """A published file, and what its copies are recognised by.

    Args:
        name: what it is called in `seqlab data` and in the digests of a run.
        title: what it is, in a line.
        files: names that a copy may have, the published one first; a name may be a folder's.
        address: of the published file.
        file_digest: of the published file, such as `md5:bfaf...`; empty if it is not known.
        content_digest: SHA-256 of the contents as the reader of this source takes it, so that an
            unpacked or repacked copy has the same one.
        citation: whom to credit, or under which licence it may be used.
    """

    name: str
    title: str
    files: tuple[str, ...]
    address: str
    file_digest: str
    content_digest: str
    citation: str

    @property
    def remedy(self) -> str:
        """How to come by a sound copy, as a sentence."""
        digest = self.file_digest or (
            f"contents sha256:{self.content_digest}" if self.content_digest else ""
        )
        known = f" ({digest})" if digest else ""
        return (
            f"Download {self.address}{known} and put it as {self.files[0]} into the folder "
            f"{download_folder()}, or into one that the environment variable SEQLAB_DATA names."
        )

    def check_content(self, digest: str, path: Path) -> None:
        """Refuse a copy with other contents than the published ones.

        Args:
            digest: SHA-256 of the copy's contents.
            path: the copy.

        Raises:
            DataError: the digests differ.
        """
        if digest != self.content_digest:
            raise DataError(
                f"{path} does not hold {self.title}: the SHA-256 of its contents is {digest}, "
                f"expected {self.content_digest}.",
                remedy=f"Move it away. {self.remedy}",
            )


JENA = Source(
    name="jena",
    title="the Jena climate series, 2009 to 2016",
    files=("jena_climate_2009_2016.csv.zip", "jena_climate_2009_2016.csv"),
    address="https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
    "jena_climate_2009_2016.csv.zip",
    file_digest="",
    content_digest="fba0d56cee436968219dee0bef412afcfaa643bafab758386bcde650df06da08",
    citation="Max Planck Institute for Biogeochemistry, Jena; no licence is named",
)
REVIEWS = Source(
    name="reviews",
    title="the Large Movie Review Dataset v1.0",
    files=("aclImdb_v1.tar.gz", "aclImdb_labelled.tar.gz", "aclImdb"),
    address="https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz",
    file_digest="sha256:c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
    content_digest="3cbe8ce5c05e939174902d6ed4840b0cccf3977217d4bc5f0e0e19db0e9e4330",
    citation="Maas et al., Learning Word Vectors for Sentiment Analysis, ACL 2011",
)
WORD_INDEX = Source(
    name="word_index",
    title="Keras's index of the words in the movie reviews",
    files=("imdb_word_index.json",),
    address="https://storage.googleapis.com/tensorflow/tf-keras-datasets/imdb_word_index.json",
    file_digest="md5:bfafd718b763782e994055a2d397834f",
    content_digest="c5875fe5aa047b30f148423ade177d8afca9f2599691a2a2eded0b6dab0e3996",
    citation="distributed by Keras",
)
GLOVE = Source(
    name="glove",
    title="GloVe 6B word vectors",
    files=("glove.6B.zip", "glove.6B.subset.zip", "glove.6B"),
    address="https://nlp.stanford.edu/data/glove.6B.zip",
    file_digest="",
    content_digest="",
    citation="Pennington et al., GloVe: Global Vectors for Word Representation, EMNLP 2014; PDDL",
)
SOURCES = {source.name: source for source in (JENA, REVIEWS, WORD_INDEX)}
LARGE_SOURCES = {GLOVE.name: GLOVE}
"""Hundreds of megabytes that few experiments need: fetched only by name, or when one needs them.
Any vectors of this form will do, so they have no digest; a run records the one of its file."""


def download_folder() -> Path:
    """Where downloads go: Keras's own folder for datasets.

    Without a home directory, as in some containers, that is one in /tmp, as Keras has it.
    """
    keras = os.environ.get("KERAS_HOME")
    if keras:
        return Path(keras) / "datasets"
    try:
        return Path.home() / ".keras" / "datasets"
    except RuntimeError:
        return Path("/tmp") / ".keras" / "datasets"


def folders() -> tuple[Path, ...]:
    """Where copies are looked for, in this order."""
    own = os.environ.get("SEQLAB_DATA")
    return (Path(own), download_folder()) if own else (download_folder(),)


def find(source: Source) -> Path | None:
    """The first copy of a source on this machine, by its name only; None if there is none."""
    candidates = (folder / file for folder in folders() for file in source.files)
    return next((path for path in candidates if path.exists()), None)


def fetch(source: Source) -> Path:
    """Find a source on this machine, or else download it.

    Returns:
        The file, or the folder it was unpacked into.

    Raises:
        DataError: there is no copy and the download failed, or the copy is no file.
    """
    path = find(source)
    if path is not None:
        if not path.is_file() and not path.is_dir():  # a pipe or a device may have no end
            raise DataError(
                f"{path} is neither a file nor a folder.",
                remedy=f"Move it away. {source.remedy}",
            )
        return path
    path = download_folder() / source.files[0]
    try:
        download(source.address, path, source.file_digest)
    except DataError as error:
        searched = " and ".join(str(folder) for folder in folders())
        raise DataError(
            f"{source.files[0]} is not in {searched}. {error.message}", remedy=source.remedy
        ) from error
    return path


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes, or of the names, sizes and times of all files in a folder.

    It tells whether a copy has changed since it was last read, and is quicker than its contents.
    """
    if path.is_dir():
        listing = sorted(
            (str(file.relative_to(path)), status.st_size, status.st_mtime_ns)
            for file in path.rglob("*")
            for status in (file.lstat(),)
        )
        return hashlib.sha256(repr(listing).encode()).hexdigest()
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from error

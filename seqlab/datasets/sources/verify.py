"""Reading a source file in full to see that its contents are the published ones."""

from __future__ import annotations

from pathlib import Path

from seqlab.datasets.sources.catalogue import GLOVE, JENA, REVIEWS, WORD_INDEX, Source, fetch
from seqlab.datasets.sources.glove import check_vectors
from seqlab.datasets.sources.imdb_archive import read_reviews, reviews_digest
from seqlab.datasets.sources.imdb_tokens import index_digest, read_word_index
from seqlab.datasets.sources.jena_file import content_digest, read_csv


def verify(source: Source) -> Path:
    """Check the copy of a source on this machine, downloading it if there is none.

    Returns:
        The copy.

    Raises:
        DataError: it cannot be had or read, or its contents are not the published ones.
    """
    digests = {
        JENA.name: lambda path: content_digest(read_csv(path)),
        REVIEWS.name: lambda path: reviews_digest(read_reviews(path)),
        WORD_INDEX.name: lambda path: index_digest(read_word_index(path)),
    }
    path = fetch(source)
    if source == GLOVE:
        check_vectors(path)
        return path
    source.check_content(digests[source.name](path), path)
    return path

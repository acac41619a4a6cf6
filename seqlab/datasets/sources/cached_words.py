"""Numbered words of texts in the cache, which take longer to tell apart than to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from seqlab.datasets.sources.cache import Arrays, cached
from seqlab.text.padding import Ragged
from seqlab.text.vocabulary import Words, pack_words, unpack_words


def cached_words(name: str, key: Mapping[str, str | int], number: Callable[[], Words]) -> Words:
    """Words from the cache, where they were numbered before.

    Args:
        name: what they are called there, such as `imdb-words`.
        key: everything that they depend on; see `seqlab.datasets.sources.cache.cached`.
        number: numbers them.
    """

    def prepare() -> Arrays:
        words = number()
        return {
            "words": words.sequences.values,
            "offsets": words.sequences.offsets,
            "spelling": pack_words(words.spelling),
        }

    arrays = cached(name, key, prepare)
    return Words(Ragged(arrays["words"], arrays["offsets"]), unpack_words(arrays["spelling"]))

"""Texts that are hard to split, and graphs that are called with Python's strings."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from typing import Any

TEXTS = (
    "",
    "   ",
    "Don't <br />MISS it! ''quoted'' ' '",
    "„Größe“: 東京 isn't BIG, e\u0301te\u0301 \ufb01ne \u00bd",
    "\u039f\u0394\u039f\u03a3 \u03a3\u0391\u03a3\u2019\u0391 \u03a3. A\u0301\u03a3 \u0130stanbul",
    "\u0e01\u0e33\u0e25\u0e31\u0e07 x\u0e31\u6771'y \u304b\u3099\u1100\u1161\u11a8 \uac00\u11a8",
    "tab\tand\r\nline \x0b\x00 \U0001f44d\U0001f3fd \U00020000\u0301",
)
"""Quotes, compositions, sigmas, scripts without spaces, controls and characters beyond 16 bits."""


def random_texts(count: int) -> list[str]:
    """Texts of characters that mean something to normal forms, to cases or to words."""
    generator = random.Random(11)
    every = [chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000]
    marks = [one for one in every if unicodedata.combining(one)]
    composed = [one for one in every if unicodedata.decomposition(one)]
    few = "a\u03a3'\u2019. \u0391\u03ac\u0406\u0301\u0323\u00ad\u0130\u00df\u304b\u3099\u6771\u0e01"
    syllables = "\u1100\u1161\u11a8\uac00\uac01\u0301"
    pools = (marks + composed + every[:200], few, syllables)
    return [
        "".join(generator.choice(pools[number % 3]) for _ in range(generator.randrange(12)))
        for number in range(count)
    ]


def compiled(function: Callable[[Any], Any]) -> Callable[[list[str]], Any]:
    """A graph of strings, called with texts as Python has them."""
    import tensorflow as tf

    graph = tf.function(function, input_signature=[tf.TensorSpec([None], tf.string)])
    return lambda texts: graph(tf.constant([text.encode() for text in texts], tf.string))

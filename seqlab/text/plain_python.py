"""Encodings as a few lines of Python that need no seqlab, for people to copy.

The lines begin with `text`, a string, and `kept`, the content of preprocessing.json.
"""

from __future__ import annotations

from typing import Any

from seqlab.tasks.deployment import Code
from seqlab.text.words import SEPARATORS, Splitting, parts_pattern

_WORDS: dict[Splitting, Code] = {
    "keras": Code(
        (),
        (
            'separators = str.maketrans(dict.fromkeys(kept["separators"], " "))',
            "spaced = text.lower().translate(separators)",
            'words = [word for word in spaced.split(" ") if word]',
        ),
    ),
    "any_script": Code(
        ("re", "unicodedata"),
        (
            'text = unicodedata.normalize("NFKC", text).lower().replace("\\u2019", "\'")',
            "def in_words(c):",
            '    return c == "\'" or unicodedata.category(c)[0] in "LMN"',
            'text = "".join(c if in_words(c) else " " for c in text)',
            'parts = [part.strip("\'") for part in text.split()]',
            'words = [word for part in parts for word in re.findall(kept["parts"], part)]',
        ),
    ),
    "characters": Code((), ("words = list(text)",)),
}


def splitting_code(splitting: Splitting) -> Code:
    """Lines that make `words` of `text`."""
    return _WORDS[splitting]


def splitting_kept(splitting: Splitting) -> dict[str, Any]:
    """What those lines find in `kept`."""
    kept: dict[Splitting, dict[str, Any]] = {
        "keras": {"separators": SEPARATORS},
        "any_script": {"parts": parts_pattern()},
        "characters": {},
    }
    return kept[splitting]


def padding_code(maxlen: int, padding: str = "pre", truncating: str = "pre") -> tuple[str, ...]:
    """Lines that make the input `tokens` of the list `tokens`."""
    cut = f"tokens[:{maxlen}]" if truncating == "post" else f"tokens[-{maxlen}:]"
    zeros = f"[0] * ({maxlen} - len(tokens))"
    filled = f"tokens + {zeros}" if padding == "post" else f"{zeros} + tokens"
    return (f"tokens = {cut}", f'inputs = {{"tokens": np.array([{filled}], "int32")}}')


def places_code(maxlen: int) -> tuple[str, ...]:
    """Lines from `words` to the input `tokens`, where a token is a word's place."""
    return (
        'places = {word: place for place, word in enumerate(kept["words"], 1)}',
        "tokens = [places[word] for word in words if word in places]",
        *padding_code(maxlen),
    )


def weighing_code(weighting: str) -> tuple[str, ...]:
    """Lines that weigh `bag`, which holds counts, `(1, columns)`."""
    weighed = {
        "binary": ("bag = (bag > 0).astype('float32')",),
        "frequency": ("bag = bag / max(1, bag.sum())",),
        "tfidf": (
            "rare = np.resize(kept['rarity'], bag.shape)",
            "bag = ((bag > 0) * (1 + np.log(np.maximum(bag, 1))) * rare).astype('float32')",
        ),
        "count": (),
    }
    return (*weighed[weighting], 'inputs = {"bag": bag.astype("float32")}')

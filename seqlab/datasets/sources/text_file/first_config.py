"""The config that a look at texts suggests, each guess with its reason beside it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

from seqlab.datasets.sources.own_file.yaml_text import scalar
from seqlab.datasets.sources.text_file.looks import TextLook

LONGEST = 400
"""Tokens: what comes later in a text seldom decides its class, and each token takes time."""
SMALLEST, LARGEST = 5000, 20_000
"""Sizes of the vocabulary."""
UNEVEN = 5
"""How many times the smallest class the largest may have, and each text still counts the same."""
SERIES = "# If it holds series to forecast: seqlab init FILE --target NAME"
MOST_CLASSES = 20
"""Classes that the comment lists."""


def first_text_config(look: TextLook, name: str, data: str, config: Path) -> str:
    """A complete config for texts, with comments.

    Args:
        look: at the texts.
        name: of the experiment.
        data: the path of the file or folder, relative to the config's folder.
        config: where the config will be, for the command in its first line.
    """
    lines = [
        f"# seqlab train --config {shlex.quote(str(config))}",
        "#",
        "# Written by `seqlab init`, which looked at the texts: check the guesses, `seqlab",
        "# inspect` shows what comes of them.",
        *_about(look),
        *([] if look.columns is None else [SERIES]),
        f"name: {scalar(name)}",
        "dataset:",
        "  kind: text",
        f"  path: {scalar(data)} # relative to this file, else to the folder SEQLAB_DATA",
        *_columns(look),
        "  split: {validation: 0.2, test: 0.2, stratify: true, seed: 113} # of each class, drawn",
        *_class_weight(look),
        "  duplicates: drop # texts of validation and test that an earlier split has too",
        "  encoding:",
        "    kind: tokens # or bag, characters: see configs/imdb",
        f"    max_features: {vocabulary_size(look.different_words)} # the most frequent of "
        f"{look.different_words:,} words; all others become one token",
        f"    maxlen: {usual_tokens(look.usual_words)} # tokens; 95 % of texts have no more than "
        f"{look.usual_words:,} words",
        "    truncating: post # the first tokens of a text are kept",
        "    padding: post",
        "  batch_size: 64",
        "model:",
        "  kind: conv1d # or recurrent, dense: see `seqlab configs list`",
        "  embedding: {dimension: 64}",
        "  blocks:",
        "    - {filters: 64, kernel_size: 5, activation: relu}",
        "  summary: max",
        "training:",
        "  epochs: 10",
        "  optimizer: adam",
        "  learning_rate: 1e-3",
        "  early_stopping: {patience: 2} # epochs without progress",
        "seed: 1",
    ]
    return "\n".join(lines) + "\n"


def usual_tokens(words: int) -> int:
    """The length that texts are cut or filled up to.

    A token starts each text: 119 words are 120 tokens, 120 words are 121 and make it 130.

    Args:
        words: of a text that is longer than most.
    """
    return min(-(-(words + 1) // 10) * 10, LONGEST)


def vocabulary_size(words: int) -> int:
    """How many words to tell apart, in thousands, by how many different ones there are."""
    return min(max(-(-words // 1000) * 1000, SMALLEST), LARGEST)


def _about(look: TextLook) -> Iterator[str]:
    if look.problem:
        yield "#"
        yield "# The texts cannot be read like this yet:"
        yield from (f"# {line}" for line in look.problem.splitlines())
        return
    listed = [f"{scalar(name)} ({n:,})" for name, n in list(look.classes.items())[:MOST_CLASSES]]
    more = ", ..." if len(look.classes) > len(listed) else ""
    yield f"# {look.count:,} texts in {len(look.classes):,} classes: {', '.join(listed)}{more}."
    if len(look.classes) < 2:
        yield "# There must be two classes at least: are these the labels?"


def _columns(look: TextLook) -> Iterator[str]:
    if look.columns is not None:
        settings = {"text_column": look.columns.text, "label_column": look.columns.label or ""}
        for setting, name in settings.items():
            yield f"  {setting}: {scalar(name)} # {look.reasons[setting]}"
    if look.encoding != "utf-8":
        yield f"  encoding_of_file: {scalar(look.encoding)} # letters are not stored as UTF-8"


def _class_weight(look: TextLook) -> Iterator[str]:
    counts = look.classes.values()
    if counts and max(counts) > UNEVEN * min(counts):
        times = max(counts) / min(counts)
        yield (
            f"  class_weight: balanced # the largest class has {times:,.1f} times the texts of the "
            "smallest; or none"
        )
    else:
        yield "  class_weight: none # or balanced, where classes are of different size"

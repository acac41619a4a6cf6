"""The config that a look at a file suggests, each guess with its reason beside it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from seqlab.datasets.sources.own_file.yaml_text import scalar
from seqlab.datasets.sources.series_file.looks import Look
from seqlab.datasets.sources.series_file.spans import SHARE

FEW_ROWS = 20_000
"""With fewer of them an epoch has so few batches that it takes more epochs, of smaller batches."""
MANY_ROWS = 200_000
"""With more of them, an epoch is a part of one pass."""


def first_config(look: Look, name: str, data: str, config: Path) -> str:
    """A complete config for a file, with comments.

    Args:
        look: at the file.
        name: of the experiment.
        data: the file's path, relative to the config's folder.
        config: where the config will be, for the command in its first line.
    """
    lines = [
        f"# seqlab train --config {shlex.quote(str(config))}",
        "#",
        "# Written by `seqlab init`, which looked at the file: check the guesses, `seqlab inspect`",
        "# shows what comes of them.",
        *_about(look),
        f"name: {scalar(name)}",
        "dataset:",
        "  kind: series",
        f"  path: {scalar(data)} # relative to this file, else to the folder SEQLAB_DATA",
        *_dataset(look),
        f"  split: {{validation: {SHARE}, test: {SHARE}}} # the last parts of each series; "
        "or numbers of rows, or first dates",
        "model:",
        "  kind: recurrent # or linear, dense, conv1d, conv1d_recurrent: see `seqlab configs list`",
        "  layers:",
        "    - {cell: gru, units: 32}",
        "training:",
        f"  epochs: {60 if _is_short(look) else 20}",
        *(["  steps_per_epoch: 500 # batches; without it, every window once"] * _is_long(look)),
        "  optimizer: adam",
        "  learning_rate: 1e-3",
        "  early_stopping: {patience: 5} # epochs without progress",
        "seed: 1",
    ]
    return "\n".join(lines) + "\n"


def _is_short(look: Look) -> bool:
    return look.rows < FEW_ROWS


def _is_long(look: Look) -> bool:
    return look.rows > MANY_ROWS


def _about(look: Look) -> Iterator[str]:
    if look.problem:
        yield "#"
        yield "# The file cannot be read like this yet:"
        yield from (f"# {line}" for line in look.problem.splitlines())
    else:
        yield f"# {look.rows:,} rows in {look.series:,} series."
    if look.left_out:
        yield f"# Without a role: {', '.join(map(scalar, look.left_out))}."
        yield "# If it holds texts to classify: seqlab init FILE --text NAME --label NAME"


def _dataset(look: Look) -> Iterator[str]:
    """The lines of the dataset's settings, those that are not needed left out."""
    columns, spans = look.columns, look.spans
    settings: dict[str, str | int | Sequence[str] | None] = {
        "separator": columns.separator,
        "decimal": columns.decimal if columns.decimal != "." else None,
        "encoding_of_file": columns.encoding if columns.encoding != "utf-8" else None,
        "id_column": columns.id_column,
        "timestamp_column": columns.timestamp_column,
        "freq": columns.freq,
        "timezone": columns.timezone,
        "target": columns.target,
        "past_dynamic_columns": columns.past,
        "known_dynamic_columns": columns.known,
        "static_columns": columns.static,
        "calendar": spans.calendar if columns.freq else (),
        "lookback": spans.lookback,
        "step": 1,
        "horizon": spans.horizon,
        "batch_size": 32 if _is_short(look) else None,
        "missing": columns.missing,
        "short_series": "drop" if look.short else None,
    }
    more = {
        "step": "every row of the window; 2 takes every second one",
        "batch_size": "windows in a training step; there are few",
        "short_series": f"{look.short:,} series are too short for such windows",
        "separator": "between the columns, from the first line",
        "decimal": "before the decimals, as most numbers need it",
        "encoding_of_file": "how letters are stored, from the first bytes",
    }
    for key, value in settings.items():
        if value is None or value == ():
            if key == "timezone" and columns.freq:
                yield "  # timezone: Europe/Berlin # if times are on local clocks that change"
            continue
        reason = look.reasons.get(key, more.get(key, ""))
        text = str(value) if isinstance(value, int) else _value(value)
        yield f"  {key}: {text}" + (f" # {reason}" if reason else "")


def _value(value: str | Sequence[str]) -> str:
    if isinstance(value, str):
        return scalar(value)
    return f"[{', '.join(map(scalar, value))}]"

"""`KEY=VALUE` from the command line, laid over the data of a file."""

from __future__ import annotations

import re
from typing import Any

from seqlab.errors import ConfigError
from seqlab.experiment.source import KeyPath, Place, Source, read_text

ASSIGNMENT = re.compile(r"^[A-Za-z_][\w]*(\.[\w]+)*=")


def apply_override(source: Source, override: str) -> None:
    """Lay one `KEY=VALUE` over a source; the value's place becomes the override itself.

    The key is dotted, with numbers for the items of lists (`model.layers.0.units=64`); the text is
    split at the first `=` and the value is read as YAML.

    Raises:
        ConfigError: it is not of the form `KEY=VALUE`, or its key leads through a value that is
            neither a mapping nor a list.
    """
    name = f"override `{override}`"
    if not ASSIGNMENT.match(override):
        raise ConfigError(
            f"{name}: expected KEY=VALUE with a dotted key, such as training.epochs=5."
        )
    key, _, text = override.partition("=")
    value = read_text(text, name) if text.strip() else Source(None, values={(): Place(name)})
    parent, last = _walk(source, key, name)
    path = _path(key)
    if isinstance(parent, list):
        index = int(last)
        parent[index : index + 1] = [value.data]
    else:
        parent[last] = value.data
    for old in [p for p in source.values if p[: len(path)] == path]:
        del source.values[old]
    source.keys[path] = Place(name)
    source.values.update({path + below: Place(name) for below in value.values})


def _walk(source: Source, key: str, name: str) -> tuple[Any, str]:
    """The mapping or list that holds `key`'s last part, made where it is missing."""
    *parents, last = key.split(".")
    here: Any = source.data
    for depth, part in enumerate(parents):
        if isinstance(here, dict):
            if part not in here or here[part] is None:
                here[part] = {}
                source.values[_path(".".join(parents[: depth + 1]))] = Place(name)
            here = here[part]
        else:
            here = here[_index(here, part, ".".join(parents[:depth]), name)]
    if isinstance(here, list):
        _index([*here, None], last, ".".join(parents), name)
    elif not isinstance(here, dict):
        raise ConfigError(
            f"{name}: `{'.'.join(parents)}` is {here!r}, which has no `{last}` inside."
        )
    return here, last


def _index(items: Any, part: str, path: str, name: str) -> int:
    if not isinstance(items, list):
        raise ConfigError(f"{name}: `{path}` is {items!r}, which has no `{part}` inside.")
    if not part.isdecimal() or int(part) >= len(items):
        raise ConfigError(
            f"{name}: `{path}` is a list; `{part}` should be a number from 0 to {len(items) - 1}."
        )
    return int(part)


def _path(key: str) -> KeyPath:
    return tuple(int(part) if part.isdecimal() else part for part in key.split("."))

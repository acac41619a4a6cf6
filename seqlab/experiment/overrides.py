"""`KEY=VALUE` from the command line, laid over the data of a file."""

from __future__ import annotations

import re
from typing import Any

from seqlab.errors import ConfigError
from seqlab.experiment.document import Document, KeyPath, Place
from seqlab.experiment.source import read_text

ASSIGNMENT = re.compile(r"[A-Za-z_]\w*(\.\w+)*=")
ITEM = re.compile(r"[0-9]{1,6}")
"""The part of a key that numbers an item of a list."""
LONGEST_SHOWN = 60


def is_override(word: str) -> bool:
    """Whether a word of the command line is meant as `KEY=VALUE`, and not as a file.

    `=` stands before any `/`: `seed=5` and `a-b=5` do, `runs/seed=5.yaml` and `./seed=5` are files.
    """
    return "=" in word.partition("/")[0]


def apply_override(document: Document, override: str) -> None:
    """Lay one `KEY=VALUE` over a document; the value's place becomes the override itself.

    The key is dotted, with numbers for the items of lists (`model.layers.0.units=64`, one past the
    last item appends); the text is split at the first `=` and the value is read as YAML.

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
    value = read_text(text, name) if text.strip() else Document(None, values={(): Place(name)})
    lay_over(document, key, value, Place(name))


def lay_over(document: Document, key: str, value: Document, place: Place) -> None:
    """Put a value into a document.

    Args:
        document: whose data and places are changed.
        key: dotted, as in `apply_override`.
        value: what to put there; none of it is copied.
        place: what becomes the place of the key and of all in the value.

    Raises:
        ConfigError: the key leads through a value that is neither a mapping nor a list.
    """
    parent, path = _walk(document, key.split("."), place)
    last: Any = path[-1]
    if isinstance(parent, list):
        parent[last : last + 1] = [value.data]
    else:
        parent[last] = value.data
    for places in (document.keys, document.values):
        for old in [p for p in places if p[: len(path)] == path]:
            del places[old]
    document.keys[path] = place
    document.values.update({path + below: place for below in value.values})


def _walk(document: Document, parts: list[str], place: Place) -> tuple[Any, KeyPath]:
    """The mapping or list that holds the last part, made where it is missing, and the whole path.

    Worked example: `model.layers.0.units` gives the first item of the layers and the path
    `("model", "layers", 0, "units")`.
    """
    here: Any = document.data
    path: KeyPath = ()
    for part, following in zip(parts, [*parts[1:], None], strict=True):
        step = _step(here, part, path, place, may_append=following is None)
        path = (*path, step)
        if following is None:
            break
        if isinstance(here, dict) and here.get(part) is None:
            if ITEM.fullmatch(following):
                raise ConfigError(
                    f"{place}: the file has no list `{_dotted(path)}` to change.",
                    remedy=f"Give the whole list: {_dotted(path)}=[...]",
                )
            here[part] = {}
            document.values[path] = place
        here = here[step]
    return here, path


def _step(here: Any, part: str, path: KeyPath, place: Place, *, may_append: bool) -> str | int:
    """The part as a key of the mapping, or as an index into the list, that `here` is."""
    if isinstance(here, dict):
        return part
    if not isinstance(here, list):
        given = "nothing" if here is None else f"{here!r:.{LONGEST_SHOWN}}"
        raise ConfigError(f"{place}: `{_dotted(path)}` is {given}, which has no `{part}` inside.")
    if not ITEM.fullmatch(part) or int(part) >= len(here) + may_append:
        raise ConfigError(
            f"{place}: there is no `{part}` in `{_dotted(path)}`, "
            f"a list of {len(here)} whose first item is `0`."
        )
    return int(part)


def _dotted(path: KeyPath) -> str:
    return ".".join(map(str, path))

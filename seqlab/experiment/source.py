"""Reading YAML that a stranger may have written: plain data, and the place of every value.

The core schema of YAML 1.2 decides what a scalar is, not PyYAML's 1.1: `1e-3` is a number, `no` is
a word and `12:30` is not 750. Duplicate keys, tags, several documents and aliases that expand
without end are refused.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from seqlab.errors import ConfigError

LARGEST_FILE = 1_000_000
MOST_VALUES = 10_000
DEEPEST = 50
LONGEST_NUMBER = 50

KeyPath = tuple[str | int, ...]
"""The way to a value: `("model", "layers", 0, "units")`."""


@dataclass(frozen=True)
class Place:
    """Where something stands: a line and column of a file, or an override."""

    name: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.name}:{self.line}:{self.column}" if self.line else self.name


@dataclass
class Source:
    """The data of a file, and where each of its keys and values stands."""

    data: Any
    keys: dict[KeyPath, Place] = field(default_factory=dict)
    values: dict[KeyPath, Place] = field(default_factory=dict)

    def place(self, path: KeyPath, *, of_key: bool = False) -> Place:
        """Where `path` stands; for a value that is absent, where its nearest parent stands."""
        while path and path not in self.values:
            path, of_key = path[:-1], True
        if of_key and path in self.keys:
            return self.keys[path]
        return self.values[path]


class _CoreLoader(yaml.SafeLoader):
    """Finds out what a scalar is by the core schema of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own protocol


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9][0-9_]*", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("float", r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", list("-+.")),
):
    _CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first
    )


def read_file(path: Path) -> Source:
    """Read one YAML document from a file.

    Raises:
        ConfigError: the file cannot be read, or its contents are not one plain YAML document.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise ConfigError(f"{path} has {size:,} bytes; a config has at most {LARGEST_FILE:,}.")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(
            f"The config {path} cannot be read: {error.strerror or error}.",
            remedy="`seqlab configs list` names the configs that come with seqlab; "
            "`seqlab configs copy NAME` makes one yours.",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text: {error}.") from error
    return read_text(text, str(path))


def read_text(text: str, name: str) -> Source:
    """Read one YAML document.

    Args:
        text: the document.
        name: what to call it in errors: a path, or an override.

    Raises:
        ConfigError: the text is not one plain YAML document; names the line and column.
    """
    loader = _CoreLoader(text)
    try:
        _limit_depth(text, name)
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, text, name) from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{name}: not YAML: {error}.") from error
    finally:
        loader.dispose()
    if node is None:
        raise ConfigError(f"{name}: empty: there is nothing in it but blank lines or comments.")
    return _Reader(name).read(node)


def _limit_depth(text: str, name: str) -> None:
    """Follow the document's events first: composing a bottomless one would exhaust the stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_CoreLoader):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > DEEPEST:
            raise ConfigError(
                f"{_place(name, event.start_mark)}: nested more than {DEEPEST} levels deep."
            )


def _syntax_error(error: yaml.MarkedYAMLError, text: str, name: str) -> ConfigError:
    mark = error.problem_mark or error.context_mark
    place = _place(name, mark) if mark else Place(name)
    problem = error.problem or str(error)
    if "expected a single document" in (error.context or ""):
        return ConfigError(f"{place}: a second document begins here; a config is one document.")
    if "\\t" in problem:
        return ConfigError(
            f"{place}: a tab. YAML indents with spaces only.", remedy="Replace it by two spaces."
        )
    line = text.splitlines()[mark.line] if mark and mark.line < len(text.splitlines()) else ""
    return ConfigError(
        f"{place}: not YAML: {problem}" + (f", in `{line.strip()}`." if line else ".")
    )


class _Reader:
    """Turns composed nodes into plain data and remembers where they stood."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = MOST_VALUES
        self._open: list[yaml.Node] = []
        self._source = Source(None)
        self._scalars = yaml.constructor.SafeConstructor()

    def read(self, node: yaml.Node) -> Source:
        self._source.data = self._convert(node, ())
        return self._source

    def _convert(self, node: yaml.Node, path: KeyPath) -> Any:
        place = _place(self._name, node.start_mark)
        self._source.values[path] = place
        self._left -= 1
        if self._left < 0 or node in self._open:
            raise ConfigError(
                f"{place}: aliases expand to more than {MOST_VALUES:,} values"
                + (", without end: this one contains itself." if node in self._open else "."),
                remedy="Write the values out instead of `&name` and `*name`.",
            )
        self._open.append(node)
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                self._plain(node, "seq")
                return [self._convert(item, (*path, i)) for i, item in enumerate(node.value)]
            return self._scalar(node)
        finally:
            self._open.pop()

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        self._plain(node, "map")
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = _place(self._name, key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                raise ConfigError(f"{place}: a key must be a word, not a list or a mapping.")
            key = self._scalar(key_node)
            if not isinstance(key, Hashable) or not isinstance(key, str):
                raise ConfigError(f"{place}: a key must be a word, not {key_node.value!r}.")
            if key in result:
                first = self._source.keys[(*path, key)]
                raise ConfigError(
                    f"{place}: the key `{key}` stands here a second time; "
                    f"the first is in line {first.line}.",
                    remedy="Remove one of the two.",
                )
            self._source.keys[(*path, key)] = place
            result[key] = self._convert(value_node, (*path, key))
        return result

    def _scalar(self, node: yaml.Node) -> Any:
        self._plain(node, "str", "int", "float", "bool", "null")
        text: str = node.value
        match node.tag.rpartition(":")[2]:
            case "int":
                if len(text) > LONGEST_NUMBER:
                    place = _place(self._name, node.start_mark)
                    raise ConfigError(f"{place}: a number of {len(text):,} digits.")
                return int(text.replace("_", ""))
            case "float":
                return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
            case "bool":
                return text.lower() == "true"
            case "null":
                return None
        return text

    def _plain(self, node: yaml.Node, *kinds: str) -> None:
        if node.tag not in {f"tag:yaml.org,2002:{kind}" for kind in kinds}:
            tag = node.tag.replace("tag:yaml.org,2002:", "!!")
            raise ConfigError(
                f"{_place(self._name, node.start_mark)}: the tag `{tag}`. A config holds plain "
                "values only; nothing in it is ever executed.",
                remedy="Remove the tag.",
            )


def _place(name: str, mark: Any) -> Place:
    return Place(name, mark.line + 1, mark.column + 1)

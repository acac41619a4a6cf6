"""Reading YAML that a stranger may have written: plain data, and the place of every value.

The core schema of YAML 1.2 decides what a scalar is, not PyYAML's 1.1: `1e-3` is a number, `no` is
a word and `12:30` is not 750. Duplicate keys, tags, several documents and aliases that expand
without end are refused.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import yaml

from seqlab.errors import ConfigError
from seqlab.experiment.document import Document, KeyPath, Place

LARGEST_FILE = 1_000_000
MOST_VALUES = 10_000
DEEPEST = 50
LONGEST_NUMBER = 50
LONGEST_LINE = 60


class _CoreLoader(yaml.SafeLoader):
    """Finds out what a scalar is by the core schema of YAML 1.2."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own protocol


class _QuotingDumper(yaml.SafeDumper):
    """Quotes every word that YAML 1.1 or 1.2 would take for something else."""


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9][0-9_]*", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("float", r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", list("-+.")),
):
    for _class in (_CoreLoader, _QuotingDumper):
        _class.add_implicit_resolver(
            f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})\Z"), _first
        )

HINTS = {
    "expected <block end>": "The line is indented differently from the lines it belongs to.",
    "could not find expected ':'": "A key is followed by `:` and a space.",
    "cannot start any token": "Put quotes around a value that begins with this character.",
    "end>": "A bracket or a quote is not closed.",
    "unexpected end of stream": "A quote is not closed.",
    "undefined alias": "Put quotes around a value that begins with `*`.",
}
"""What to do about PyYAML's messages that need a word more, by a part of the message."""


def read_file(path: Path) -> Document:
    """Read one YAML document from a file.

    Raises:
        ConfigError: the file cannot be read, or its contents are not one plain YAML document.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)  # a device may have no end
    except (OSError, ValueError) as error:  # a ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(
            f"The config {path} cannot be read: {reason}.",
            remedy="`seqlab configs list` names the configs that come with seqlab; "
            "`seqlab configs copy NAME` makes one yours.",
        ) from error
    if len(raw) > LARGEST_FILE:
        raise ConfigError(f"{path} has more than {LARGEST_FILE:,} bytes, which no config needs.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", errors="replace")
        raise ConfigError(
            f"{_place_of(str(path), before)}: the byte 0x{raw[error.start]:02x} is not UTF-8 text.",
            remedy="Save the file as UTF-8.",
        ) from error
    return read_text(text, str(path))


def read_text(text: str, name: str) -> Document:
    """Read one YAML document.

    Args:
        text: the document.
        name: what to call it in errors: a path, or an override.

    Raises:
        ConfigError: the text is not one plain YAML document; names the line and column.
    """
    try:
        _check_events(text, name)
        node = yaml.compose(text, Loader=_CoreLoader)
    except yaml.MarkedYAMLError as error:
        if "\t" in text and _is_json(text):
            # A tab in JSON is white space, and as one space it leaves every place as it is.
            return read_text(text.replace("\t", " "), name)
        raise _syntax_error(error, text, name) from error
    except yaml.reader.ReaderError as error:
        place = _place_of(name, text[: error.position])
        raise ConfigError(
            f"{place}: not YAML: the character U+{error.character:04X} may not stand in a config."
        ) from error
    if node is None:
        raise ConfigError(f"{name}: empty: there is nothing in it but blank lines or comments.")
    return _Reader(name).read(node)


def write_text(data: dict[str, Any]) -> str:
    """Plain data as YAML that `read_text`, and any other reader of YAML, reads back the same."""
    # PyYAML writes rare line ends such as U+0085 as they are, and reads them back as spaces.
    escaped = re.search(r"\\[xuU]", repr(data)) is not None
    return yaml.dump(data, Dumper=_QuotingDumper, sort_keys=False, allow_unicode=not escaped)


def _check_events(text: str, name: str) -> None:
    """Follow the document's events before it is composed, which a hostile one would never end."""
    depth = values = 0
    place = Place(name)
    try:
        for event in yaml.parse(text, Loader=_CoreLoader):
            place = _place(name, event.start_mark)
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
            if depth > DEEPEST:
                raise _too_deep(place)
            values += isinstance(event, yaml.NodeEvent)
            if values > 2 * MOST_VALUES:
                raise ConfigError(f"{place}: more than {MOST_VALUES:,} values come before this.")
            tag = getattr(event, "tag", None)
            if tag is not None:
                tag = tag.replace("tag:yaml.org,2002:", "!!")
                raise ConfigError(
                    f"{place}: the tag `{tag}`. A config holds plain values only; nothing in it "
                    "is ever executed.",
                    remedy="Remove the tag.",
                )
    except ValueError as error:  # PyYAML on `\U00110000` and on `%YAML 9999...`
        raise ConfigError(f"{place}: not YAML: {error}.") from error


def _too_deep(place: Place) -> ConfigError:
    return ConfigError(f"{place}: nested more than {DEEPEST} levels deep, which no config needs.")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


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
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "mapping values are not allowed" in problem and mark:
        hint = _hint_for_a_colon(line[: mark.column])
    else:
        hint = next((hint for part, hint in HINTS.items() if part in problem), "")
    problem = problem.replace("'<stream end>'", "the end").replace("end of stream", "end")
    line = line.strip()
    begun = error.context_mark
    if line:
        problem += f", in `{line:.{LONGEST_LINE}}`"
    if begun and mark and begun.line < mark.line:
        problem += f", in what begins in line {begun.line + 1}"
    return ConfigError(f"{place}: not YAML: {problem}.", remedy=hint)


def _hint_for_a_colon(before: str) -> str:
    """What to do about a `:` where none may stand, by what stands before it in its line.

    After `a: b` it belongs to a value. After `  a` it belongs to a key that, for its indentation,
    YAML takes for more of the value above.
    """
    if ": " in before:
        return "Put quotes around a value that holds `: `."
    return "Indent the line like the keys that it belongs to."


class _Reader:
    """Turns composed nodes into plain data and remembers where they stood."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = MOST_VALUES
        self._open: list[yaml.Node] = []
        self._document = Document(None)

    def read(self, node: yaml.Node) -> Document:
        self._document.data = self._convert(node, ())
        return self._document

    def _convert(self, node: yaml.Node, path: KeyPath) -> Any:
        place = _place(self._name, node.start_mark)
        self._document.values[path] = place
        self._left -= 1
        if node in self._open or self._left < 0:
            what = (
                "this value contains itself"
                if node in self._open
                else f"the aliases stand for more than {MOST_VALUES:,} values"
            )
            raise ConfigError(
                f"{place}: {what}.", remedy="Write the values out instead of `&name` and `*name`."
            )
        if len(self._open) > DEEPEST:
            raise _too_deep(place)
        self._open.append(node)
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                return [self._convert(item, (*path, i)) for i, item in enumerate(node.value)]
            return self._scalar(node)
        finally:
            self._open.pop()

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = _place(self._name, key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                raise ConfigError(f"{place}: a key must be a word, not a list or a mapping.")
            key = self._scalar(key_node)
            if not isinstance(key, str):
                raise ConfigError(f"{place}: a key must be a word, not `{key_node.value}`.")
            if key == "<<" and not key_node.style:
                raise ConfigError(
                    f"{place}: the merge key `<<`. A config shows all of its settings.",
                    remedy="Write the settings out in this block.",
                )
            if key in result:
                first = self._document.keys[(*path, key)]
                raise ConfigError(
                    f"{place}: the key `{key}` stands here a second time; "
                    f"the first is in line {first.line}.",
                    remedy="Remove one of the two.",
                )
            self._document.keys[(*path, key)] = place
            result[key] = self._convert(value_node, (*path, key))
        return result

    def _scalar(self, node: yaml.Node) -> Any:
        text: str = node.value
        match node.tag.rpartition(":")[2]:
            case "int":
                if len(text) > LONGEST_NUMBER:
                    place = _place(self._name, node.start_mark)
                    raise ConfigError(f"{place}: a number of {len(text):,} digits.")
                return int(text.replace("_", ""))
            case "float":
                return float(
                    text.lower().replace("_", "").replace(".inf", "inf").replace(".nan", "nan")
                )
            case "bool":
                return text.lower() == "true"
            case "null":
                return None
        return text


def _place(name: str, mark: Any) -> Place:
    return Place(name, mark.line + 1, mark.column + 1)


def _place_of(name: str, before: str) -> Place:
    """The place of what follows the text `before`."""
    return Place(name, before.count("\n") + 1, len(before) - before.rfind("\n"))

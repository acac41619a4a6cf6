"""Texts in JSONL: an object in each line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from seqlab.datasets.sources.own_file.faults import shown
from seqlab.datasets.sources.own_file.head import read_head
from seqlab.datasets.sources.text_file.collecting import Collected
from seqlab.datasets.sources.text_file.lines import read_lines

_KINDS: dict[type, str] = {dict: "an object", list: "a list"}


def read_json_lines(collected: Collected) -> None:
    """Collect the texts of a JSONL file, and what is wrong with it.

    Numbers are taken as they are written, `true` and `false` as these words, `null` as missing.

    Raises:
        DataError: it is empty, no text, cannot be read, or is too large.
    """
    wanted = list(collected.columns.wanted.items())
    for number, found in read_objects(collected):
        text, *label = [_cell(collected, number, found, *one) for one in wanted]
        collected.add(text, label[0] if label else "", number)


def read_objects(collected: Collected) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSONL file, each with its line, counted from 1.

    What is no object is noted, and left out.
    """
    encoding = collected.columns.encoding_of_file
    read_head(collected.path, encoding, "JSONL", "a JSON object in each line")
    for number, line in enumerate(read_lines(collected), 1):
        found = None if line.isspace() else _parse(collected, number, line.strip())
        if found is not None:
            yield number, found


class _RepeatedKeyError(ValueError):
    """A key stands in an object twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((name, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise _RepeatedKeyError(name)
    return found


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_int=str, parse_float=str, parse_constant=str
)


def _parse(collected: Collected, number: int, line: str) -> dict[str, Any] | None:
    """The object in a line; None where a fault was noted."""
    remedy = "Write each object in a line of its own."
    try:
        found = _DECODER.decode(line)
    except _RepeatedKeyError as error:
        expected = f"expected each key once, found {shown(error)} twice"
        collected.note("repeated", number, expected)
    except RecursionError:
        expected = "expected a JSON object with texts, found one that is nested too deeply"
        collected.note("deep", number, expected)
    except ValueError as error:
        found_text = f"expected a JSON object, found {shown(line)}, which is none: {error}"
        collected.note("json", number, found_text, remedy)
    else:
        if isinstance(found, dict):
            return found
        collected.note(
            "object",
            number,
            f"expected a JSON object, found {_KINDS.get(type(found), shown(found))}",
            remedy,
        )
    return None


def _cell(collected: Collected, number: int, found: dict[str, Any], setting: str, name: str) -> str:
    if name not in found:
        collected.note_absent("key", setting, name, list(found), number)
        return ""
    match found[name]:
        case str(cell):
            return cell
        case bool(cell):
            return "true" if cell else "false"
        case None:
            return ""
        case other:
            collected.note(
                f"kind of {name}",
                number,
                f"key {name!r}: expected text, found {_KINDS[type(other)]}",
            )
            return ""

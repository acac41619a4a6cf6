"""What pydantic found wrong, in the words and places of the file."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from seqlab.errors import ConfigError, did_you_mean
from seqlab.experiment.document import Document, KeyPath, Place
from seqlab.room import Room

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

LONGEST_GIVEN = 60
MANY_WORDS = 20
"""More than these are not listed to someone who nearly wrote one of them."""
Checked = TypeVar("Checked", bound=BaseModel)

A_BLOCK = "expected a block of keys"
EXPECTED = {
    "int_type": "expected a whole number",
    "int_from_float": "expected a whole number",
    "float_type": "expected a number",
    "string_type": "expected a word",
    "bool_type": "expected true or false",
    "tuple_type": "expected a list",
    "model_type": A_BLOCK,
    "model_attributes_type": A_BLOCK,
    "dict_type": A_BLOCK,
    "greater_than": "expected a number above {gt}",
    "greater_than_equal": "expected {ge} or more",
    "less_than": "expected a number below {lt}",
    "less_than_equal": "expected {le} or less",
    "too_short": "expected a list of {min_length} or more",
    "too_long": "expected a list of {max_length} at most",
    "string_too_long": "expected {max_length} letters at most",
}
"""Pydantic's types of problems in the words of a YAML file; its own message for the others."""


def check(document: Document, root: type[Checked]) -> Checked:
    """Check the data of a document against a settings class.

    Raises:
        ConfigError: names every problem, each with its place.
    """
    try:
        return root.model_validate(document.data)
    except ValidationError as error:
        found = [
            describe(problem, document, root)
            for problem in error.errors()
            if not is_consequence(problem)
        ]
    raise all_problems(found)


def all_problems(found: list[tuple[Place, str]]) -> ConfigError:
    """One error that names every problem of a file, each a place and a line, in their order."""
    found.sort(key=lambda problem: (problem[0].line == 0, problem[0].line, problem[0].column))
    count = f"{len(found)} problems" if len(found) > 1 else "1 problem"
    return ConfigError("\n".join([f"{count} in the config:", *(line for _, line in found)]))


def describe(problem: ErrorDetails, document: Document, root: type[BaseModel]) -> tuple[Place, str]:
    """One problem as one line: place, key, what is wrong, what is allowed, what was given.

    Args:
        problem: as pydantic reports it.
        document: the data that was checked, with its places.
        root: the settings class of the whole document.

    Returns:
        The place, for sorting, and the line.
    """
    path = problem["loc"]
    owner = _resolve(path, document.data, root)
    context: dict[str, Any] = problem.get("ctx") or {}
    kind = problem["type"]
    if kind == "at" and context["path"]:
        path += tuple(int(p) if p.isdecimal() else p for p in context["path"].split("."))
    key = ".".join(map(_key, path)) or "the whole file"
    place = document.place(path, of_key=kind == "extra_forbidden")
    match kind:
        case "extra_forbidden":
            allowed = sorted(owner.model_fields) if owner else []
            text = f"unknown key{did_you_mean(path[-1], allowed)} Allowed: {_list(allowed)}"
        case "missing" if isinstance(path[-1], int):
            key, place = ".".join(map(_key, path[:-1])), document.place(path[:-1])
            text = f"expected a list of {path[-1] + 1} or more; given: {_given(problem['input'])}"
        case "missing":
            text = "missing: this key has no default"
        case "union_tag_not_found" | "union_tag_invalid":
            chosen_by = context["discriminator"].strip("'")
            key = f"{key}.{chosen_by}"
            text = "missing: it chooses which settings the block has"
            if kind == "union_tag_invalid":
                place = document.place((*path, chosen_by))
                text = _no_such_kind(problem["input"][chosen_by], chosen_by, context)
                text = _formerly(owner, path).get(str(problem["input"][chosen_by]), text)
        case "at":
            text = str(context["message"])
        case _:
            text = f"{_expected(problem, context)}{_such_as(kind, path, owner)}; "
            text += f"given: {_given(problem['input'])}{_hint(problem, context)}"
    end = "" if text.endswith((".", "?")) else "."
    return place, f"  {place}: {key}: {text}{end}"


def _no_such_kind(given: Any, chosen_by: str, context: dict[str, Any]) -> str:
    allowed = [tag.strip("'") for tag in context["expected_tags"].split(", ")]
    meant = did_you_mean(given, allowed)
    text = f"no such {chosen_by}: {_given(given)}{meant}"
    if meant != "." and len(allowed) > MANY_WORDS:
        return text
    return f"{text} Allowed: {_list(allowed)}"


def is_consequence(problem: ErrorDetails) -> bool:
    """Whether a list is called too short only because some of its items were refused."""
    return problem["type"] == "too_short" and len(problem["input"]) >= problem["ctx"]["min_length"]


def _resolve(path: KeyPath, data: Any, root: type[BaseModel]) -> type[BaseModel] | None:
    """The settings class that the last key of a path belongs to; None where it cannot be told.

    Args:
        path: keys from the top of the document.
        data: of the document, whose blocks say which components they are.
        root: the settings class of the whole document.
    """
    owner: type[BaseModel] | None = root
    field: FieldInfo | None = None
    for part in path[:-1]:
        data = _inside(data, part)
        if field is not None and get_origin(field.annotation) is dict:
            field = None  # the part is one of the file's own names, not a field's
            continue
        if isinstance(part, str):
            field = owner.model_fields.get(part) if owner else None
        inner = _class_in(field, data) if field else None
        owner = inner or (owner if isinstance(data, list) else None)
    return owner


def _inside(data: Any, part: str | int) -> Any:
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None


def _class_in(field: FieldInfo, block: Any) -> type[BaseModel] | None:
    """The settings class of a block that stands in a field, or in a list there."""
    room = _room_of(field)
    if room is None:
        classes = [found for found in _parts(field.annotation) if _is_settings(found)]
        return classes[0] if len(classes) == 1 else None
    kind = block.get(room.chosen_by) if isinstance(block, dict) else None
    return room.find(kind) if kind in room.kinds else None


def _room_of(field: FieldInfo | None) -> Room[Any] | None:
    """The room whose components a field holds, alone or in a list."""
    inside = [*field.metadata, *_parts(field.annotation)] if field else []
    return next((part for part in inside if isinstance(part, Room)), None)


def _parts(annotation: Any) -> Iterator[Any]:
    """What an annotation is made of: `tuple[Annotated[Model, MODELS], ...]` of the last two."""
    inner = (*get_args(annotation), *getattr(annotation, "__metadata__", ()))
    if not inner:
        yield annotation
    for part in inner:
        yield from _parts(part)


def _is_settings(found: Any) -> bool:
    return isinstance(found, type) and issubclass(found, BaseModel)


def _formerly(owner: type[BaseModel] | None, path: KeyPath) -> Mapping[str, str]:
    """What to write instead of kinds that cannot be chosen, or no more."""
    names = [part for part in path if isinstance(part, str)]
    room = _room_of(owner.model_fields.get(names[-1])) if owner and names else None
    return room.formerly if room else {}


def _expected(problem: ErrorDetails, context: dict[str, Any]) -> str:
    if problem["type"] == "literal_error":
        return f"expected one of {_list(_choices(context))}"
    if problem["type"] == "string_pattern_mismatch":
        joined = ", in parts joined by `/`" if "/" in context["pattern"] else ""
        return f"expected letters, digits, `_`, `-` and `.`{joined}"
    if problem["type"] in EXPECTED:
        limits = {name: str(limit).removesuffix(".0") for name, limit in context.items()}
        return EXPECTED[problem["type"]].format(**limits)
    plain = problem["msg"][0].lower() + problem["msg"][1:]
    return plain.replace("input should be", "expected")


def _choices(context: dict[str, Any]) -> list[str]:
    """The words that pydantic joins to one text: `'a', 'b' or 'c'`."""
    return [word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")]


def _such_as(kind: str, path: KeyPath, owner: type[BaseModel] | None) -> str:
    """An example of a block, for a key that has something else: `early_stopping: true`."""
    field = owner.model_fields.get(str(path[-1])) if owner and path else None
    if EXPECTED.get(kind) != A_BLOCK or field is None or not field.examples:
        return ""
    settings = ", ".join(f"{name}: {value}" for name, value in field.examples[0].items())
    return f", such as `{path[-1]}: {{{settings}}}`"


def _hint(problem: ErrorDetails, context: dict[str, Any]) -> str:
    """What was perhaps meant: a word much like the given one, or the number in its quotes."""
    given = problem["input"]
    if problem["type"] == "literal_error":
        return did_you_mean(given, _choices(context))
    number = {"int_type": int, "float_type": float}.get(problem["type"])
    if number is not None and isinstance(given, str) and given.isascii():
        with suppress(ValueError):
            if math.isfinite(number(given)):
                return ", which is text: remove the quotes"
    return ""


def _list(words: list[str]) -> str:
    return ", ".join(words)


def _key(part: str | int) -> str:
    """One key of a path; shortened, and quoted where it could not be told from a path."""
    text = str(part)
    return text if text.isprintable() and len(text) <= LONGEST_GIVEN else _given(text)


def _given(value: Any) -> str:
    text = "nothing" if value is None else repr(value)
    if isinstance(value, bool):
        text = text.lower()
    return text if len(text) <= LONGEST_GIVEN else text[:LONGEST_GIVEN] + "..."

"""Components: the classes whose fields are a block of YAML.

A component is one class in one file. Its `kind` names it in YAML, its fields are its settings,
its docstring is its manual. Adding a file to a room is enough: `find_components` sees it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Mapping
from types import ModuleType
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic_core import PydanticCustomError


class Settings(BaseModel):
    """A frozen block of settings that refuses keys it does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True
    )


def problem_at(path: str, message: str) -> PydanticCustomError:
    """A problem that a validator raises about one of the keys below it.

    Args:
        path: dotted path of the key, from the block or field that raises it:
            `blocks.2.kernel_size`; empty for that itself.
        message: what is wrong with it, and what would be right.
    """
    context: dict[str, Any] = {"path": path, "message": message}
    return PydanticCustomError("at", "{message}", context)


class Component(Settings):
    """A block of settings that is chosen by its `kind` and makes the real thing from it."""

    formerly: ClassVar[Mapping[str, str]] = {}
    """Kinds of earlier versions whose place this one took, and what to write instead of each."""

    kind: str


def find_components(
    room: ModuleType, base: type[Component] = Component
) -> tuple[type[Component], ...]:
    """Import the modules of a package and return its components, sorted by kind.

    Args:
        room: a package such as `seqlab.models`.
        base: what they are; the room may hold components of other kinds too.

    Returns:
        Every class defined in it whose field `kind` has a default, which is its name in YAML.
    """
    found: dict[str, type[Component]] = {}
    for info in pkgutil.iter_modules(room.__path__, room.__name__ + "."):
        module = importlib.import_module(info.name)
        for _, member in inspect.getmembers(module, inspect.isclass):
            if issubclass(member, base) and member.__module__ == module.__name__:
                kind = member.model_fields["kind"].default
                if isinstance(kind, str):
                    found[kind] = member
    return tuple(found[kind] for kind in sorted(found))

"""Components: the classes whose fields are a block of YAML.

A component is one class in one file. Its `kind` names it in YAML, its fields are its settings,
its docstring is its manual. Adding a file to a room is enough: `find_components` sees it.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, distributions
from itertools import pairwise
from types import ModuleType
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from seqlab.errors import SeqlabError

Size = Annotated[int, Field(gt=0, le=1_000_000)]
"""Units, filters or numbers in a vector. A million squared is more than any memory holds, and what
TensorFlow multiplies beyond overflows."""


class Settings(BaseModel):
    """A frozen block of settings that refuses keys it does not know."""

    # Each class is built when it is first used: most commands use one dataset and one model.
    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, defer_build=True
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe each setting by the text below it.

        Pydantic can do so too (`use_attribute_docstrings`), but then reads the source of every
        class at every start, which takes as long as all else that `seqlab validate` does.
        """
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema)["properties"]
        for name, text in descriptions(cls).items():
            properties[name]["description"] = text
        return schema


def descriptions(settings: type[Settings]) -> dict[str, str]:
    """The text that stands below each setting of a class, by the setting's name.

    Args:
        settings: a class whose source is there, like the classes that it inherits settings from.
    """
    found: dict[str, str] = {}
    for owner in reversed(settings.__mro__):
        if issubclass(owner, Settings):
            body = ast.parse(textwrap.dedent(inspect.getsource(owner))).body[0]
            assert isinstance(body, ast.ClassDef)
            for here, below in pairwise(body.body):
                match here, below:
                    case (
                        ast.AnnAssign(target=ast.Name(id=name)),
                        ast.Expr(value=ast.Constant(value=str(text))),
                    ):
                        found[name] = inspect.cleandoc(text)
    return {name: text for name, text in found.items() if name in settings.model_fields}


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
    *rooms: ModuleType, base: type[Component] = Component
) -> tuple[type[Component], ...]:
    """Import the modules of packages and return their components, sorted by kind.

    Installed packages add theirs by entry points: those of `seqlab.models` belong to the room of
    that name, and each names a module that is read as if it stood in the room.

    Args:
        rooms: packages such as `seqlab.models`.
        base: what they are; a room may hold components of other kinds too.

    Returns:
        Every class defined in them whose field `kind` has a default, which is its name in YAML.

    Raises:
        SeqlabError: two of them have the same kind, or a module of another package fails.
    """
    found: dict[str, type[Component]] = {}
    modules = (module for room in rooms for module in (*_own_modules(room), *_others(room)))
    for kind, component in (pair for module in modules for pair in _components_in(module, base)):
        other = found.setdefault(kind, component)
        if other is not component:
            raise SeqlabError(
                f"Two components are of the kind {kind!r}: {_full_name(other)} and "
                f"{_full_name(component)}.",
                remedy="Give one of them another kind.",
            )
    return tuple(found[kind] for kind in sorted(found))


def _own_modules(room: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(room.__path__, room.__name__ + "."):
        yield importlib.import_module(info.name)


def _others(room: ModuleType) -> Iterator[ModuleType]:
    """What other installed packages add to a room."""
    group = f"seqlab.{room.__name__.rpartition('.')[2]}"
    for entry in (entry for entry in _entry_points() if entry.group == group):
        try:
            yield importlib.import_module(entry.module)  # it may name a class in there, too
        except Exception as error:  # what another package does wrong can be anything
            package = entry.dist.name if entry.dist else "an installed package"
            raise SeqlabError(
                f"{package} adds {entry.value} to seqlab, which cannot be imported: "
                f"{type(error).__name__}: {error}.",
                remedy=f"Mend {package}, or uninstall it.",
            ) from error


@cache
def _entry_points() -> tuple[EntryPoint, ...]:
    """What all packages add to seqlab, looked for once: it means opening a file of each of them."""
    found = (entry for package in distributions() for entry in package.entry_points)
    return tuple(entry for entry in found if entry.group.startswith("seqlab."))


def _components_in(
    module: ModuleType, base: type[Component]
) -> Iterator[tuple[str, type[Component]]]:
    for _, member in inspect.getmembers(module, inspect.isclass):
        if issubclass(member, base) and member.__module__ == module.__name__:
            kind = member.model_fields["kind"].default
            if isinstance(kind, str):
                yield kind, member


def _full_name(component: type[Component]) -> str:
    return f"{component.__module__}.{component.__qualname__}"

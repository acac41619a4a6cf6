"""A room: a package whose files are components, of which a block of YAML chooses one by its name.

Adding a file to a room is enough for its component to be found. Other installed packages add theirs
by entry points; those are imported when a config asks for them, and not before.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import ModuleType
from typing import Any, Generic, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from seqlab.component import Component
from seqlab.errors import SeqlabError
from seqlab.plugins import Plugin, plugins_of, same_name

Kind = TypeVar("Kind", bound=Component)


class Room(Generic[Kind]):
    """The components of a package.

    As the annotation of a field it makes the block of YAML that stands there the component that the
    block names: `model: Annotated[Model, MODELS]`. Only that one is looked at, while a union of all
    would be built anew by every command.

    Args:
        package: such as `seqlab.models`.
        base: what its components are; a package may hold classes of other kinds too.
    """

    def __init__(self, package: ModuleType, base: type[Kind]) -> None:
        self._package = package
        self._base = base
        self.group = package.__name__.rpartition(".")[2]
        self.chosen_by = base.chosen_by

    @cached_property
    def own(self) -> Mapping[str, type[Kind]]:
        """The components of seqlab itself, by kind.

        Raises:
            SeqlabError: two are of the same kind.
        """
        found: dict[str, type[Kind]] = {}
        for info in pkgutil.iter_modules(self._package.__path__, self._package.__name__ + "."):
            for component in self._components_in(importlib.import_module(info.name)):
                other = found.setdefault(component.name(), component)
                if other is not component:
                    raise SeqlabError(
                        f"Two components are of the kind {component.name()!r}: {_full_name(other)} "
                        f"and {_full_name(component)}.",
                        remedy="Give one of them another kind.",
                    )
        return found

    @property
    def added(self) -> Mapping[str, Plugin]:
        """What other packages add, by kind; nothing of it is imported.

        Raises:
            SeqlabError: two packages add the same kind, or one adds a kind that seqlab has.
        """
        found = plugins_of(self.group)
        twice = next((plugin for kind, plugin in found.items() if kind in self.own), None)
        if twice is not None:
            raise same_name(twice, "seqlab")
        return found

    @property
    def kinds(self) -> list[str]:
        """The kinds of all components, sorted."""
        return sorted({*self.own, *self.added})

    def find(self, kind: str) -> type[Kind]:
        """The component of a kind.

        Raises:
            KeyError: there is none.
            SeqlabError: another package adds it, which fails or has no such component.
        """
        return self.own[kind] if kind in self.own else self._load(self.added[kind])

    @property
    def every(self) -> tuple[type[Kind], ...]:
        """All components, sorted by kind.

        Raises:
            SeqlabError: a component of another package cannot be had.
        """
        return tuple(self.find(kind) for kind in self.kinds)

    def _load(self, plugin: Plugin) -> type[Kind]:
        found = {one.name(): one for one in self._components_in(plugin.load())}
        if plugin.name not in found:
            has = f"has {', '.join(found)}" if found else "has none"
            raise SeqlabError(
                f"{plugin.package} {plugin.version} adds {plugin.name} to seqlab.{self.group}, but "
                f"{plugin.module} {has}: a class derived from {self._base.__name__} whose "
                f"{self.chosen_by} is {plugin.name!r} was expected.",
                remedy=f"Mend {plugin.package}, or uninstall it.",
            )
        return found[plugin.name]

    def _components_in(self, module: ModuleType) -> Iterator[type[Kind]]:
        for _, member in inspect.getmembers(module, inspect.isclass):
            is_here = member.__module__ == module.__name__
            if is_here and issubclass(member, self._base) and member.has_name():
                yield member

    def choose(self, block: object) -> Kind:
        """The component that a block of settings names, made from it.

        Raises:
            ValidationError: of the component.
            PydanticKnownError: it is no block, or names none.
        """
        key = self.chosen_by
        if isinstance(block, self._base):
            return block
        if not isinstance(block, dict):
            raise PydanticKnownError("model_attributes_type")
        if key not in block:
            raise PydanticKnownError("union_tag_not_found", {"discriminator": f"'{key}'"})
        kind = block[key]
        if not isinstance(kind, str) or kind not in self.kinds:
            allowed = ", ".join(f"'{one}'" for one in self.kinds)
            raise PydanticKnownError(
                "union_tag_invalid",
                {"discriminator": f"'{key}'", "tag": str(kind), "expected_tags": allowed},
            )
        return self.find(kind).model_validate(block)

    @cached_property
    def formerly(self) -> Mapping[str, str]:
        """What to write instead of kinds that are not chosen here, or no more."""
        return {
            kind: text
            for component in (self._base, *self.own.values())
            for kind, text in component.formerly.items()
        }

    def __get_pydantic_core_schema__(self, _: object, __: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.choose)

    def __get_pydantic_json_schema__(
        self, _: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        choices: dict[Any, CoreSchema] = {}
        for kind, component in zip(self.kinds, self.every, strict=True):
            component.model_rebuild()
            choices[kind] = component.__pydantic_core_schema__
        return handler(core_schema.tagged_union_schema(choices, self.chosen_by))


def _full_name(component: type[Component]) -> str:
    return f"{component.__module__}.{component.__qualname__}"

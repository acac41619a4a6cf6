"""Components: the classes whose fields are a block of YAML.

A component is one class in one file. Its `kind` names it in YAML, its fields are its settings,
its docstring is its manual. Adding a file to a room is enough: see `seqlab.room`.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

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
    """A block of settings that is chosen by its name and makes the real thing from it."""

    chosen_by: ClassVar[str] = "kind"
    """The key that names a component in YAML; a field of that name has the name as its default."""
    formerly: ClassVar[Mapping[str, str]] = {}
    """Kinds of earlier versions whose place this one took, and what to write instead of each."""

    @classmethod
    def has_name(cls) -> bool:
        """Whether YAML can choose it; what several components have in common it cannot."""
        field = cls.model_fields.get(cls.chosen_by)
        return field is not None and isinstance(field.default, str)

    @classmethod
    def name(cls) -> str:
        """What YAML calls it."""
        return str(cls.model_fields[cls.chosen_by].default)

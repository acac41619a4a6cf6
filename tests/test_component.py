"""A component is found by being there, and refuses what it does not know."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Literal

import pytest
from pydantic import ValidationError, model_validator

import seqlab.datasets
import seqlab.models
from seqlab.component import Component, Settings, descriptions, find_components, problem_at
from seqlab.errors import SeqlabError

ROOM = {
    "__init__.py": "",
    "base.py": "from seqlab.component import Component\nclass Base(Component): ...\n",
    "helper.py": (
        "from seqlab.component import Settings\nclass Inner(Settings):\n    kind: str = 'x'\n"
    ),
    "zebra.py": (
        "from typing import Literal\nfrom room.base import Base\n"
        "class Zebra(Base):\n    kind: Literal['zebra'] = 'zebra'\n"
    ),
    "ant.py": (
        "from typing import Literal\nfrom room.base import Base\nfrom room.zebra import Zebra\n"
        "class Ant(Base):\n    kind: Literal['ant'] = 'ant'\n"
    ),
}


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A package `room` with two components, their base and a helper."""
    folder = tmp_path / "room"
    folder.mkdir()
    for name, text in ROOM.items():
        (folder / name).write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.split(".")[0] == "room"]:
        monkeypatch.delitem(sys.modules, name)
    import room  # type: ignore[import-not-found]  # the test has just written it

    return room


def test_a_file_in_the_room_is_enough_to_be_found(room: ModuleType) -> None:
    assert [found.__name__ for found in find_components(room)] == ["Ant", "Zebra"]


def test_components_of_several_rooms_are_found_together(room: ModuleType) -> None:
    kinds = [found.model_fields["kind"].default for found in find_components(seqlab.models, room)]
    assert kinds == sorted(kinds)
    assert {"ant", "zebra", "dense"} <= set(kinds)
    assert find_components(room, room) == find_components(room)


def test_two_components_of_one_kind_are_refused_and_both_named(room: ModuleType) -> None:
    twin = "class Twin(Base):\n    kind: Literal['ant'] = 'ant'\n"
    text = f"from typing import Literal\nfrom room.base import Base\n{twin}"
    (Path(room.__path__[0]) / "twin.py").write_text(text)
    with pytest.raises(SeqlabError, match=r"kind 'ant': room\.ant\.Ant and room\.twin\.Twin"):
        find_components(room)


def test_every_shipped_component_has_a_manual_and_its_own_kind() -> None:
    found = find_components(seqlab.datasets, seqlab.models)
    kinds = [component.model_fields["kind"].default for component in found]
    assert len(set(kinds)) == len(kinds) >= 8
    for component in found:
        assert component.__doc__
        assert set(component.model_fields) - set(descriptions(component)) == {"kind"}


class Block(Settings):
    size: int = 1

    @model_validator(mode="after")
    def _check(self) -> Block:
        if self.size == 13:
            raise problem_at("size", "13 {is} unlucky: take 12")
        return self


class Kind(Component):
    kind: Literal["kind"] = "kind"


def test_settings_refuse_unknown_keys_other_types_and_changes() -> None:
    for bad in ({"sise": 1}, {"size": "1"}, {"size": 1.0}, {"size": True}):
        with pytest.raises(ValidationError):
            Block.model_validate(bad)
    with pytest.raises(ValidationError):
        Block().size = 2  # type: ignore[misc]  # what must be refused
    with pytest.raises(ValidationError):
        Kind(kind="other")  # type: ignore[arg-type]  # what must be refused


def test_a_problem_carries_its_path_and_message_as_they_are() -> None:
    with pytest.raises(ValidationError) as caught:
        Block(size=13)
    (problem,) = caught.value.errors()
    assert problem["type"] == "at"
    assert problem["msg"] == "13 {is} unlucky: take 12"
    assert problem["ctx"]["path"] == "size"

"""A room finds what stands in it, and imports what other packages add only when it is chosen."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import ValidationError

from seqlab.component import Component, Settings
from seqlab.errors import SeqlabError
from seqlab.room import Room
from tests.packages import install, place_for_packages

ROOM = {
    "__init__.py": "",
    "base.py": "from seqlab.component import Component\nclass Base(Component): ...\n",
    "helper.py": (
        "from seqlab.component import Settings\nclass Inner(Settings):\n    kind: str = 'x'\n"
    ),
    "zebra.py": (
        "from typing import Literal\nfrom room.base import Base\n"
        "class Zebra(Base):\n    kind: Literal['zebra'] = 'zebra'\n    stripes: int = 40\n"
    ),
    "ant.py": (
        "from typing import ClassVar, Literal\nfrom room.base import Base\n"
        "from room.zebra import Zebra\nclass Ant(Base):\n"
        "    formerly: ClassVar[dict[str, str]] = {'bug': 'a bug is an ant now'}\n"
        "    kind: Literal['ant'] = 'ant'\n"
    ),
}
LION = (
    "from typing import Literal\nfrom room.base import Base\n"
    "class Lion(Base):\n    kind: Literal['lion'] = 'lion'\n"
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room[Any]]:
    """A package `room` with two components, their base and a helper."""
    folder = tmp_path / "room"
    folder.mkdir()
    for name, text in ROOM.items():
        (folder / name).write_text(text)
    with place_for_packages(tmp_path):
        import room  # type: ignore[import-not-found]  # the test has just written it
        from room.base import Base  # type: ignore[import-not-found]  # the test has just written it

        yield Room(room, Base)


def test_a_file_in_the_room_is_enough_to_be_found(room: Room[Any]) -> None:
    assert [found.__name__ for found in room.every] == ["Ant", "Zebra"]
    assert room.kinds == ["ant", "zebra"]
    assert dict(room.formerly) == {"bug": "a bug is an ant now"}


def test_two_components_of_one_kind_are_refused_and_both_named(
    room: Room[Any], tmp_path: Path
) -> None:
    twin = "class Twin(Base):\n    kind: Literal['ant'] = 'ant'\n"
    text = f"from typing import Literal\nfrom room.base import Base\n{twin}"
    (tmp_path / "room/twin.py").write_text(text)
    with pytest.raises(SeqlabError, match=r"kind 'ant': room\.ant\.Ant and room\.twin\.Twin"):
        room.every  # noqa: B018  # what is asked for raises


def test_a_block_becomes_the_component_that_it_names(room: Room[Any]) -> None:
    class Cage(Settings):
        animal: Annotated[Component, room]
        more: tuple[Annotated[Component, room], ...] = ()

    cage = Cage.model_validate({"animal": {"kind": "zebra", "stripes": 7}})
    assert cage.animal == room.find("zebra")(stripes=7)
    assert Cage(animal=cage.animal) == cage
    assert cage.model_dump(mode="json")["animal"] == {"kind": "zebra", "stripes": 7}
    schema = Cage.model_json_schema()
    assert set(schema["$defs"]) == {"Ant", "Zebra"}
    assert set(schema["properties"]["animal"]["discriminator"]["mapping"]) == {"ant", "zebra"}


@pytest.mark.parametrize(
    ("block", "kind", "path"),
    [
        ("zebra", "model_attributes_type", ("animal",)),
        ({"stripes": 7}, "union_tag_not_found", ("animal",)),
        ({"kind": "bee"}, "union_tag_invalid", ("animal",)),
        ({"kind": ["ant"]}, "union_tag_invalid", ("animal",)),
        ({"kind": "zebra", "stripes": "7"}, "int_type", ("animal", "stripes")),
        ({"kind": "ant", "stripes": 7}, "extra_forbidden", ("animal", "stripes")),
    ],
)
def test_what_is_wrong_with_a_block_is_told_with_the_path_of_its_keys(
    room: Room[Any], block: Any, kind: str, path: tuple[str, ...]
) -> None:
    class Cage(Settings):
        animal: Annotated[Component, room]

    with pytest.raises(ValidationError) as caught:
        Cage.model_validate({"animal": block})
    assert [(problem["type"], problem["loc"]) for problem in caught.value.errors()] == [
        (kind, path)
    ]


def test_what_another_package_adds_is_imported_when_it_is_chosen_and_not_before(
    room: Room[Any], tmp_path: Path
) -> None:
    install(tmp_path, "lions", {"room": "lion = lions"}, lions=LION)
    assert room.kinds == ["ant", "lion", "zebra"]
    room.choose({"kind": "zebra"})
    assert "lions" not in sys.modules
    assert room.choose({"kind": "lion"}).kind == "lion"
    assert "lions" in sys.modules


def test_two_packages_with_one_name_are_an_error_that_names_both(
    room: Room[Any], tmp_path: Path
) -> None:
    install(tmp_path, "lions", {"room": "lion = lions"}, lions=LION)
    install(tmp_path, "more-lions", {"room": "lion = more_lions"}, more_lions=LION)
    with pytest.raises(SeqlabError, match=r"add lion to seqlab\.room: lions and more-lions\."):
        room.choose({"kind": "zebra"})
    assert {"lions", "more_lions"}.isdisjoint(sys.modules)


def test_a_package_cannot_take_the_name_of_a_component_of_seqlab(
    room: Room[Any], tmp_path: Path
) -> None:
    install(tmp_path, "zebras", {"room": "zebra = zebras"}, zebras=LION)
    with pytest.raises(SeqlabError, match=r"add zebra to seqlab\.room: seqlab and zebras\."):
        room.choose({"kind": "zebra"})


@pytest.mark.parametrize(
    ("entries", "text", "said"),
    [
        ("lion = lions", "1 / 0", r"lions 2\.5 adds lion .* ZeroDivisionError: division by zero"),
        ("lion = lions", "raise SystemError(3)", r"lions cannot be imported: SystemError: 3"),
        ("lion = nowhere", LION, r"nowhere cannot be imported: ModuleNotFoundError"),
        ("tiger = lions", LION, r"adds tiger to seqlab\.room, but lions has lion: a class derived"),
        ("lion = lions", "", r"but lions has none: a class derived from Base whose kind is 'lion'"),
    ],
)
def test_the_mistakes_of_a_package_are_told_with_its_name(
    room: Room[Any], tmp_path: Path, entries: str, text: str, said: str
) -> None:
    install(tmp_path, "lions", {"room": entries}, lions=text)
    with pytest.raises(SeqlabError, match=said) as caught:
        room.choose({"kind": entries.split(maxsplit=1)[0]})
    assert "Mend lions, or uninstall it." in str(caught.value)

"""An error that nobody raised on purpose is told with the package whose code was running."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from seqlab.bugs import bug
from tests.packages import install, place_for_packages

CATS = """\
class Lion:
    def roar(self):
        raise KeyError("mane")

class Field:
    default = "tiger"

class Tiger:
    model_fields = {"kind": Field}
    def roar(self):
        return [1 / 0 for _ in range(1)]

def feed(animal):
    return animal()

def helper():
    raise TypeError("\\x1b[1mbold\\x1b[0m")
"""
ENTRIES = {
    "models": "lion = cats:Lion\ntiger = cats",
    "commands": "feed = cats:feed",
    "datasets": "den = cats_den",
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    with place_for_packages(tmp_path) as folder:
        install(folder, "big-cats", ENTRIES, cats=CATS, cats_den="from cats import *\n")
        yield folder


def told(run: Callable[[], object]) -> str:
    try:
        run()
    except Exception as error:
        return str(bug(error))
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    ("of", "which", "what", "line"),
    [
        ("Lion.roar", " (seqlab.models: lion)", "KeyError: 'mane'", "3, in Lion.roar"),
        (
            "Tiger.roar",
            " (seqlab.models: tiger)",
            "ZeroDivisionError: division by zero",
            "11, in Tiger.roar.<locals>.<listcomp>",
        ),
        ("helper", " (seqlab.models: tiger)", "TypeError: bold", "17, in helper"),
    ],
)
def test_the_package_the_part_and_the_innermost_line_are_named(
    place: Path, of: str, which: str, what: str, line: str
) -> None:
    cats = importlib.import_module("cats")
    owner, _, method = of.partition(".")
    found = getattr(cats, owner)
    assert told(getattr(found(), method) if method else found) == (
        f"a bug in big-cats 2.5{which}: {what}\n{place}/cats.py:{line}\n"
        "Report it to those who make big-cats; --debug shows the whole traceback."
    )


@pytest.mark.usefixtures("place")
def test_the_bug_is_of_the_package_also_where_others_raise_it_anew_or_for_it() -> None:
    cats = importlib.import_module("cats")

    def anew() -> None:
        try:
            cats.Lion().roar()
        except KeyError as error:
            raise ValueError("anew") from error

    assert told(anew).startswith("a bug in big-cats 2.5 (seqlab.models: lion): ValueError: anew\n")
    said = told(lambda: cats.feed(lambda: int("x")))
    assert said.startswith("a bug in big-cats 2.5 (seqlab.commands: feed): ValueError: invalid")
    assert "cats.py:14, in feed\n" in said


def test_no_part_is_named_where_several_may_be_meant(place: Path) -> None:
    install(place, "wolves", {"models": "a = wolves:A\nb = wolves:B"}, wolves="def f(): 1 / 0\n")
    wolves = importlib.import_module("wolves")
    assert told(wolves.f).startswith("a bug in wolves 2.5: ZeroDivisionError: ")


def test_files_beside_belong_to_the_package_and_those_of_a_neighbour_in_a_namespace_do_not(
    place: Path,
) -> None:
    for name in ("cats", "dogs"):
        (place / "company" / name).mkdir(parents=True)
        (place / "company" / name / "__init__.py").write_text("")
        (place / "company" / name / "bark.py").write_text("def bark(): 1 / 0\n")
        (place / "company" / name / "kinds.py").write_text("")
    (place / "company" / "birds.py").write_text("def sing(): 1 / 0\n")
    install(place, "c-cats", {"models": "c = company.cats.kinds"})
    install(place, "c-dogs", {"models": "d = company.dogs.kinds"})
    modules = {
        name: importlib.import_module(f"company.{name}")
        for name in ("cats.kinds", "dogs.kinds", "cats.bark", "dogs.bark", "birds")
    }
    assert told(modules["dogs.bark"].bark).startswith("a bug in c-dogs 2.5 (seqlab.models: d): ")
    assert told(modules["cats.bark"].bark).startswith("a bug in c-cats 2.5 (seqlab.models: c): ")
    assert told(modules["birds"].sing).startswith("a bug in seqlab or in c-cats 2.5, c-dogs 2.5, ")


@pytest.mark.usefixtures("place")
def test_packages_that_took_part_are_named_and_those_that_were_not_imported_are_not() -> None:
    first = "a bug in seqlab: ZeroDivisionError: division by zero\n"
    last = "Run the command again with --debug and report what it prints."
    assert told(lambda: 1 / 0) == first + last
    importlib.import_module("cats")
    first = first.replace("seqlab:", "seqlab or in big-cats 2.5, which took part:")
    assert told(lambda: 1 / 0) == first + last

"""Commands of other packages stand among seqlab's own, and are imported when they are called."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.packages import install, place_for_packages

ZOO = """\
import typer
from seqlab.errors import ConfigError

def feed(animal: str, times: int = 1) -> None:
    '''Feed an animal.'''
    if animal == "stone":
        raise ConfigError("A stone eats nothing.", remedy="Feed an animal.")
    print(f"fed {animal} {12 // times}")

tour = typer.Typer(help="Tours.")

@tour.command()
def short() -> None:
    '''A short one.'''
    print("a short tour")

@tour.command("long")
def long_one() -> None: ...

alone = typer.Typer()

@alone.command()
def only(word: str) -> None:
    print(f"only {word}")

NUMBER = 3
"""
COMMANDS = "feed = zoo:feed\ntour = zoo:tour\nalone = zoo:alone\nnumber = zoo:NUMBER\ngone = zoo:x"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    with place_for_packages(tmp_path) as folder:
        install(folder, "zoo", {"commands": COMMANDS}, zoo=ZOO)
        yield folder


@pytest.mark.usefixtures("place")
def test_help_names_them_without_importing_them(seqlab_here: Cli) -> None:
    lines = seqlab_here("--help").stdout.splitlines()
    named = [line.split(maxsplit=1) for line in lines if line.endswith("Added by zoo 2.5.")]
    assert [name for name, _ in named] == ["alone", "feed", "gone", "number", "tour"]
    assert "zoo" not in sys.modules


@pytest.mark.parametrize(
    ("words", "code", "printed"),
    [
        ("feed lion", 0, "fed lion 12\n"),
        ("feed lion --times 3", 0, "fed lion 4\n"),
        ("tour short", 0, "a short tour\n"),
        ("alone here", 0, "only here\n"),
        ("feed", 2, ""),
        ("tour", 2, ""),
    ],
)
@pytest.mark.usefixtures("place")
def test_functions_and_apps_are_called(
    words: str, code: int, printed: str, seqlab_here: Cli
) -> None:
    done = seqlab_here(*words.split())
    assert (done.returncode, done.stdout) == (code, printed)


@pytest.mark.usefixtures("place")
def test_their_help_is_their_own(seqlab_here: Cli) -> None:
    for words, lines in {
        "feed": ["Usage: seqlab feed [OPTIONS] {animal}", "  Feed an animal."],
        "tour": ["Usage: seqlab tour [OPTIONS] COMMAND [ARGS]...", "  short  A short one."],
        "alone": ["Usage: seqlab alone [OPTIONS] {word}"],
    }.items():
        printed = seqlab_here(words, "-h").stdout
        assert set(lines) <= set(printed.splitlines())
        assert "completion" not in printed


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("feed stone", 2, "error: A stone eats nothing.\nFeed an animal.\n"),
        ("feed lion --times 0", 1, "error: a bug in zoo 2.5 (seqlab.commands: feed): ZeroDivision"),
        ("number", 1, "error: zoo 2.5 adds number to seqlab.commands, and zoo:NUMBER is neither a"),
        ("gone", 1, "error: zoo 2.5 adds gone to seqlab.commands, and zoo:x is not there.\nMend"),
    ],
)
@pytest.mark.usefixtures("place")
def test_their_errors_are_theirs(words: str, code: int, said: str, seqlab_here: Cli) -> None:
    done = seqlab_here(*words.split())
    assert done.returncode == code
    assert done.stderr.startswith(said)
    assert "Traceback" in seqlab_here("--debug", *words.split()).stderr


def test_a_misspelt_name_is_told_the_right_one(place: Path, seqlab_here: Cli) -> None:
    assert place.is_dir()
    assert "Did you mean 'feed'?" in seqlab_here("fed").stderr


def test_two_commands_of_one_name_are_an_error_that_names_both_and_stops_no_other(
    place: Path, seqlab_here: Cli
) -> None:
    install(place, "farm", {"commands": "feed = zoo:feed\nvalidate = zoo:feed"})
    assert seqlab_here("feed", "lion").stderr.startswith(
        "error: Two packages add feed to seqlab.commands: farm and zoo.\nUninstall one of them"
    )
    assert seqlab_here("validate", "quickstart").stderr.startswith(
        "error: Two packages add validate to seqlab.commands: seqlab and farm.\n"
    )
    assert seqlab_here("tour", "short").returncode == 0
    assert seqlab_here("--help").returncode == 0

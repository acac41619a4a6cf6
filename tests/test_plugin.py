"""Another package adds a dataset of a third kind, a model, an encoding and a command.

It is built, installed into an environment of its own, used there, and uninstalled again.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import cli_environment

PLUGIN = Path(__file__).parent / "plugin"
PACKAGE = "signals-for-seqlab"

pytestmark = pytest.mark.keras


@dataclass
class Place:
    """An environment of its own, in which all that is installed here can be imported, too."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> Place:
        place = cls(folder)
        venv.create(place.home, symlinks=True)
        paths = {"base": str(place.home), "platbase": str(place.home)}
        own = Path(sysconfig.get_path("purelib", "venv", vars=paths))
        (own / "here.pth").write_text(sysconfig.get_path("purelib"))
        return place

    @property
    def home(self) -> Path:
        return self.folder / "environment"

    @property
    def python(self) -> str:
        paths = {"base": str(self.home), "platbase": str(self.home)}
        return str(Path(sysconfig.get_path("scripts", "venv", vars=paths), "python"))

    def run(self, *words: str | Path, success: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            words,
            cwd=self.folder,
            env=cli_environment(self.folder) | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert not success or done.returncode == 0, done.stdout + done.stderr
        return done

    def pip(self, *words: str | Path) -> None:
        self.run(sys.executable, "-m", "pip", "--python", self.python, *words)

    def seqlab(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.run(self.python, "-m", "seqlab", *words, success=False)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Where the package is installed, from a wheel that is built of it."""
    folder = tmp_path_factory.mktemp("plugin")
    source = shutil.copytree(PLUGIN, folder / "source")  # setuptools leaves files in it
    offline = ("--no-index", "--no-deps")
    place = Place.make(folder)
    place.run(*(sys.executable, "-m", "pip", "wheel", *offline, "--no-build-isolation"), source)
    (wheel,) = folder.glob("*.whl")
    place.pip("install", *offline, wheel)
    return place


@pytest.fixture(scope="module")
def done(place: Place) -> dict[str, Any]:
    """What every command said."""
    # -P: the script's folder, where the package's source lies, is not on the path.
    process = place.run(place.python, "-P", PLUGIN / "every_command.py")
    found: dict[str, Any] = json.loads(process.stdout)
    return found


@pytest.fixture(scope="module")
def afterwards(
    place: Place, done: Mapping[str, Any]
) -> dict[str, subprocess.CompletedProcess[str]]:
    """What some commands say once the package is uninstalled."""
    assert done
    verified = {"verify own layer": place.seqlab("verify", "last", "--outputs", "own")}
    place.pip("uninstall", "--yes", PACKAGE)
    commands = (
        "validate signals.yaml",
        "evaluate last",
        "resume last --epochs 12",
        "runs list",
        "plugins",
    )
    return verified | {command: place.seqlab(*command.split()) for command in commands}


def out(done: dict[str, Any], name: str) -> str:
    return str(done["commands"][name]["out"])


def test_every_command_works_on_a_third_kind_of_data(done: dict[str, Any]) -> None:
    refused = {"resume", "no picture"}  # the run is completed, and waves are no series
    failed = {name: c for name, c in done["commands"].items() if c["code"] and name not in refused}
    assert not failed
    assert "is completed" in done["commands"]["resume"]["error"]
    assert "dataset signals has none" in done["commands"]["no picture"]["error"]


def test_what_it_adds_is_listed_and_imported_only_when_it_is_used(done: dict[str, Any]) -> None:
    listed = json.loads(out(done, "plugins"))
    assert [(one["group"].removeprefix("seqlab."), one["name"]) for one in listed] == [
        ("commands", "count-waves"),
        ("datasets", "signals"),
        ("encodings", "word_lengths"),
        ("layers", "Differences"),
        ("models", "pooled"),
    ]
    assert {(one["package"], one["version"]) for one in listed} == {(PACKAGE, "1.0")}
    used = [name for name, command in done["commands"].items() if command["imported"]]
    assert used == [name for name in done["commands"] if name not in list(done["commands"])[:3]]


def test_its_command_stands_among_the_others(done: dict[str, Any]) -> None:
    assert f"  count-waves  Added by {PACKAGE} 1.0.\n" in out(done, "help")
    counted = [line.split() for line in out(done, "count").splitlines()]
    assert [shape for shape, _ in counted] == ["sine", "square", "sawtooth"]
    assert sum(int(count) for _, count in counted) == 240


def test_a_run_says_which_packages_it_was_made_with(place: Place, done: dict[str, Any]) -> None:
    assert re.search(rf"^plugins +{PACKAGE} 1\.0$", out(done, "show"), re.MULTILINE)
    files = place.folder.glob("outputs/third/*/*/environment.json")
    assert [json.loads(file.read_text())["plugins"] for file in files] == [{PACKAGE: "1.0"}] * 3


def test_schema_errors_and_resolved_configs_know_its_components(done: dict[str, Any]) -> None:
    assert {"Signals", "Pooled", "WordLengths"} <= json.loads(out(done, "schema"))["$defs"].keys()
    assert "signals.yaml: ok: third/signals, pooled on signals" in out(done, "validate")
    assert "  steps: 24" in out(done, "dry run")


def test_it_is_trained_judged_and_proven_like_any_other(done: dict[str, Any]) -> None:
    metrics = json.loads(out(done, "train"))["metrics"]
    assert metrics["task"]["samples"] == "waves"
    assert metrics["baseline"]["validation"] == json.loads(out(done, "baseline"))
    assert metrics["validation"]["accuracy"] > metrics["baseline"]["validation"]["accuracy"]
    assert metrics["skill"] > 0
    assert re.search(r"best model +0\.\d{4}\nmajority +0\.\d{4}\n", out(done, "evaluate"))
    assert out(done, "evaluate").endswith("60 waves\n")
    assert out(done, "verify").endswith("verified\n")
    assert "The results differ from epoch 1 on." in out(done, "diff")


def test_it_is_listed_compared_drawn_and_reproduced(done: dict[str, Any]) -> None:
    assert len(out(done, "list").splitlines()) == 4
    assert "parameters" in out(done, "show")
    tables = out(done, "compare").split("\n\n")
    assert tables[0].startswith("accuracy on 90 validation waves\n")
    assert tables[1].startswith("accuracy on 40 validation reviews\n")
    assert "third/signals" in tables[0] and "third/lengths" in tables[1]
    assert out(done, "plot").splitlines()[0].endswith("curves.png")
    assert "third/signals validation.accuracy > baseline" in out(done, "reproduce")


def test_its_model_is_fed_from_the_run_folder_alone(done: dict[str, Any]) -> None:
    said = re.search(r"best model +(0\.\d{4})", out(done, "evaluate"))
    assert said is not None
    assert done["accuracy on test"] == pytest.approx(float(said[1]), abs=5e-5)


def test_an_encoding_of_its_own_makes_bags_of_texts(done: dict[str, Any]) -> None:
    model = json.loads(out(done, "inspect lengths"))["model"]
    assert model["layers"][0]["output"] == "(batch, 9)"


def test_a_layer_of_its_own_stands_in_a_list_and_is_opened_again_in_another_process(
    done: dict[str, Any], afterwards: dict[str, subprocess.CompletedProcess[str]]
) -> None:
    model = json.loads(out(done, "inspect own layer"))["model"]
    assert [layer["type"] for layer in model["layers"]][1] == "KerasDifferences"
    assert "Differences" in json.loads(out(done, "schema"))["$defs"]
    assert afterwards["verify own layer"].stdout.endswith("verified\n")


def test_without_it_configs_are_refused_and_runs_say_what_is_missing(
    afterwards: dict[str, subprocess.CompletedProcess[str]],
) -> None:
    refused = afterwards["validate signals.yaml"]
    assert refused.returncode == 2
    assert "signals.yaml:2:17: dataset.kind: no such kind: 'signals'" in refused.stderr
    assert "signals.yaml:3:15: model.kind: no such kind: 'pooled'" in refused.stderr
    for command in ("evaluate last", "resume last --epochs 12"):
        refused = afterwards[command]
        assert refused.returncode == 2
        assert re.match(r"error: The run outputs/third/signals/\S+ was made with ", refused.stderr)
        said = f"with {PACKAGE} 1.0, which is not installed.\n2 problems in the config:\n"
        assert said in refused.stderr


def test_without_it_runs_are_listed_all_the_same(
    afterwards: dict[str, subprocess.CompletedProcess[str]],
) -> None:
    assert len(afterwards["runs list"].stdout.splitlines()) == 4
    assert afterwards["plugins"].stderr.startswith("No installed package adds anything")

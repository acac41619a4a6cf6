"""`seqlab export` says on one stream what came out, and nothing else on any."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from seqlab.runs.reader import Run
from tests.conftest import Cli
from tests.own_texts import trained

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A run on tickets; not to be changed."""
    return trained(tmp_path_factory.mktemp("tickets"))


def test_converters_are_not_heard_and_the_result_is_one_document(
    finished: Run, seqlab_cli: Cli, tmp_path: Path
) -> None:
    pytest.importorskip("tf2onnx")
    pytest.importorskip("ai_edge_litert")
    formats = ("-f", "litert", "-f", "onnx")
    result = seqlab_cli("export", finished.path, *formats, "-o", "out", "--json")
    assert result.returncode == 0, result.stderr
    record = json.loads(result.stdout)
    assert list(record["formats"]) == ["litert", "onnx"]
    assert result.stderr.splitlines() == [
        "loading the data and the model",
        "writing model.tflite and running it",
        "writing model.onnx and running it",
    ]
    assert json.loads((tmp_path / "out" / "export.json").read_text()) == record


def test_a_line_for_each_format_and_the_folder(finished: Run, seqlab_here: Cli) -> None:
    result = seqlab_here("export", finished.path, "--format", "keras", "--output", "out")
    assert result.returncode == 0, result.stderr
    line, folder = result.stdout.splitlines()
    assert line.startswith("keras: model.keras, at most ")
    assert line.endswith("from the run's own answers to 48 samples")
    assert folder == "out"
    again = seqlab_here("export", finished.path, "--format", "keras", "--output", "out")
    assert again.returncode == 2
    assert "is not empty" in again.stderr


def test_formats_and_limits_that_are_none_are_wrong_command_lines(
    finished: Run, seqlab_here: Cli, tmp_path: Path
) -> None:
    for wrong in (["-f", "onx"], ["-f", "keras", "--atol", "-1"], []):
        result = seqlab_here("export", finished.path, *wrong, "-o", "out")
        assert result.returncode == 2, wrong
    result = seqlab_here("export", finished.path, "-f", "keras", "-o", "out", "--atol", "0")
    assert result.returncode == 1
    assert "0 is allowed" in result.stderr
    assert not (tmp_path / "out").exists()

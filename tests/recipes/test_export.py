"""A run becomes files that say the same without it, or nothing at all."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seqlab.errors import ConfigError, DataError, SeqlabError
from seqlab.exports.formats import FORMATS
from seqlab.recipes.export import export_run
from seqlab.recipes.predict import predict_run
from seqlab.runs.reader import Run
from tests.own_series import trained as shops_in
from tests.own_texts import trained as tickets_in
from tests.recipes.examples import copy_of

pytestmark = pytest.mark.keras

RUN_BLOCKS = """\
import os, re, sys
from pathlib import Path
sys.modules["seqlab"] = None  # whoever imports it fails
for folder in sys.argv[1:]:
    os.chdir(folder)
    for block in re.findall(r"```python\\n(.*?)```", Path("README.md").read_text(), re.S):
        exec(block, names := {})
        (output,) = names["sample"]["outputs"]
        print(abs(names[output] - names["sample"]["outputs"][output]).max())
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """Runs on series and on texts; not to be changed."""
    return {
        "series": shops_in(tmp_path_factory.mktemp("shops"), predict="change"),
        "texts": tickets_in(tmp_path_factory.mktemp("tickets")),
    }


@pytest.fixture(scope="module")
def exported(
    runs: dict[str, Run], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, dict[str, Any]]]:
    """Each run in all formats: the folder, and what was said of it."""
    for name in ("onnxruntime", "tf2onnx", "ai_edge_litert"):
        pytest.importorskip(name)
    folder = tmp_path_factory.mktemp("exported")
    return {
        name: (folder / name, export_run(run, [*FORMATS], folder / name))
        for name, run in runs.items()
    }


BOTH = pytest.mark.parametrize("kind", ["series", "texts"])


@BOTH
def test_every_format_says_what_the_run_says(kind, exported, runs) -> None:
    _, record = exported[kind]
    assert list(record["formats"]) == [*FORMATS]
    for one in record["formats"].values():
        assert one["largest_difference_in_scales"] <= record["allowed_in_scales"] == 1e-4
    assert record["run"] == runs[kind].id
    assert record["samples"] == {"series": 88, "texts": 48}[kind]
    inputs = {name: one["inputs"] for name, one in record["formats"].items()}
    if kind == "texts":
        assert [one["name"] for one in inputs["saved_model"]] == ["text"]
        assert inputs["onnx"] == inputs["litert"] == inputs["keras"]
        assert inputs["onnx"][0]["shape"] == [None, 10]
    else:
        assert {one["dtype"] for one in inputs["litert"]} == {"float32", "int32", "int64"}
        assert inputs["onnx"][0]["columns"] == ["sales", "visits", "price"]


@BOTH
def test_the_sample_has_the_answer_that_predict_tells(kind, exported, runs) -> None:
    folder, _ = exported[kind]
    ((said,),) = json.loads((folder / "sample.json").read_text())["outputs"].values()
    table = predict_run(runs[kind], split="validation").table
    if kind == "texts":
        expected = table.iloc[0, -3:].to_numpy(float)
    else:  # a row for each target and step; the graph has steps first
        first = table.iloc[:10, -3:].to_numpy(float)
        expected = first.reshape(2, 5, 3).swapaxes(0, 1)
    assert np.array(said) == pytest.approx(expected, rel=1e-5)


@BOTH
def test_every_file_is_listed_with_its_digest(kind, exported) -> None:
    folder, record = exported[kind]
    assert json.loads((folder / "export.json").read_text()) == json.loads(json.dumps(record))
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "export.json"
    }
    assert record["files"] == found
    assert {"README.md", "MODEL_CARD.md", "sample.json", "preprocessing.json"} <= found.keys()


def test_the_lines_of_the_readmes_run_without_seqlab(exported) -> None:
    folders = [str(folder) for folder, _ in exported.values()]
    result = subprocess.run(
        [sys.executable, "-I", "-c", RUN_BLOCKS, *folders],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    printed = result.stdout.splitlines()
    assert sum("expected:" in line for line in printed) == len(folders) * len(FORMATS)
    apart = [float(line) for line in printed if re.fullmatch(r"[\d.e-]+", line)]
    assert len(apart) == len(folders) * len(FORMATS)
    assert max(apart) < 1e-3


@BOTH
def test_the_card_says_what_it_was_trained_on_how_good_it_is_and_where_it_ends(
    kind, exported, runs
) -> None:
    folder, _ = exported[kind]
    card, run = (folder / "MODEL_CARD.md").read_text(), runs[kind]
    results = run.results
    assert results is not None and results.validation.verdict is not None
    for name, digest in run.environment.digests.items():
        assert name in card and digest in card
    assert f"{results.value():.4f}" in card
    for rival in results.validation.rivals:
        assert f"| {rival.name} | {rival.scores.values[results.metric.name]:.4f} |" in card
    assert results.validation.verdict.sentence() in card
    assert "not judged on the test split" in card
    assert "Licence" in card
    assert run.config_text.strip() in card
    assert str(run.environment.git_commit) in card
    assert {"series": "from 2020-10-12", "texts": "delivery 32"}[kind] in card


def test_whoever_differs_leaves_nothing(runs, tmp_path: Path) -> None:
    with pytest.raises(SeqlabError, match=r"largest difference is .*0 is allowed") as caught:
        export_run(runs["texts"], ["keras"], tmp_path / "out", atol=0.0)
    assert "--atol" in caught.value.remedy
    assert not any(tmp_path.iterdir())


def test_a_folder_that_is_not_empty_is_never_touched(runs, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    with pytest.raises(ConfigError, match="not empty"):
        export_run(runs["texts"], ["keras"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_an_unfinished_run_and_other_data_are_refused(runs, tmp_path: Path) -> None:
    run = copy_of(runs["texts"], tmp_path)
    status = json.loads(run.files.status.read_text())
    run.files.status.write_text(json.dumps(status | {"status": "interrupted"}))
    with pytest.raises(DataError, match="is interrupted"):
        export_run(run, ["keras"], tmp_path / "out")
    run.files.status.write_text(json.dumps(status))
    environment = json.loads(run.files.environment.read_text())
    run.files.environment.write_text(json.dumps(environment | {"digests": {"other": "ab"}}))
    with pytest.raises(DataError, match="not what the run"):
        export_run(run, ["keras"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_model_that_a_format_cannot_hold_is_an_error_that_says_which_can(
    runs, tmp_path: Path, monkeypatch
) -> None:
    import tensorflow as tf

    def refuse(_: object) -> bytes:
        raise ValueError("loc: error: 'tf.Strange' op is neither a custom op nor a flex op\n...")

    monkeypatch.setattr(tf.lite.TFLiteConverter, "convert", refuse)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: True)
    with pytest.raises(
        SeqlabError, match=r"built-in operations cannot hold .*tf\.Strange"
    ) as caught:
        export_run(runs["texts"], ["keras", "litert"], tmp_path / "out")
    assert "saved_model" in caught.value.remedy
    assert not any(tmp_path.iterdir())

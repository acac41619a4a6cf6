"""A run is read as it stands now, and damage is named."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.errors import ConfigError, DataError
from seqlab.runs.reader import Run, describe
from tests.conftest import ROOT, SMALL
from tests.packages import install, place_for_packages
from tests.runs.old_folders import old_classification, old_forecast
from tests.runs_examples import GRU_VAL_LOSS, begin, series_run, start


def test_a_run_whose_process_has_died_is_interrupted(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tests.runs_examples import start; "
        "print(start(Path(sys.argv[1])).files.folder)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    folder = Path(done.stdout.strip())
    assert json.loads((folder / "status.json").read_text())["status"] == "running"
    assert Run(folder).status == "interrupted"


@pytest.mark.parametrize("status", ["completed", "failed", "interrupted"])
def test_the_last_status_is_the_one_that_was_recorded(tmp_path: Path, status: str) -> None:
    writer = start(tmp_path)
    assert Run(writer.files.folder).status == "running"
    writer.finish(status)  # type: ignore[arg-type]  # a parameter is a plain str
    assert Run(writer.files.folder).status == status


def test_the_history_is_what_pandas_reads(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    pd.testing.assert_frame_equal(run.history, pd.read_csv(run.files.history))


def test_the_history_of_a_run_without_epochs_is_empty(tmp_path: Path) -> None:
    assert Run(start(tmp_path).files.folder).history.empty


def test_an_epoch_cut_short_is_not_there_yet(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    content = run.files.history.read_bytes()
    run.files.history.write_bytes(content[:-3])
    assert [row["val_loss"] for row in run.epochs()] == list(GRU_VAL_LOSS[:-1])


@pytest.mark.parametrize(
    "content",
    [
        '{"status": "done", "name": "a"}',
        '{"status": ["failed"], "name": "a"}',
        '{"status": "failed"}',
    ],
)
def test_a_status_that_none_writes_is_refused(tmp_path: Path, content: str) -> None:
    run = series_run(tmp_path)
    run.files.status.write_text(content)
    with pytest.raises(DataError, match=r"status\.json is damaged"):
        _ = run.status


@pytest.mark.parametrize(
    "content", ["a: [", "- 1", "&a [*a]: 1", "[" * 5000, "a: !!python/name:os.system"]
)
def test_a_config_that_is_not_a_mapping_is_refused(tmp_path: Path, content: str) -> None:
    run = series_run(tmp_path)
    run.files.config.write_text(content)
    with pytest.raises(DataError, match=r"config\.yaml is damaged"):
        _ = run.config


def test_a_name_from_a_stranger_is_safe_to_show(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    record = json.loads(run.files.status.read_text())
    run.files.status.write_text(json.dumps({**record, "name": "a\x1b[2Jb"}))
    assert run.name == "a[2Jb"


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"model\.keras is missing"):
        series_run(tmp_path).model()


@pytest.mark.keras
def test_the_model_comes_back_and_a_damaged_one_is_named(tmp_path: Path) -> None:
    import keras

    run = series_run(tmp_path)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.save(run.files.model)
    weights = zip(run.model().get_weights(), model.get_weights(), strict=True)
    assert all((found == saved).all() for found, saved in weights)
    run.files.model.write_bytes(b"PK")
    with pytest.raises(DataError, match=r"model\.keras is not a whole Keras archive"):
        run.model()


def test_a_block_is_described_in_one_line() -> None:
    block = {"kind": "gru", "units": [32, 64], "layers": [{"a": 1}], "note": "a\nb", "none": []}
    assert describe(block) == "gru, units 32 64, layers (a 1), note a b, none []"
    assert describe("cpu\x1b") == "cpu"


def test_a_few_lines_of_yaml_cannot_fill_the_memory(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    levels = [
        f"b{level}: &b{level} [{', '.join([f'*b{level - 1}'] * 9)}]" for level in range(1, 30)
    ]
    bomb = "\n  ".join(["b0: &b0 [x]", *levels])
    run.files.config.write_text(f"model:\n  {bomb}\n")
    with pytest.raises(DataError, match=r"config\.yaml:\d+:\d+: the aliases stand for more than"):
        _ = run.config


@pytest.mark.parametrize(
    ("installed", "said"),
    [
        (None, r"was made with cats 2\.0, which is not installed\.\n1 problem in the config"),
        ("2.5", r"was made with cats 2\.0, and 2\.5 is installed\.\n1 problem in the config"),
        ("2.0", r"^1 problem in the config"),
    ],
)
def test_a_config_that_cannot_be_read_names_the_packages_that_the_run_was_made_with(
    installed: str | None, said: str, tmp_path: Path
) -> None:
    config = SMALL.replace("kind: recurrent", "kind: lion")
    environment = {"plugins": {"cats": "2.0"}}
    run = Run(begin(tmp_path / "outputs", "small", 1, config, environment).files.folder)
    with place_for_packages(tmp_path):
        if installed:
            install(tmp_path, "cats", {"models": "tiger = cats"}, version=installed)
        with pytest.raises(ConfigError, match=said):
            run.experiment()


def test_a_folder_from_before_formats_is_read_in_all_its_parts(tmp_path: Path) -> None:
    forecast, text = old_forecast(tmp_path), old_classification(tmp_path)
    assert (forecast.status, forecast.name, text.name) == ("completed", "jena/gru", "imdb/lstm")
    assert forecast.results is not None and text.results is not None
    assert (forecast.results.asked.task, text.results.asked.task) == ("forecast", "classification")
    assert (len(forecast.epochs()), len(text.history)) == (1, 1)
    assert forecast.experiment().dataset.kind == "jena"
    assert forecast.config["dataset"]["lookback"] == 1440
    with pytest.raises(ConfigError, match="encoding"):  # refused by name, and told what to write
        text.experiment()
    with pytest.raises(DataError, match=r"preprocessing\.json is missing"):
        forecast.preprocessing()


def test_a_config_that_was_edited_after_the_run_began_is_not_taken_for_the_runs(
    tmp_path: Path,
) -> None:
    run = Run(begin(tmp_path, "small", 1, SMALL, {}).files.folder)
    assert run.experiment().name == "small"
    run.files.config.write_text(SMALL.replace("units: 4", "units: 8"))
    with pytest.raises(DataError, match=r"config\.yaml was changed after the run began") as caught:
        run.experiment()
    assert "seqlab train --config" in caught.value.remedy


@pytest.mark.parametrize(
    ("file", "key"),
    [("metrics.json", "parameters"), ("status.json", "seed"), ("environment.json", "cores")],
)
@pytest.mark.parametrize("digits", [400, 5000])
def test_a_number_of_too_many_digits_is_damage_and_no_bug(
    file: str, key: str, digits: int, tmp_path: Path
) -> None:
    run = series_run(tmp_path)
    document = json.loads((run.path / file).read_text()) | {key: 0}
    text = json.dumps(document).replace(f'"{key}": 0', f'"{key}": 1{"0" * digits}')
    (run.path / file).write_text(text)
    with pytest.raises(DataError) as caught:
        _ = run.results, run.status_record, run.environment
    assert file in caught.value.message and len(caught.value.message) < 300
    # Python itself refuses more than 4,300 digits, before it can say where they stand.
    assert ("is not strict JSON" if digits > 4300 else f"'{key}'") in caught.value.message


def test_the_preprocessing_comes_back_and_damage_is_named(tmp_path: Path) -> None:
    kept = SyntheticClimate().load().preprocessing
    writer = begin(tmp_path, "small", 1, SMALL, {})
    run = Run(writer.files.folder)
    run.files.preprocessing.write_text(kept.model_dump_json())
    assert run.preprocessing() == kept
    for key, damage in (("mean", "warm"), ("std", None), ("code", 1), ("columns", [5])):
        document = json.loads(kept.model_dump_json()) | {key: damage}
        run.files.preprocessing.write_text(json.dumps(document))
        with pytest.raises(DataError, match=rf"preprocessing\.json is damaged: {key}"):
            run.preprocessing()

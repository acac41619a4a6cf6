"""What is written can be read again, and is the same for the same search."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

from seqlab.experiment.experiment import load_experiment
from seqlab.searches.results import Final, Found
from seqlab.searches.write import to_record, write_found
from tests.searches.examples import tiny_search
from tests.searches.test_results import trial


def example(folder: Path) -> Found:
    trials = [trial(n, value) for n, value in enumerate((0.4, 0.3, 0.35, 0.32))]
    trials += [trial(4, 0.6, "pruned"), trial(5, None, "failed")]
    finals = [
        Final(trials[3], {2: 0.33, 3: 0.34, 4: 0.35}, {}),
        Final(trials[1], {2: 0.36, 4: 0.37}, {3: "diverged"}),
    ]
    return Found(tiny_search(folder), trials, finals, is_short=True)


def test_tables_hold_every_trial_and_finalist_with_exact_numbers(tmp_path: Path) -> None:
    found = example(tmp_path)
    write_found(found, tmp_path, {})
    with (tmp_path / "trials.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["state"] for row in rows] == ["complete"] * 4 + ["pruned", "failed"]
    for row, one in zip(rows, found.trials, strict=True):
        assert row["experiment"] == f"tiny/trial-{one.number + 1:04}"
        assert float(row["training.learning_rate"]) == one.drawn["training.learning_rate"]
        assert (float(row["val_mae"]) if row["val_mae"] else None) == one.value
    with (tmp_path / "finalists.csv").open(newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["trial"], first["in_the_search"], first["seed_3"]) == ("4", "0.32", "0.34")
    assert float(first["optimism"]) > 0
    assert (second["trial"], second["seed_3"]) == ("2", "")


def test_the_winner_is_a_config_that_says_what_is_known_of_it(tmp_path: Path) -> None:
    write_found(example(tmp_path), tmp_path, {})
    path = tmp_path / "best.yaml"
    best = load_experiment(path)
    assert best.name == "tiny/best"
    assert best.training.learning_rate == 1e-3
    text = path.read_text()
    assert text.startswith("# seqlab train outputs/tiny/best.yaml\n")
    assert "# Trial 4 of 6 of the search tiny, val_mae 0.3200 there.\n" in text
    assert "# With 3 fresh seeds: 0.3400 (0.3152 to 0.3648).\n" in text


def test_the_same_search_writes_the_same_bytes(tmp_path: Path) -> None:
    importance = {"training.learning_rate": 0.7, "model.layers.0.units": 0.3}
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        written = write_found(example(tmp_path), folder, importance)
        names = {path.name for path in written}
        assert {"history.png", "importance.svg", "slices.png", "trials.csv"} <= names
    for path in folders[0].iterdir():
        assert path.read_bytes() == (folders[1] / path.name).read_bytes(), path.name


def test_the_record_is_json_and_says_what_the_tables_say(tmp_path: Path) -> None:
    record = json.loads(json.dumps(to_record(example(tmp_path), {})))
    assert record["winner"] == 4
    assert record["settings"]["training.learning_rate"] == 1e-3
    assert record["best_baseline"] == {"baseline": "persistence", "value": 0.5}
    assert record["finalists"][1]["errors"] == {"3": "diverged"}
    assert record["trials"][5]["error"] == "diverged"
    assert record["ended_by_budget"] is True


def test_a_search_of_which_nothing_completed_has_no_winner_and_no_pictures(tmp_path: Path) -> None:
    found = replace(example(tmp_path), trials=[trial(0, None, "failed")], finals=[])
    names = {path.name for path in write_found(found, tmp_path, {})}
    assert names == {"trials.csv", "finalists.csv"}
    assert to_record(found, {})["winner"] is None

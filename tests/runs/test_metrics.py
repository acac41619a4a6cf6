"""metrics.json is written from one record and read into it, whatever its age."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from seqlab.errors import DataError
from seqlab.runs.metrics import Metrics
from seqlab.runs.scores import Rival, Scores
from seqlab.runs.strict_json import strict_json
from seqlab.runs.verdict import Skill, Verdict
from seqlab.tasks.metric import ACCURACY, MAE
from tests.runs.old_folders import FORECAST_METRICS, TEXT_METRICS
from tests.runs.records import metrics
from tests.runs_examples import PERSISTENCE, STD, series_run, text_run

PATH = Path("metrics.json")


def read(text: str) -> Metrics:
    return Metrics.parse(json.loads(text), PATH)


def changed(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The document with another value at a dotted key; `...` takes it away."""
    copy = json.loads(json.dumps(document))
    *above, last = path.split(".")
    inside = copy
    for key in above:
        inside = inside[key]
    if value is ...:
        del inside[last]
    else:
        inside[last] = value
    return copy


@given(metrics())
def test_any_record_comes_back_as_it_was_written(record: Metrics) -> None:
    assert read(strict_json(record.record())) == record


def test_a_record_has_the_form_that_others_rely_on(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    document = json.loads(run.files.metrics.read_text())
    assert document["format"] == 1
    assert document["task"] == {
        "name": "forecast",
        "metric": MAE.record(),
        "unit": "degC",
        "scale": pytest.approx(STD),
        "samples": "windows",
        "loss": "loss",
    }
    assert document["best_epoch"] == 3
    assert document["validation"] == {
        "loss": 0.2653,
        "mae": 0.2653,
        "mae_original": pytest.approx(0.2653 * STD),
        "unit": "degC",
    }
    assert document["baseline"] == {
        "validation": {
            "baseline": "persistence",
            "split": "validation",
            "mae": PERSISTENCE,
            "mae_original": pytest.approx(PERSISTENCE * STD),
            "unit": "degC",
            "windows": 98432,
            "horizon_minutes": 1500,
        }
    }
    assert document["skill"] == pytest.approx(1 - 0.2653 / PERSISTENCE)
    assert (document["parameters"], document["seconds_per_epoch"]) == (4641, 9.1)


def test_a_forecast_from_before_formats_is_read_with_all_that_it_says() -> None:
    found = read(FORECAST_METRICS)
    assert (found.asked.task, found.metric, found.asked.unit) == ("forecast", MAE, "degC")
    assert found.asked.scale == pytest.approx(8.852499, rel=1e-6)
    assert (found.asked.noun, found.best_epoch, found.parameters) == ("windows", 1, 4641)
    assert found.value() == 0.2943858206272125
    assert found.skill() == pytest.approx(-0.016048568593918233)
    samples = found.validation.samples
    assert (samples.count, samples.fingerprint, samples.horizon_minutes) == (98432, "", 1500)
    assert found.validation.name == "persistence"
    assert found.test is not None
    assert (found.value("test"), found.test.model.original) == (0.3011, 2.6655)
    assert found.test.model.sound == (0.2988, 117458)
    assert found.test.baseline.sound == (0.2911, 117458)
    assert found.data is not None and found.data["test"]["touched_windows"] == 1454


def test_a_classification_from_before_formats_is_read_with_all_that_it_says() -> None:
    found = read(TEXT_METRICS)
    assert (found.asked.task, found.metric) == ("classification", ACCURACY)
    assert (found.asked.unit, found.asked.scale, found.asked.noun) == ("", None, "reviews")
    assert found.asked.loss_title == "loss (cross-entropy, nats)"
    assert found.validation.model.values == {"loss": 0.6901375651359558,
                                             "accuracy": 0.5626000165939331}  # fmt: skip
    assert (found.validation.name, found.validation.samples.count) == ("majority", 5000)
    assert found.skill() == pytest.approx(0.13625595693904635)
    assert (found.test, found.skill("test"), found.value("test")) == (None, None, None)
    assert found.data == {}


@pytest.mark.parametrize("text", [FORECAST_METRICS, TEXT_METRICS])
def test_what_an_old_file_said_is_in_the_record_that_is_written_of_it(text: str) -> None:
    old = json.loads(text)
    new = read(text).record()
    assert new.pop("format") == 1 and new.pop("task")
    assert new.pop("skill") == pytest.approx(old.pop("skill"))
    sound = "without_touched"
    for splits in (new, old) if "test" in old else ():
        for block in (splits["test"], splits["baseline"]["test"]):
            # Recomputed with a standard deviation that the old file does not have in full.
            block[sound]["mae_original"] = round(block[sound]["mae_original"], 2)
    assert new == old


def test_an_old_file_without_a_look_at_the_data_has_none() -> None:
    document = changed(json.loads(TEXT_METRICS), "data", ...)
    found = Metrics.parse(document, PATH)
    assert found.data is None and "data" not in found.record()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("best_epoch", 1.5),
        ("best_epoch", "first"),
        ("best_epoch", ...),
        ("validation", ...),
        ("validation", []),
        ("validation.mae", "low"),
        ("validation.mae", 10**400),
        ("validation.loss", None),
        ("validation.mae_original", "warm"),
        ("validation.unit", 5),
        ("baseline", ...),
        ("baseline.validation", ...),
        ("baseline.validation.mae", ...),
        ("baseline.validation.windows", ...),
        ("baseline.validation.windows", 1.5),
        ("baseline.validation.horizon_minutes", "25 hours"),
        ("baseline.validation.fingerprint", 7),
        ("parameters", 10**400),
        ("seconds_per_epoch", ...),
        ("data", [1]),
        ("test.mae", ...),
        ("test.without_touched.windows", ...),
    ],
)
def test_damage_is_named_by_file_and_key(path: str, value: Any) -> None:
    document = changed(json.loads(FORECAST_METRICS), path, value)
    with pytest.raises(DataError, match=r"metrics\.json is damaged: ") as caught:
        Metrics.parse(document, PATH)
    if path == "validation" or (path.startswith("validation.m") and value == "low"):
        return  # an old file tells its task by the metric that it has
    assert f"'{path}'" in caught.value.message


@pytest.mark.parametrize(
    ("path", "value"),
    [("task.metric", ...), ("task.metric.best", 10**400), ("task.metric.lower_is_better", 1),
     ("task.samples", 3), ("task.scale", "x"), ("task", 5), ("validation.mae", None)],
)  # fmt: skip
def test_damage_in_what_was_asked_is_named_too(path: str, value: Any, tmp_path: Path) -> None:
    document = json.loads(series_run(tmp_path).files.metrics.read_text())
    with pytest.raises(DataError) as caught:
        Metrics.parse(changed(document, path, value), PATH)
    assert f"'{path}'" in caught.value.message


def with_verdict(folder: Path) -> dict[str, Any]:
    """What a run beside two baselines writes."""
    found = read(series_run(folder).files.metrics.read_text())
    (persistence,) = found.validation.rivals
    ridge = Rival("ridge", Scores({"mae": 0.2694}, 0.2694 * STD), 3.2)
    skills = {"persistence": Skill(0.084, 0.07, 0.1), "ridge": Skill(0.015, 0.01, 0.02)}
    judged = replace(
        found.validation,
        rivals=(persistence, ridge),
        verdict=Verdict(skills, "ridge", "error"),
    )
    return json.loads(strict_json(replace(found, validation=judged).record()))


def test_a_record_has_every_baseline_the_best_one_and_the_verdict(tmp_path: Path) -> None:
    document = with_verdict(tmp_path)
    assert document["baselines"]["validation"][1] == {
        "baseline": "ridge", "mae": 0.2694, "mae_original": pytest.approx(0.2694 * STD),
        "unit": "degC", "seconds": 3.2,
    }  # fmt: skip
    assert (document["best_baseline"], document["skill_over_best"]) == ("ridge", 0.015)
    verdict = document["verdict"]["validation"]
    assert (verdict["verdict"], verdict["interval"]) == ("worth it", [0.01, 0.02])
    assert document["baseline"]["validation"]["baseline"] == "persistence"  # as ever
    assert document["skill"] == pytest.approx(1 - 0.2653 / PERSISTENCE)


@pytest.mark.parametrize(
    ("path", "value"),
    [("baselines", []), ("baselines.validation", []), ("baselines.validation", [3]),
     ("baselines.validation.1.mae", "low"), ("verdict.validation.best_baseline", "drift"),
     ("verdict.validation.skills.ridge.skill", "much"),
     ("verdict.validation.skills.ridge.interval", [0.1])],
)  # fmt: skip
def test_damage_in_baselines_and_verdicts_is_named(path: str, value: Any, tmp_path: Path) -> None:
    document = with_verdict(tmp_path)
    *above, last = path.split(".")
    inside: Any = document
    for key in above:
        inside = inside[int(key) if isinstance(inside, list) else key]
    inside[last] = value
    with pytest.raises(DataError) as caught:
        Metrics.parse(document, PATH)
    assert f"'{path}'" in caught.value.message


def test_a_newer_file_is_refused_by_name_and_number(tmp_path: Path) -> None:
    run = text_run(tmp_path)
    document = json.loads(run.files.metrics.read_text())
    run.files.metrics.write_text(json.dumps(document | {"format": 2}))
    with pytest.raises(DataError, match=r"metrics\.json has format 2; this seqlab reads .* to 1"):
        _ = run.results


def test_words_from_a_stranger_are_safe_to_show(tmp_path: Path) -> None:
    document = json.loads(series_run(tmp_path).files.metrics.read_text())
    evil = changed(changed(document, "task.unit", "\x1b[2Jx"), "task.metric.title", "a\nb")
    found = Metrics.parse(changed(evil, "baseline.validation.baseline", "\x1b]0;"), PATH)
    assert (found.asked.unit, found.metric.title, found.validation.name) == ("[2Jx", "a b", "]0;")


@pytest.mark.parametrize("text", [FORECAST_METRICS, TEXT_METRICS])
def test_a_perfect_baseline_leaves_no_skill_and_is_written_as_null(text: str) -> None:
    found = read(text)
    name = found.metric.name
    perfect = replace(found.validation.baseline, values={name: found.metric.best})
    rivals = (replace(found.validation.rivals[0], scores=perfect),)
    found = replace(found, validation=replace(found.validation, rivals=rivals))
    assert found.skill() is None
    again = read(strict_json(found.record()))
    assert again.skill() is None and again == read(strict_json(again.record()))
    assert json.loads(strict_json(found.record()))["skill"] is None


def test_scores_on_the_test_split_and_on_sound_samples_are_laid_beside() -> None:
    found = read(TEXT_METRICS)
    assert found.test is None
    rivals = (replace(found.validation.rivals[0], name="test's own"),)
    judged = replace(found.validation, rivals=rivals)
    with_test = found.with_test(judged)
    assert with_test.judgement("test") == judged and found.test is None
    assert replace(with_test, test=None) == found
    sound = found.with_sound((0.6, 4000))
    assert sound.validation.model.sound == (0.6, 4000)
    assert sound.record()["validation"]["without_touched"] == {"reviews": 4000, "accuracy": 0.6}
    assert sound.with_sound(None) == found

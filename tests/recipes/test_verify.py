"""`verify` lets a true run pass, and names what was changed in any other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from seqlab.datasets.synthetic_climate import SyntheticClimate
from seqlab.recipes.evaluate import evaluate_run
from seqlab.recipes.verify import Check, verify_run
from seqlab.runs import reader
from seqlab.runs.history import History
from seqlab.runs.reader import Run
from seqlab.series.data import SeriesData
from seqlab.training.events import silence
from seqlab.training.model_file import save_model
from tests.recipes.examples import CLIMATE, DENSE, copy_of, forecast, interrupted, run_of
from tests.runs_examples import change_file

pytestmark = pytest.mark.keras


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A completed run of the model that compiles soonest, judged on its test split."""
    run = run_of(forecast(model=DENSE), tmp_path_factory.mktemp("dense"))
    evaluate_run(run, "test")
    return run


@pytest.fixture
def run(dense: Run, tmp_path: Path) -> Run:
    """A copy of it, which a test may spoil."""
    return copy_of(dense, tmp_path)


def problems(run: Run, *, rerun: bool = False) -> dict[str, list[str]]:
    checks: list[Check] = list(verify_run(run, silence, rerun=rerun))
    assert all(check.seen or check.problems for check in checks)
    return {check.name: check.problems for check in checks}


@pytest.mark.parametrize("name", ["forecast", "reviews"])
def test_a_true_run_is_verified_from_all_sides(name: str, tested: dict[str, Run]) -> None:
    found = problems(tested[name], rerun=True)
    assert found == {
        name: [] for name in ("files", "history", "checkpoints", "data", "scores", "rerun")
    }


def test_verifying_counts_no_look_at_the_test_split(run: Run) -> None:
    before = run.files.test_evaluations.read_bytes()
    assert not any(problems(run).values())
    assert run.files.test_evaluations.read_bytes() == before


def test_an_interrupted_run_is_verified_as_far_as_it_went(tmp_path: Path) -> None:
    run = interrupted(forecast(model=DENSE), tmp_path, epoch=2)
    assert problems(run, rerun=True) == {
        name: [] for name in ("files", "history", "checkpoints", "data", "scores", "rerun")
    }
    run = interrupted(forecast(model=DENSE), tmp_path / "early", epoch=1, step=1)
    assert not any(problems(run).values())


def test_data_and_history_are_read_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    load, history = type(CLIMATE).load, reader.read_history

    def counted_load(dataset: SyntheticClimate) -> SeriesData:
        read.append("data")
        return load(dataset)

    def counted_history(path: Path) -> History:
        read.append("history")
        return history(path)

    monkeypatch.setattr(type(CLIMATE), "load", counted_load)
    monkeypatch.setattr(reader, "read_history", counted_history)
    assert not any(problems(run).values())
    assert sorted(read) == ["data", "history"]


def metrics_changed(*keys: str) -> Callable[[Run], None]:
    def change(run: Run) -> None:
        metrics = json.loads(run.files.metrics.read_text())
        place = metrics
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] += 1 if isinstance(place[keys[-1]], int) else place[keys[-1]] / 1000
        run.files.metrics.write_text(json.dumps(metrics))

    return change


def better_history(run: Run) -> None:
    first, *rows = run.files.history.read_text().splitlines()
    values = dict(zip(first.split(","), rows[0].split(","), strict=True))
    values |= {"val_loss": "0.01", "val_mae": "0.01"}
    run.files.history.write_text("\n".join([first, ",".join(values.values()), *rows[1:], ""]))


def no_column(run: Run) -> None:
    lines = [line.split(",") for line in run.files.history.read_text().splitlines()]
    place = lines[0].index("val_mae")
    kept = [",".join(cells[:place] + cells[place + 1 :]) for cells in lines]
    run.files.history.write_text("\n".join([*kept, ""]))


def a_row_less(run: Run) -> None:
    lines = run.files.history.read_text().splitlines(keepends=True)
    run.files.history.write_text("".join(lines[:-1]))


def other_weights(run: Run) -> None:
    model = run.model()
    model.set_weights([weight * 1.01 for weight in model.get_weights()])
    save_model(model, run.files.model)


def edited(old: str, new: str, *, is_older: bool = False) -> Callable[[Run], None]:
    """Change config.yaml, perhaps in a folder that is older than the digest that would tell."""

    def change(run: Run) -> None:
        config = run.files.config.read_text()
        assert config.count(old) == 1
        run.files.config.write_text(config.replace(old, new))
        if is_older:
            status = json.loads(run.files.status.read_text())
            del status["config_digest"]
            run.files.status.write_text(json.dumps(status))

    return change


def plan_of(plan: object) -> Callable[[Run], None]:
    def change(run: Run) -> None:
        environment = json.loads(run.files.environment.read_text())
        run.files.environment.write_text(json.dumps(environment | {"plan": plan}))

    return change


def damaged(name: str, text: str) -> Callable[[Run], None]:
    return lambda run: (run.path / name).write_text(text) and None


def another_mean(run: Run) -> None:
    record = json.loads(run.files.preprocessing.read_text())
    record["mean"][1] += 0.01
    run.files.preprocessing.write_text(json.dumps(record))


def no_preprocessing(run: Run) -> None:
    run.files.preprocessing.unlink()


def other_data(run: Run) -> None:
    environment = json.loads(run.files.environment.read_text())
    run.files.environment.write_text(json.dumps(environment | {"digests": {"jena": "0" * 64}}))


def damaged_checkpoint(run: Run) -> None:
    newest = max(run.files.checkpoints.iterdir())
    newest.write_bytes(newest.read_bytes()[:-1])


def no_model(run: Run) -> None:
    run.files.model.unlink()


def no_metrics(run: Run) -> None:
    run.files.metrics.unlink()


@pytest.mark.parametrize(
    ("change", "check", "what"),
    [
        (metrics_changed("validation", "mae"), "scores", "validation.mae is recorded as"),
        (metrics_changed("validation", "mae_original"), "scores", "validation.mae_original"),
        (metrics_changed("skill"), "scores", "skill is recorded as"),
        (metrics_changed("parameters"), "scores", "parameters is recorded as"),
        (metrics_changed("baseline", "validation", "mae"), "scores", "baseline.validation.mae"),
        (metrics_changed("test", "mae"), "scores", "metrics.json: test.mae is recorded as"),
        (better_history, "scores", "the model's validation scores: loss is recorded as 0.01"),
        (no_column, "history", "row 1 is not that of epoch 1"),
        (a_row_less, "history", "1 rows, but training.epochs is 2"),
        (other_weights, "scores", "the model's validation scores: loss is recorded as"),
        (edited("seed: 1", "seed: 2"), "files", "config.yaml was changed"),
        (edited("batch_size: 128", "batch_size: 64"), "files", "config.yaml was changed"),
        (
            edited("seed: 1", "seed: 2", is_older=True),
            "files",
            "status.json says seed 1, config.yaml 2",
        ),
        (
            edited("learning_rate: 0.001", "learning_rate: 0.002", is_older=True),
            "history",
            "had a learning rate of 0.001, config.yaml says 0.002",
        ),
        (other_data, "data", "The data is not what the run"),
        (damaged_checkpoint, "checkpoints", "is damaged"),
        (no_model, "files", "model.keras is missing"),
        (no_metrics, "files", "metrics.json is missing"),
        (damaged("test_evaluations.json", "{"), "files", "test_evaluations.json"),
        (damaged("test_evaluations.json", '{"times": 3}'), "files", "not a list of times"),
        (plan_of("x"), "files", "'plan' is 'x', not an object"),
        (plan_of({"shards": 0, "jit": True}), "files", "its plan is {'shards': 0"),
        (plan_of({"shards": 0}), "files", "its plan is {'shards': 0}"),
        (plan_of({"shards": 129, "jit": True}), "files", "its plan is {'shards': 129"),
        (no_preprocessing, "files", "preprocessing.json is missing"),
        (damaged("preprocessing/preprocessing.json", "[]"), "files", "preprocessing.json"),
        (damaged("preprocessing/preprocessing.json", "{}"), "files", "preprocessing.json"),
        (another_mean, "data", "preprocessing.json: mean.1 is recorded as"),
    ],
)
def test_what_was_changed_is_named(
    change: Callable[[Run], None], check: str, what: str, run: Run
) -> None:
    change(run)
    found = problems(run)
    assert any(what in problem for problem in found[check]), found


EDITS = [
    ("cell: gru", "cell: lstm", "expected the layers InputLayer, LSTM, Dense"),
    ("units: 4", "units: 32", "gru_1.units is 4, and 32 in config.yaml"),
    ("optimizer: rmsprop", "optimizer: adam", "optimizer: expected Adam, found RMSprop"),
    ("loss: null", "loss: mse", "loss: expected mean_squared_error, found mean_absolute_error"),
]


@pytest.mark.parametrize(("old", "new", "says"), EDITS, ids=[new for _, new, _ in EDITS])
def test_a_config_that_is_not_that_of_the_model_is_told_also_without_a_digest(
    old: str, new: str, says: str, tested: dict[str, Run], tmp_path: Path
) -> None:
    run = copy_of(tested["forecast"], tmp_path)
    edited(old, new)(run)
    (problem,) = problems(run)["files"]
    assert "config.yaml was changed after the run began" in problem
    edited(new, new, is_older=True)(run)
    (problem,) = problems(run)["scores"]
    assert "is not that of config.yaml" in problem and says in problem


def test_only_training_again_tells_a_history_that_was_made_up(run: Run) -> None:
    """The training loss leaves no trace in model and scores."""
    header, first, *rest = run.files.history.read_text().splitlines()
    epoch, loss, others = first.split(",", 2)
    made_up = f"{epoch},{float(loss) * 0.9!r},{others}"
    run.files.history.write_text("\n".join([header, made_up, *rest, ""]))
    for checkpoint in run.files.checkpoints.iterdir():
        checkpoint.unlink()
    assert not any(problems(run).values())
    change_file(run.files.environment, '"versions"', '"plugins": {"waves": "1.0"}, "versions"')
    found = problems(run, rerun=True)["rerun"]
    assert "epoch 1 and those after it came out differently" in found
    assert "a reason may be plugins.waves: 1.0 then, nothing now" in found

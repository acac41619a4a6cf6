"""`verify` lets a true run pass, and names what was changed in any other."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from seqlab.recipes.verify import Check, verify_run
from seqlab.runs.reader import Run
from seqlab.training.events import silence
from seqlab.training.model_file import save_model
from tests.conftest import Cli
from tests.recipes.examples import copy_of

pytestmark = pytest.mark.keras


@pytest.fixture
def run(tested: dict[str, Run], tmp_path: Path) -> Run:
    """A copy of a true run, which a test may spoil."""
    return copy_of(tested["forecast"], tmp_path)


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
    run = interrupted(GRU, tmp_path, epoch=3)
    assert problems(run, rerun=True) == {
        name: [] for name in ("files", "history", "checkpoints", "data", "scores", "rerun")
    }
    run = interrupted(GRU, tmp_path / "early", epoch=1, step=1)
    assert not any(problems(run).values())


def metrics_changed(*keys: str) -> Callable[[Run], None]:
    def change(run: Run) -> None:
        metrics = json.loads(run.files.metrics.read_text())
        place = metrics
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] *= 1.001
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


def other_seed(run: Run) -> None:
    config = run.files.config.read_text()
    run.files.config.write_text(config.replace("seed: 1", "seed: 2"))


def other_rate(run: Run) -> None:
    config = run.files.config.read_text()
    run.files.config.write_text(config.replace("learning_rate: 0.001", "learning_rate: 0.002"))


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
        (metrics_changed("test", "mae"), "scores", "metrics.json, test: mae is recorded as"),
        (better_history, "scores", "the model's validation scores: loss is recorded as 0.01"),
        (no_column, "history", "row 1 is not that of epoch 1"),
        (a_row_less, "history", "1 rows, but training.epochs is 2"),
        (other_weights, "scores", "the model's validation scores: loss is recorded as"),
        (other_seed, "files", "status.json says seed 1, config.yaml 2"),
        (other_rate, "history", "had a learning rate of 0.001, config.yaml says 0.002"),
        (other_data, "data", "The data is not what the run"),
        (damaged_checkpoint, "checkpoints", "is damaged"),
        (no_model, "files", "model.keras is missing"),
        (no_metrics, "files", "metrics.json is missing"),
    ],
)
def test_what_was_changed_is_named(
    change: Callable[[Run], None], check: str, what: str, run: Run
) -> None:
    change(run)
    found = problems(run)
    assert any(what in problem for problem in found[check]), found


def test_only_training_again_tells_a_history_that_was_made_up(run: Run) -> None:
    """The training loss leaves no trace in model and scores."""
    header, first, *rest = run.files.history.read_text().splitlines()
    epoch, loss, others = first.split(",", 2)
    made_up = f"{epoch},{float(loss) * 0.9!r},{others}"
    run.files.history.write_text("\n".join([header, made_up, *rest, ""]))
    for checkpoint in run.files.checkpoints.iterdir():
        checkpoint.unlink()
    assert not any(problems(run).values())
    assert "epoch 1 and those after it came out differently" in problems(run, rerun=True)["rerun"]


def test_the_command_says_verified_or_what_differs(
    tested: dict[str, Run], run: Run, seqlab_cli: Cli
) -> None:
    done = seqlab_cli("verify", tested["forecast"].path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "verified")
    metrics_changed("skill")(run)
    done = seqlab_cli("verify", run.path)
    assert done.returncode == 1
    assert "scores       WRONG\n  metrics.json: skill is recorded as" in done.stdout
    assert done.stdout.endswith("not verified: 1 problem\n")
    done = seqlab_cli("verify", run.path, "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["verified"]) == (1, False)

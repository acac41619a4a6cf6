"""Whether a run folder is what it says: whole, of one piece, and true of its data and its model."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from seqlab.errors import SeqlabError
from seqlab.evaluation.baselines import baseline
from seqlab.evaluation.metrics import summarise
from seqlab.evaluation.touched import data_findings
from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.recipes.saved import SavedRun, check_same_data, open_saved
from seqlab.recipes.train import train_experiment
from seqlab.runs.checkpoints import damaged_checkpoints, newest_checkpoint
from seqlab.runs.difference import ABSENT, Change, changes, difference
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import find, printable
from seqlab.training.progress import Progress

TOLERANCE = 1e-4
"""Of a recomputed score, as a share of it. Other machines and versions add numbers in another
order, which changes the sixth digit; another model changes the second."""
ROUNDING = 1e-9
"""Of what is computed from recorded numbers, as a share of it."""


@dataclass
class Check:
    """One thing that was looked at.

    Args:
        name: what.
        seen: what was found to be right.
        problems: what is wrong; empty if all is well.
    """

    name: str
    seen: str = ""
    problems: list[str] = field(default_factory=list)


def verify_run(run: Run, progress: Progress, *, rerun: bool = False) -> Iterator[Check]:
    """Look at a run folder from all sides, the quick ones first.

    Args:
        run: in any state; what it does not have yet is not asked for.
        progress: shown the training of `rerun`.
        rerun: whether to train the experiment again and compare every epoch.

    Yields:
        A check at a time, as soon as it is done. After one that leaves nothing to look at, no more.
    """
    files = _checked("files", _files, run)
    yield files
    if files.problems:
        return
    experiment = load_experiment(run.files.config)
    history = _checked("history", _history, run, experiment)
    yield history
    yield _checked("checkpoints", _checkpoints, run)
    yield _checked("data", _data, run, experiment)
    if run.files.model.exists() and run.epochs() and not history.problems:
        yield _checked("scores", _scores, run)
    if rerun:
        yield _checked("rerun", _rerun, run, experiment, progress)


def _checked(name: str, look: Callable[..., None], *what: Any) -> Check:
    check = Check(name)
    try:
        look(check, *what)
    except SeqlabError as error:
        check.problems.append(error.message)
    return check


def _files(check: Check, run: Run) -> None:
    """Every file can be read, and those of a completed run are there and name the same run."""
    record, rows = run.status_record, run.epochs()
    experiment = load_experiment(run.files.config)
    _ = run.environment, run.metrics
    for key, wanted in {"name": experiment.name, "seed": experiment.seed}.items():
        if record.get(key) != wanted:
            check.problems.append(
                f"status.json says {key} {printable(record.get(key))}, config.yaml {wanted}"
            )
    files = run.files
    expected = [files.history, files.metrics, files.model] if run.status == "completed" else []
    expected += [files.model] if rows else []
    check.problems += sorted({f"{path.name} is missing" for path in expected if not path.exists()})
    check.seen = f"{run.status}; " + ", ".join(path.name for path in files.existing())


def _history(check: Check, run: Run, experiment: Experiment) -> None:
    """A row of finite numbers for every epoch, and as many as the settings say."""
    rows, epochs = run.epochs(), experiment.training.epochs
    check.seen = f"{len(rows)} of {epochs} epochs"
    metric = "accuracy" if experiment.dataset.task_kind == "sentiment" else "mae"
    columns = {"epoch", "loss", metric, "val_loss", f"val_{metric}", "learning_rate", "seconds"}
    for number, row in enumerate(rows, start=1):
        if row.get("epoch") != number or row.keys() != columns:
            check.problems.append(f"row {number} is not that of epoch {number}")
        elif not all(map(math.isfinite, row.values())):
            check.problems.append(f"row {number} holds a number that is not finite")
    rate = experiment.training.learning_rate
    if rows and not math.isclose(rows[0].get("learning_rate", 0), rate, rel_tol=1e-6):
        check.problems.append(
            f"the first epoch had a learning rate of {_number(rows[0].get('learning_rate'))}, "
            f"config.yaml says {rate:g}"
        )
    may_stop_early = experiment.training.early_stopping is not None
    too_few = run.status == "completed" and len(rows) < epochs and not may_stop_early
    if too_few or len(rows) > epochs:
        check.problems.append(f"{len(rows)} rows, but training.epochs is {epochs}")


def _checkpoints(check: Check, run: Run) -> None:
    """Checkpoints are whole, and the newest one tells the same history."""
    folder = run.files.checkpoints
    check.problems += [f"{path.name} is damaged" for path in damaged_checkpoints(folder)]
    newest = newest_checkpoint(folder)
    if newest is None:
        check.seen = "none kept"
        return
    check.seen = f"whole, the newest of epoch {newest.epoch}"
    rows = run.epochs()
    if rows[: newest.epoch] != newest.rows:
        check.problems.append(f"history.csv is not that of the checkpoint of epoch {newest.epoch}")


def _data(check: Check, run: Run, experiment: Experiment) -> None:
    """The data is the recorded one, byte for byte."""
    data = experiment.dataset.load()
    check_same_data(run, data)
    digests = [f"{printable(name)} {digest[:12]}" for name, digest in data.digests.items()]
    check.seen = "the recorded digests: " + ", ".join(digests) if digests else "computed, not read"


def _scores(check: Check, run: Run) -> None:
    """Every recorded score, computed again from history, data and model."""
    saved, rows, metrics = open_saved(run), run.epochs(), run.metrics
    best_epoch = 1 + min(range(len(rows)), key=lambda index: rows[index]["val_loss"])
    if metrics is not None:
        expected = _expected_metrics(saved, rows, best_epoch, metrics)
        recorded = {key: metrics.get(key) for key in expected}
        check.problems += _unlike(recorded, expected, "metrics.json", ROUNDING)
    best = {
        name.removeprefix("val_"): value
        for name, value in rows[best_epoch - 1].items()
        if name.startswith("val_")
    }
    found = saved.scores("validation")
    found = {name: value for name, value in found.items() if name in {"loss", "mae", "accuracy"}}
    check.problems += _unlike(best, found, "the model's validation scores", TOLERANCE)
    check.seen = "from model.keras again: " + ", ".join(
        f"validation {name} {value:.6f}" for name, value in found.items()
    )
    for split in ("validation", "test"):
        # No new look at the test split: the score is known, and only its truth is asked for.
        seen = find(metrics, split)
        if seen is not None and (split == "test" or "without_touched" in seen):
            again = saved.scores(split)
            check.problems += _unlike(seen, again, f"metrics.json, {split}", TOLERANCE)


def _expected_metrics(
    saved: SavedRun,
    rows: Sequence[Mapping[str, float]],
    best_epoch: int,
    recorded: Mapping[str, Any],
) -> dict[str, Any]:
    """What metrics.json must say of this history and this data."""
    naive = {"validation": baseline(saved.data, "validation")}
    if find(recorded, "test") is not None:
        naive["test"] = baseline(saved.data, "test")
    if "data" not in recorded:  # such runs are older than the look at bad readings
        naive = {split: _without_sound(scores) for split, scores in naive.items()}
    expected = summarise(
        rows, best_epoch, saved.data.task, naive["validation"], saved.model.count_params()
    )
    expected["baseline"] = naive
    sound = find(recorded, "validation", "without_touched")
    if sound is not None:
        expected["validation"]["without_touched"] = sound  # looked at with the model's scores
    if "data" in recorded:
        expected["data"] = data_findings(saved.data)
    return expected


def _without_sound(scores: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in scores.items() if name != "without_touched"}


def _unlike(recorded: Any, found: Any, what: str, tolerance: float) -> list[str]:
    return [
        f"{what}: {change.key} is recorded as {_number(change.left)}, found {_number(change.right)}"
        for change in changes(recorded, found)
        if not _is_near(change, tolerance)
    ]


def _is_near(change: Change, tolerance: float) -> bool:
    if change.by is None:
        return False
    return math.isclose(change.left, change.right, rel_tol=tolerance, abs_tol=tolerance / 1000)


def _number(value: Any) -> str:
    if value is ABSENT:
        return "nothing"
    return f"{value:.7g}" if isinstance(value, float) else printable(str(value)[:80])


def _rerun(check: Check, run: Run, experiment: Experiment, progress: Progress) -> None:
    """Train again in the recorded way, and compare every epoch to the last bit."""
    with TemporaryDirectory() as folder:
        again = train_experiment(experiment, Path(folder), progress, recorded=run.environment)
        found = difference(run, again)
        epochs = found.epochs[0]
        same_weights = run.status != "completed" or _weights(run) == _weights(again)
    if found.parting is not None and found.parting <= epochs:
        check.problems.append(f"epoch {found.parting} and those after it came out differently")
        for change in found.environment:
            if change.key.startswith(("versions.", "processor", "device", "plan")):
                values = f"{_number(change.left)} then, {_number(change.right)} now"
                check.problems.append(f"a reason may be {change.key}: {values}")
    elif not same_weights:
        check.problems.append("the weights of model.keras are not those that training ends with")
    check.seen = f"{epochs} epochs came out the same, to the last bit"


def _weights(run: Run) -> list[bytes]:
    return [weight.tobytes() for weight in run.model().get_weights()]

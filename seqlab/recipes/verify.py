"""Whether a run folder is what it says: whole, of one piece, and true of its data and its model."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from seqlab.backend import start_tensorflow
from seqlab.errors import SeqlabError
from seqlab.experiment.experiment import Experiment
from seqlab.recipes.recorded_scores import computed, predicted, shown, unlike, unlike_metrics
from seqlab.recipes.saved import SavedRun, check_same_data, saved_run
from seqlab.recipes.train import train_experiment
from seqlab.runs.checkpoints import damaged_checkpoints, newest_checkpoint
from seqlab.runs.difference import difference
from seqlab.runs.evaluations import read_test_evaluations
from seqlab.runs.history import VALIDATION, History
from seqlab.runs.metrics import Metrics
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable
from seqlab.tasks.data import Data
from seqlab.training.events import Observer

MOST_TOLD = 10
"""Problems of one file: a vocabulary may hold thousands of words."""


@dataclass(frozen=True)
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


def verify_run(run: Run, observer: Observer, *, rerun: bool = False) -> Iterator[Check]:
    """Look at a run folder from all sides, the quick ones first.

    Args:
        run: in any state; what it does not have yet is not asked for.
        observer: told of the training of `rerun`.
        rerun: whether to train the experiment again and compare every epoch.

    Yields:
        A check at a time, as soon as it is done. After one that leaves nothing to look at, no more.
    """
    try:
        experiment, history, results = run.experiment(), run.epochs(), run.results
        files = _files(run, experiment, history)
    except SeqlabError as error:
        yield Check("files", problems=[error.message])
        return
    yield files
    if files.problems:
        return
    rows = _history(run, experiment, history)
    yield rows
    yield _checkpoints(run, history)
    try:
        data = experiment.dataset.load()
        check_same_data(run, data)
    except SeqlabError as error:
        yield Check("data", problems=[error.message])
        return
    yield _data(run, data)
    if run.files.model.exists() and len(history) and not rows.problems:
        try:
            yield _scores(run, saved_run(run, experiment, data), history, results)
        except SeqlabError as error:
            yield Check("scores", problems=[error.message])
    if rerun:
        try:
            yield _rerun(run, experiment, data, observer)
        except SeqlabError as error:
            yield Check("rerun", problems=[error.message])


def _files(run: Run, experiment: Experiment, history: History) -> Check:
    """Every file can be read, and those of a completed run are there and name the same run."""
    start_tensorflow()
    from seqlab.training.plan import recorded_plan

    record, files, problems = run.status_record, run.files, []
    recorded_plan(run.environment.plan, experiment.dataset.batch_size)
    read_test_evaluations(run)
    if files.preprocessing.exists():
        run.preprocessing()
    for key, recorded, wanted in (
        ("name", record.name, experiment.name),
        ("seed", record.seed, experiment.seed),
    ):
        if recorded != wanted:
            problems.append(f"status.json says {key} {printable(recorded)}, config.yaml {wanted}")
    expected = [files.history, files.metrics, files.model] if record.status == "completed" else []
    expected += [files.model] if len(history) else []
    expected += [files.preprocessing] if record.config_digest is not None else []
    problems += sorted({f"{path.name} is missing" for path in expected if not path.exists()})
    seen = f"{record.status}; " + ", ".join(path.name for path in files.existing())
    return Check("files", seen, problems)


def _history(run: Run, experiment: Experiment, history: History) -> Check:
    """A row of finite numbers for every epoch, and as many as the settings say."""
    epochs, metric, problems = experiment.training.epochs, experiment.dataset.task.metric.name, []
    measured = {"loss", metric, f"{VALIDATION}loss", f"{VALIDATION}{metric}"}
    columns = {"epoch", *measured, "learning_rate", "seconds"}
    watched = experiment.dataset.task.watched
    allowed = columns | {f"{part}{name}" for part in ("", VALIDATION) for name in watched}
    for number, row in enumerate(history, start=1):
        if row.get("epoch") != number or not columns <= row.keys() <= allowed:
            problems.append(f"row {number} is not that of epoch {number}")
        elif not all(map(math.isfinite, row.values())):
            problems.append(f"row {number} holds a number that is not finite")
    rate = experiment.training.learning_rate
    first = history.rows[0].get("learning_rate", 0.0) if len(history) else rate
    if not math.isclose(first, rate, rel_tol=1e-6):
        problems.append(
            f"the first epoch had a learning rate of {shown(first)}, config.yaml says {rate:g}"
        )
    may_stop_early = experiment.training.early_stopping is not None
    too_few = run.status == "completed" and len(history) < epochs and not may_stop_early
    if too_few or len(history) > epochs:
        problems.append(f"{len(history)} rows, but training.epochs is {epochs}")
    return Check("history", f"{len(history)} of {epochs} epochs", problems)


def _checkpoints(run: Run, history: History) -> Check:
    """Checkpoints are whole, and the newest one tells the same history."""
    folder = run.files.checkpoints
    problems = [f"{path.name} is damaged" for path in damaged_checkpoints(folder)]
    newest = newest_checkpoint(folder)
    if newest is None:
        return Check("checkpoints", "none kept", problems)
    if list(history.rows[: newest.epoch]) != newest.rows:
        problems.append(f"history.csv is not that of the checkpoint of epoch {newest.epoch}")
    return Check("checkpoints", f"whole, the newest of epoch {newest.epoch}", problems)


def _data(run: Run, data: Data) -> Check:
    """The data is the recorded one, byte for byte, as was checked, and so is what is made of it."""
    problems = []
    if run.files.preprocessing.exists():
        recorded, made = (
            one.model_dump(mode="json") for one in (run.preprocessing(), data.preprocessing)
        )
        problems = unlike(recorded, made, run.files.preprocessing.name, computed)[:MOST_TOLD]
    digests = [f"{printable(name)} {digest[:12]}" for name, digest in data.digests.items()]
    seen = "the recorded digests: " + ", ".join(digests) if digests else "computed, not read"
    return Check("data", seen, problems)


def _scores(run: Run, saved: SavedRun, history: History, results: Metrics | None) -> Check:
    """Every recorded score, computed again from history, data and model."""
    problems = []
    best = history.validation(history.best_epoch)
    again = saved.scores("validation")
    scored = {name: value for name, value in again.more.items() if name in best}
    problems += unlike(best, {**scored, **again.values}, "the model's validation scores", predicted)
    if results is not None:
        problems += unlike_metrics(run, saved, history, results, again)
    seen = "from model.keras again: " + ", ".join(
        f"validation {name} {value:.6f}" for name, value in again.values.items()
    )
    return Check("scores", seen, problems)


def _rerun(run: Run, experiment: Experiment, data: Data, observer: Observer) -> Check:
    """Train again in the recorded way, and compare every epoch to the last bit."""
    problems = []
    with TemporaryDirectory() as folder:
        again = train_experiment(
            experiment, Path(folder), observer, recorded=run.environment, data=data
        )
        found = difference(run, again)
        epochs = found.epochs[0]
        same_weights = run.status != "completed" or _weights(run) == _weights(again)
    if found.first_different_epoch is not None and found.first_different_epoch <= epochs:
        problems.append(
            f"epoch {found.first_different_epoch} and those after it came out differently"
        )
        for change in found.environment:
            if change.key.startswith(("versions.", "plugins.", "processor", "device", "plan")):
                values = f"{shown(change.left)} then, {shown(change.right)} now"
                problems.append(f"a reason may be {change.key}: {values}")
    elif not same_weights:
        problems.append("the weights of model.keras are not those that training ends with")
    return Check("rerun", f"{epochs} epochs came out the same, to the last bit", problems)


def _weights(run: Run) -> list[bytes]:
    return [weight.tobytes() for weight in run.model().get_weights()]

"""Whether a run folder is what it says: whole, of one piece, and true of its data and its model."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from seqlab.backend import start_tensorflow
from seqlab.errors import SeqlabError
from seqlab.evaluation.judging import contenders, judge, scores_of
from seqlab.experiment.experiment import Experiment
from seqlab.recipes.saved import SavedRun, check_same_data, saved_run
from seqlab.recipes.train import train_experiment
from seqlab.runs.asked import Asked
from seqlab.runs.checkpoints import damaged_checkpoints, newest_checkpoint
from seqlab.runs.difference import ABSENT, Change, changes, difference
from seqlab.runs.evaluations import read_test_evaluations
from seqlab.runs.history import VALIDATION, History
from seqlab.runs.metrics import JUDGED, JudgedSplit, Metrics
from seqlab.runs.reader import Run
from seqlab.runs.scores import SOUND, Judgement, Scores
from seqlab.runs.untrusted import printable, read_json_object
from seqlab.tasks.data import Data
from seqlab.tasks.metric import KNOWN
from seqlab.training.events import Observer

TOLERANCE = 1e-4
"""Of a recomputed score, as a share of it. Other machines and versions add numbers in another
order, which changes the sixth digit; another model changes the second."""
ROUNDING = 1e-9
"""Of what is computed from recorded numbers, as a share of it."""
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
    for number, row in enumerate(history, start=1):
        if row.get("epoch") != number or row.keys() != columns:
            problems.append(f"row {number} is not that of epoch {number}")
        elif not all(map(math.isfinite, row.values())):
            problems.append(f"row {number} holds a number that is not finite")
    rate = experiment.training.learning_rate
    first = history.rows[0].get("learning_rate", 0.0) if len(history) else rate
    if not math.isclose(first, rate, rel_tol=1e-6):
        problems.append(
            f"the first epoch had a learning rate of {_number(first)}, config.yaml says {rate:g}"
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
        problems = _unlike(recorded, made, run.files.preprocessing.name, _computed)[:MOST_TOLD]
    digests = [f"{printable(name)} {digest[:12]}" for name, digest in data.digests.items()]
    seen = "the recorded digests: " + ", ".join(digests) if digests else "computed, not read"
    return Check("data", seen, problems)


def _scores(run: Run, saved: SavedRun, history: History, results: Metrics | None) -> Check:
    """Every recorded score, computed again from history, data and model."""
    problems = []
    best = history.validation(history.best_epoch)
    again = saved.scores("validation")
    problems += _unlike(best, again.values, "the model's validation scores", _predicted)
    if results is not None:
        problems += _unlike_metrics(run, saved, history, results, again)
    seen = "from model.keras again: " + ", ".join(
        f"validation {name} {value:.6f}" for name, value in again.values.items()
    )
    return Check("scores", seen, problems)


def _unlike_metrics(
    run: Run, saved: SavedRun, history: History, results: Metrics, again: Scores
) -> list[str]:
    """Where metrics.json does not say what follows from history, data and model."""
    values = history.validation(history.best_epoch)
    best = scores_of(saved.data, values, again.sound, again.more)
    if best.original is None:  # it does not follow from the metric
        best = replace(best, original=again.original)
    expected = Metrics(
        asked=Asked.of(saved.data),
        best_epoch=history.best_epoch,
        validation=_judged_again(saved, "validation", best, results.validation),
        test=None,
        parameters=saved.model.count_params(),
        seconds_per_epoch=history.seconds_per_epoch,
        data=saved.data.findings(),
    )
    if results.test is not None:
        # No new look at the test split: the score is known, and only its truth is asked for.
        scores = saved.scores("test")
        expected = expected.with_test(_judged_again(saved, "test", scores, results.test))
    recorded = read_json_object(run.files.metrics)
    wanted = _as_old_as(recorded, expected.record(), saved.data.noun)
    return _unlike(recorded, wanted, "metrics.json", _tolerance)


def _judged_again(
    saved: SavedRun, split: JudgedSplit, model: Scores, recorded: Judgement
) -> Judgement:
    """A model beside the baselines that its run was judged beside, with their recorded seconds."""
    names = [rival.name for rival in recorded.rivals]
    wanted = [one for one in saved.experiment.judged_beside if one.kind in names]
    beside = contenders(wanted, saved.data, split)
    seconds = {rival.name: rival.seconds for rival in recorded.rivals}
    judged = judge(saved.data, split, model, saved.errors(split), beside)
    rivals = (replace(rival, seconds=seconds[rival.name]) for rival in judged.rivals)
    verdict = None if recorded.verdict is None else judged.verdict
    return replace(judged, rivals=tuple(rivals), verdict=verdict)


def _tolerance(key: str) -> tuple[float, float]:
    """How far a number of metrics.json may be off: as a share of it, and at least.

    What is computed from the history is right to the last digits. What models and fitted baselines
    predict is not; and a share of what is left of an error may be anything near 0.
    """
    block, _, name = key.partition(".")
    if block in ("verdict", "skill_over_best"):
        return TOLERANCE, TOLERANCE
    from_history = ("loss", "unit", *KNOWN, *(f"{metric}_original" for metric in KNOWN))
    if block in ("baselines", "test") or (block == "validation" and name not in from_history):
        return _predicted(key)
    return _computed(key)


def _predicted(_: str) -> tuple[float, float]:
    return TOLERANCE, TOLERANCE / 1000


def _computed(_: str) -> tuple[float, float]:
    return ROUNDING, ROUNDING / 1000


def _as_old_as(recorded: Mapping[str, Any], expected: dict[str, Any], noun: str) -> dict[str, Any]:
    """What is expected, without what folders of the recorded age do not have."""
    younger = {"format", "task", "data"} - recorded.keys()
    expected = {key: value for key, value in expected.items() if key not in younger}
    if "baselines" not in recorded:
        known = {"loss", "unit", SOUND, *KNOWN, *(f"{metric}_original" for metric in KNOWN)}
        beside = {"baseline", "split", "horizon_minutes", "fingerprint", noun}
        for split in JUDGED:
            for own in (expected.get(split, {}), expected["baseline"].get(split, {})):
                for key in own.keys() - known - beside:
                    del own[key]
                # Runs without the look at the data are older than scores on sound samples, too.
                if "data" not in recorded:
                    own.pop(SOUND, None)
    if "format" not in recorded:
        for naive in expected["baseline"].values():
            del naive["fingerprint"]
    return expected


def _unlike(
    recorded: Any, found: Any, what: str, tolerance: Callable[[str], tuple[float, float]]
) -> list[str]:
    """What differs by more than a share of it and more than a least, which its key decides."""
    return [
        f"{what}: {change.key} is recorded as {_number(change.left)}, found {_number(change.right)}"
        for change in changes(recorded, found)
        if not _is_near(change, *tolerance(change.key))
    ]


def _is_near(change: Change, share: float, least: float) -> bool:
    if change.by is None:
        return False
    return math.isclose(change.left, change.right, rel_tol=share, abs_tol=least)


def _number(value: Any) -> str:
    if value is ABSENT:
        return "nothing"
    return f"{value:.7g}" if isinstance(value, float) else printable(str(value)[:80])


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
            if change.key.startswith(("versions.", "processor", "device", "plan")):
                values = f"{_number(change.left)} then, {_number(change.right)} now"
                problems.append(f"a reason may be {change.key}: {values}")
    elif not same_weights:
        problems.append("the weights of model.keras are not those that training ends with")
    return Check("rerun", f"{epochs} epochs came out the same, to the last bit", problems)


def _weights(run: Run) -> list[bytes]:
    return [weight.tobytes() for weight in run.model().get_weights()]

"""How often a run was judged on its test split, counted in its folder."""

from __future__ import annotations

from datetime import UTC, datetime

from seqlab.errors import DataError
from seqlab.runs import atomic
from seqlab.runs.disk import explaining_errors
from seqlab.runs.lock import alone_in
from seqlab.runs.reader import Run
from seqlab.runs.scores import Judgement
from seqlab.runs.untrusted import printable, read_json_object


def read_test_evaluations(run: Run) -> list[str]:
    """When the run was judged on its test split, from first to last, as ISO times in UTC.

    Raises:
        DataError: the record is damaged.
    """
    path = run.files.test_evaluations
    times = read_json_object(path).get("times") if path.exists() else []
    if not isinstance(times, list) or not all(isinstance(time, str) for time in times):
        raise DataError(
            f"The file {printable(path)} is damaged: `times` is not a list of times.",
            remedy="Restore it from a copy: it tells how often the test split was looked at.",
        )
    return times


def record_test_evaluation(run: Run, judgement: Judgement) -> list[str]:
    """Count one look at the test split, and put what was seen into metrics.json.

    Evaluations at the same moment, in any number of processes, are all counted.

    Args:
        run: a completed run.
        judgement: the model beside the baseline on the test split.

    Returns:
        The times of all evaluations, this one last.

    Raises:
        DataError: what is in the folder is damaged.
        SeqlabError: the folder cannot be written.
    """
    with explaining_errors(run.path), alone_in(run.path):
        # Counted first: a score that was not counted must not be seen.
        times = _count(run)
        results = run.results
        assert results is not None  # a completed run has them
        atomic.write_json(run.files.metrics, results.with_test(judgement).record())
    return times


def count_test_predictions(run: Run) -> list[str]:
    """Count one look at the test split by way of predictions, from which anyone makes a score.

    Returns and errors are those of `record_test_evaluation`.
    """
    with explaining_errors(run.path), alone_in(run.path):
        return _count(run)


def _count(run: Run) -> list[str]:
    times = [*read_test_evaluations(run), datetime.now(UTC).isoformat(timespec="milliseconds")]
    atomic.write_json(run.files.test_evaluations, {"times": times})
    return times

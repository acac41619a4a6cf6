"""Runs in MLflow: its own client reads them, and its page shows them beside all others."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

from seqlab.errors import SeqlabError
from seqlab.runs.difference import leaves
from seqlab.runs.layout import check_experiment_name
from seqlab.runs.untrusted import printable
from seqlab.trackers.times import ends_of_epochs
from seqlab.trackers.tracker import Tracker

if TYPE_CHECKING:
    from seqlab.runs.reader import Run

RUN = "seqlab.run"
"""The tag by which a run that was sent before is known again."""
LONGEST_PARAMETER = 6000
"""Letters that MLflow keeps of one."""
AT_ONCE = 100
"""Parameters that MLflow takes in one call; of metrics it takes 1,000."""


class MLflow(Tracker):
    """Parameters, a value of every metric for each epoch, scores and all files of a run."""

    kind: Literal["mlflow"] = "mlflow"
    address: str = "sqlite:///mlflow.db"
    """Of the server, or of a database; what `mlflow ui --backend-store-uri` is given."""

    def send(self, run: Run) -> str:
        """Write a run, once: one that is there already is left as it is.

        Raises:
            DataError: the run folder is damaged.
            SeqlabError: MLflow is not installed, cannot be reached, or refuses the run.
        """
        if importlib.util.find_spec("mlflow") is None:
            raise SeqlabError(
                "Sending runs to mlflow takes what is not installed: mlflow.",
                remedy="Install it: pip install 'seqlab[mlflow]'.",
            )
        name = run.status_record.name
        check_experiment_name(name)
        import logging

        logging.getLogger("mlflow").setLevel(logging.WARNING)  # it tells of every table it makes
        try:
            return self._sent(run, name)
        except SeqlabError:
            raise
        except Exception as error:  # its own, and those of databases and of networks
            raise SeqlabError(
                f"MLflow at {printable(self.address)} does not take the run: "
                f"{type(error).__name__}: {printable(str(error)[:300])}.",
                remedy="Check the address, and that what is there is of this version of MLflow.",
            ) from error

    def _sent(self, run: Run, name: str) -> str:
        from mlflow import MlflowClient

        client = MlflowClient(self.address)
        known = client.get_experiment_by_name(name)
        experiment = known.experiment_id if known else client.create_experiment(name)
        found = client.search_runs([experiment], f"tags.`{RUN}` = '{run.id}'")
        for before in found:
            if before.info.status == "FINISHED":
                return _place(self.address, name, before.info.run_id)
            client.delete_run(before.info.run_id)  # sending it was cut short
        history = run.epochs()
        times = [round(1000 * time) for time in ends_of_epochs(run, history)]
        tags = {RUN: run.id, "mlflow.runName": run.id, "mlflow.source.name": "seqlab"}
        made = client.create_run(experiment, start_time=times[0], tags=tags).info.run_id
        parameters = list(_parameters(run))
        for first in range(0, len(parameters), AT_ONCE):
            client.log_batch(made, params=parameters[first : first + AT_ONCE])
        for row, time in zip(history, times, strict=True):
            client.log_batch(made, metrics=list(_metrics(row, time)))
        client.log_batch(made, metrics=list(_scores(run, times[-1])))
        for path in run.files.existing():
            if path.is_file():
                client.log_artifact(made, str(path))
        client.set_terminated(made, "FINISHED", end_time=times[-1])
        return _place(self.address, name, made)


def _place(address: str, name: str, run: str) -> str:
    return f"{address}, experiment {name}, run {run}"


def _parameters(run: Run) -> Iterator[Any]:
    from mlflow.entities import Param

    for key, value in leaves(run.config):
        yield Param(printable(key), printable(value)[:LONGEST_PARAMETER])


def _metrics(row: dict[str, float], time: int) -> Iterator[Any]:
    """What a row of the history has, by Keras's own names."""
    from mlflow.entities import Metric

    for name, value in row.items():
        if name != "epoch":
            yield Metric(name, value, time, int(row["epoch"]))


def _scores(run: Run, time: int) -> Iterator[Any]:
    """What the best epoch and the baselines score on each split."""
    from mlflow.entities import Metric

    results = run.results
    if results is None:
        return
    for name, value in results.named_scores():
        yield Metric(name, value, time, results.best_epoch)

"""The main job: from an experiment to a finished run folder, also when it was interrupted."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqlab.errors import ConfigError, SeqlabError
from seqlab.evaluation.baselines import baseline
from seqlab.evaluation.metrics import summarise
from seqlab.evaluation.touched import data_findings
from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.plots.curves import draw_curves
from seqlab.plots.style import save_figure
from seqlab.recipes.environment import describe_environment
from seqlab.recipes.saved import SavedRun, check_same_data
from seqlab.runs.checkpoints import Checkpoint, newest_checkpoint
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable
from seqlab.runs.writer import RunWriter, check_writable
from seqlab.task import Data
from seqlab.training.device import use_device
from seqlab.training.interrupts import Interrupts
from seqlab.training.progress import Progress

if TYPE_CHECKING:
    import keras

    from seqlab.training.fit import Fitted
    from seqlab.training.plan import Plan

logger = logging.getLogger("seqlab")


def train_experiment(
    experiment: Experiment,
    outputs: Path,
    progress: Progress,
    *,
    recorded: Mapping[str, Any] | None = None,
) -> Run:
    """Load, build, fit, evaluate, draw: everything that becomes a run.

    Nothing is written before the data is loaded and the model built, so that a mistake in the
    config leaves no folder behind.

    Args:
        experiment: what to train.
        outputs: the folder of all runs.
        progress: shown every step and every epoch.
        recorded: the environment.json of an earlier run, whose way of computing a step is taken
            instead of this machine's own.

    Returns:
        The finished run.

    Raises:
        ConfigError: the settings do not fit the data.
        DataError: the data cannot be had, read or trusted.
        SeqlabError: the device is missing, the loss diverged or the folder cannot be written.
    """
    check_writable(outputs)
    job = _prepare(experiment, recorded)
    environment = describe_environment(
        job.device, asdict(job.plan) if job.plan else None, job.data.digests
    )
    with Interrupts() as interrupts:
        writer = RunWriter.create(
            outputs, experiment.name, experiment.seed, experiment.to_yaml(), environment
        )
        return _complete(job, writer, None, progress, interrupts)


def resume_run(run: Run, progress: Progress) -> Run:
    """Go on with a run from its newest whole checkpoint, or from its start if it has none.

    On a CPU the finished run is the one that would have been without the interruption, to the last
    bit: the recorded way of computing a step is taken, not this machine's own.

    Args:
        run: interrupted, failed, or left behind by a process that died.
        progress: shown every step and every epoch.

    Returns:
        The finished run.

    Raises:
        ConfigError: it is completed.
        DataError: its files are damaged, or the data is no longer the same.
        SeqlabError: another process trains it, or as for `train_experiment`.
    """
    if run.status == "completed":
        raise ConfigError(
            f"The run {printable(run.id)} is completed: there is nothing to go on with.",
            remedy="Train more epochs as a new run: `seqlab train --config "
            f"{printable(run.files.config)} training.epochs=N`.",
        )
    job = _prepare(load_experiment(run.files.config), run.environment)
    check_same_data(run, job.data)
    with Interrupts() as interrupts:
        writer = RunWriter.reopen(run.path, run.status_record)
        start = newest_checkpoint(run.files.checkpoints)
        writer.rewrite_history(start.rows if start else [])
        if start is not None:
            from seqlab.training.resuming import restore

            restore(job.model, start)
        return _complete(job, writer, start, progress, interrupts)


@dataclass(frozen=True)
class _Job:
    """Everything that is there before a folder is."""

    experiment: Experiment
    data: Data
    naive: dict[str, Any]
    device: str
    plan: Plan | None
    model: keras.Model


def _prepare(experiment: Experiment, recorded: Mapping[str, Any] | None = None) -> _Job:
    """Load the data and build the model; `recorded` is the environment of an earlier beginning."""
    if not experiment.model.learns:
        raise ConfigError(
            f"model.kind is {experiment.model.kind}, which has nothing to train.",
            remedy="`seqlab baseline --config FILE` says what it scores.",
        )
    data = experiment.dataset.load()
    naive = baseline(data, "validation")
    device = use_device(experiment.training.device)

    from seqlab.training.compiled import compiled_model
    from seqlab.training.fit import steps_per_epoch
    from seqlab.training.plan import choose_plan, recorded_plan
    from seqlab.training.steps import install_steps, make_keras_steps_repeatable

    steps_per_epoch(experiment, data)
    model = compiled_model(experiment, data.task)
    if recorded is None:
        plan = choose_plan(experiment.training, model, experiment.dataset.batch_size, device)
    else:
        plan = recorded_plan(recorded.get("plan"), experiment.dataset.batch_size)
    if plan is not None:
        install_steps(model, plan, seed=experiment.seed)
    elif device == "CPU" and not experiment.training.mixed_precision:
        make_keras_steps_repeatable(model)
    return _Job(experiment, data, naive, device, plan, model)


def _complete(
    job: _Job,
    writer: RunWriter,
    start: Checkpoint | None,
    progress: Progress,
    interrupts: Interrupts,
) -> Run:
    """Fit, evaluate, draw, with the right status whatever happens."""
    from seqlab.training.fit import fit

    run = Run(writer.files.folder)
    with _recorded(writer):
        first = start.epoch + 1 if start else 1
        logger.info("training %s on %s from epoch %d", job.experiment.name, job.device, first)
        fitted: Fitted = fit(
            job.model, job.plan, job.data, job.experiment, writer, progress, interrupts, start
        )
        metrics = summarise(
            fitted.rows,
            fitted.best_epoch,
            job.data.task,
            job.naive,
            parameters=job.model.count_params(),
        )
        if "without_touched" in job.naive:
            best = SavedRun(job.experiment, job.data, run.model())
            metrics["validation"] |= best.sound_scores("validation")
        metrics["data"] = data_findings(job.data)
        writer.write_metrics(metrics)
        figure = draw_curves([run])
        save_figure(figure, writer.files.curves_png)
        save_figure(figure, writer.files.curves_svg)
        writer.finish("completed")
    return run


@contextmanager
def _recorded(writer: RunWriter) -> Iterator[None]:
    """Log to the run's own file, and leave the right status behind however the job ends."""
    handler = _RunLog(writer.files.log, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    except KeyboardInterrupt:
        logger.info("interrupted")
        with suppress(SeqlabError):  # the folder may be what failed
            writer.finish("interrupted")
        raise
    except Exception as error:
        logger.error("%s", traceback.format_exc())
        with suppress(SeqlabError):
            writer.finish(
                "failed", error.message if isinstance(error, SeqlabError) else repr(error)
            )
        raise
    finally:
        logger.removeHandler(handler)
        with suppress(OSError):
            handler.close()


class _RunLog(logging.FileHandler):
    """A log that is left alone where it cannot be written: what must be written reports that."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        pass

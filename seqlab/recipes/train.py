"""The main job: from an experiment to a finished run folder."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from seqlab.errors import ConfigError, SeqlabError
from seqlab.evaluation.baselines import baseline
from seqlab.evaluation.metrics import summarise
from seqlab.experiment.experiment import Experiment
from seqlab.plots.curves import draw_curves
from seqlab.plots.style import save_figure
from seqlab.recipes.environment import describe_environment
from seqlab.runs.reader import Run
from seqlab.runs.writer import RunWriter, check_writable
from seqlab.training.device import use_device
from seqlab.training.interrupts import Interrupts
from seqlab.training.progress import Progress

if TYPE_CHECKING:
    from seqlab.training.fit import Fitted

logger = logging.getLogger("seqlab")


def train_experiment(experiment: Experiment, outputs: Path, progress: Progress) -> Run:
    """Load, build, fit, evaluate, draw: everything that becomes a run.

    Nothing is written before the data is loaded and the model built, so that a mistake in the
    config leaves no folder behind.

    Args:
        experiment: what to train.
        outputs: the folder of all runs.
        progress: shown every step and every epoch.

    Returns:
        The finished run.

    Raises:
        ConfigError: the settings do not fit the data.
        DataError: the data cannot be had, read or trusted.
        SeqlabError: the device is missing, the loss diverged or the folder cannot be written.
    """
    _refuse_untrainable(experiment)
    check_writable(outputs)
    data = experiment.dataset.load()
    naive = baseline(data, "validation")
    device = use_device(experiment.training.device)

    from seqlab.training.compiled import compiled_model
    from seqlab.training.fit import fit, steps_per_epoch
    from seqlab.training.plan import choose_plan
    from seqlab.training.steps import install_steps

    steps_per_epoch(experiment, data)
    model = compiled_model(experiment, data.task)
    plan = choose_plan(experiment.training, model, experiment.dataset.batch_size, device)
    if plan is not None:
        install_steps(model, plan, seed=experiment.seed)
    environment = describe_environment(device, asdict(plan) if plan else None, data.digests)
    with Interrupts() as interrupts:
        writer = RunWriter.create(
            outputs, experiment.name, experiment.seed, experiment.to_yaml(), environment
        )
        with _recorded(writer):
            logger.info("training %s on %s", experiment.name, device)
            fitted: Fitted = fit(model, data, experiment, writer, progress, interrupts)
            metrics = summarise(
                fitted.rows, fitted.best_epoch, data.task, naive, parameters=model.count_params()
            )
            writer.write_metrics(metrics)
            figure = draw_curves([Run(writer.files.folder)])
            save_figure(figure, writer.files.curves_png)
            save_figure(figure, writer.files.curves_svg)
            writer.finish("completed")
    return Run(writer.files.folder)


def _refuse_untrainable(experiment: Experiment) -> None:
    if not experiment.model.learns:
        raise ConfigError(
            f"model.kind is {experiment.model.kind}, which has nothing to train.",
            remedy="`seqlab baseline --config FILE` says what it scores.",
        )


@contextmanager
def _recorded(writer: RunWriter) -> Iterator[None]:
    """Log to the run's own file, and leave the right status behind however the job ends."""
    handler = logging.FileHandler(writer.files.log, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    except KeyboardInterrupt:
        logger.info("interrupted")
        writer.finish("interrupted")
        raise
    except Exception as error:
        logger.error("%s", traceback.format_exc())
        writer.finish("failed", error.message if isinstance(error, SeqlabError) else repr(error))
        raise
    finally:
        logger.removeHandler(handler)
        handler.close()

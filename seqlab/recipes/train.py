"""The main job: from an experiment to a finished run folder, also when it was interrupted."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from seqlab.errors import ConfigError, DataError
from seqlab.evaluation.judging import Contender, contenders, judge, scores_of, sound
from seqlab.experiment.experiment import Experiment
from seqlab.experiment.packages import packages_of
from seqlab.experiment.source import write_text
from seqlab.interrupts import Interrupts
from seqlab.plots.curves import draw_curves
from seqlab.plots.style import save_figure
from seqlab.recipes.environment import describe_environment
from seqlab.recipes.recording import logger, recorded_as_it_ends
from seqlab.recipes.saved import check_same_data, saved_run
from seqlab.runs.asked import Asked
from seqlab.runs.checkpoints import Checkpoint, newest_checkpoint
from seqlab.runs.environment import Environment
from seqlab.runs.metrics import Metrics
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import printable
from seqlab.runs.writer import RunWriter, check_writable
from seqlab.tasks.data import Data, targets_of
from seqlab.training.device import use_device
from seqlab.training.events import Noticed, Observer
from seqlab.training.job import Job, steps_per_epoch

if TYPE_CHECKING:
    from seqlab.training.fit import Fitted


def train_experiment(
    experiment: Experiment,
    outputs: Path,
    observer: Observer,
    *,
    recorded: Environment | None = None,
    data: Data | None = None,
) -> Run:
    """Load, build, fit, evaluate, draw: everything that becomes a run.

    Nothing is written before the data is loaded and the model built, so that a mistake in the
    config leaves no folder behind.

    Args:
        experiment: what to train.
        outputs: the folder of all runs.
        observer: told of every step and every epoch.
        recorded: what an earlier run was made with, whose way of computing a step is taken instead
            of this machine's own.
        data: the experiment's, if it was loaded before; None loads it.

    Returns:
        The finished run.

    Raises:
        ConfigError: the settings do not fit the data.
        DataError: the data cannot be had, read or trusted.
        SeqlabError: the device is missing, the loss diverged or the folder cannot be written.
        Interrupted: Ctrl-C or SIGTERM ended it; says which folder goes on from there.
    """
    check_writable(outputs)
    job, beside = _prepare(experiment, observer, recorded, data)
    environment = describe_environment(
        job.device,
        asdict(job.plan) if job.plan else None,
        job.data.digests,
        packages_of(experiment),
    )
    with Interrupts() as interrupts:
        writer = RunWriter.create(
            outputs,
            experiment.name,
            experiment.seed,
            experiment.to_yaml(),
            environment,
            job.data.preprocessing.model_dump_json(indent=1),
        )
        return _complete(job, beside, writer, None, observer, interrupts)


def resume_run(run: Run, observer: Observer, *, epochs: int | None = None) -> Run:
    """Go on with a run from its newest whole checkpoint, or from its start if it has none.

    On a CPU the finished run is the one that would have been without the interruption, to the last
    bit: the recorded way of computing a step is taken, not this machine's own.

    Args:
        run: interrupted, failed, or left behind by a process that died.
        observer: told of every step and every epoch.
        epochs: how many it shall have in the end, more than its config says; None leaves that.

    Returns:
        The finished run.

    Raises:
        ConfigError: it is completed, or has as many epochs already.
        DataError: its files are damaged or edited, or the data is no longer the same.
        SeqlabError: another process trains it, or as for `train_experiment`.
        Interrupted: as for `train_experiment`.
    """
    if run.status == "completed" and run.files.metrics.exists() and epochs is None:
        raise ConfigError(
            f"The run {printable(run.id)} is completed: there is nothing to go on with.",
            remedy=f"Train more epochs: `seqlab resume {printable(run.path)} --epochs N`.",
        )
    with Interrupts() as interrupts, RunWriter.held(run.path, run.status_record) as writer:
        start = newest_checkpoint(run.files.checkpoints)
        if epochs is not None:
            _lengthen(run, writer, start, epochs)
        job, beside = _prepare(run.experiment(), observer, run.environment)
        check_same_data(run, job.data)
        _check_same_experiment(run, job)
        if start is not None:
            from seqlab.training.resuming import check_schedules, restore

            check_schedules(job.experiment.training, start)
            restore(job.model, start)
        writer.go_on(start.rows if start else [])
        return _complete(job, beside, writer, start, observer, interrupts)


def _check_same_experiment(run: Run, job: Job) -> None:
    """Refuse an edited config.yaml also where the folder is older than the config's digest.

    Raises:
        DataError: seed or model are not those that the run began with.
    """
    recorded, seed = run.status_record, job.experiment.seed
    if recorded.seed not in (None, seed):
        raise DataError(
            f"The run {printable(run.path)} began with seed {recorded.seed}, and config.yaml says "
            f"{seed}.",
            remedy="Restore config.yaml as it was, or train it as a new run.",
        )
    if recorded.config_digest is None and run.files.model.exists():
        saved_run(run, job.experiment, job.data)


def _lengthen(run: Run, writer: RunWriter, start: Checkpoint | None, epochs: int) -> None:
    """Give a run more epochs. It ends as if it had been asked for them at once.

    Raises:
        ConfigError: it cannot have so many.
    """
    finished = start.epoch if start else 0
    if epochs <= finished or (start is not None and start.has_stopped):
        why = (
            "training.early_stopping ended it"
            if start is not None and start.has_stopped
            else f"it has {finished} epochs already"
        )
        raise ConfigError(
            f"The run {printable(run.id)} cannot go on to {epochs} epochs: {why}.",
            remedy="Train a new run: `seqlab train "
            f"{printable(run.files.config)} training.epochs=N`.",
        )
    run.experiment()  # before anything is written: an edited config is refused
    config = run.config
    config["training"]["epochs"] = epochs
    writer.rewrite_config(write_text(config))


def _prepare(
    experiment: Experiment,
    observer: Observer,
    recorded: Environment | None,
    data: Data | None = None,
) -> tuple[Job, tuple[Contender, ...]]:
    """Load the data, score the baselines and build the model.

    Args:
        experiment: what to train.
        observer: told of warnings, and of what takes its time.
        recorded: what an earlier beginning was made with.
        data: the experiment's, if it was loaded before.
    """
    refuse_naive(experiment)
    data = data or experiment.dataset.load()
    for warning in data.warnings(("training", "validation")):
        observer(Noticed(f"warning: {warning}"))
    if use_device(experiment.training.device) == "CPU":
        from seqlab.training.memory import check_memory

        steps_per_epoch(experiment, data)
        check_memory(experiment, data)

    def notice(text: str) -> None:
        observer(Noticed(text))

    beside = contenders(experiment.judged_beside, data, "validation", notice)
    return prepared_job(experiment, data, recorded), beside


def prepared_job(experiment: Experiment, data: Data, recorded: Environment | None = None) -> Job:
    """The model built, and its steps as they are computed here.

    Args:
        experiment: what to train.
        data: the experiment's.
        recorded: what an earlier beginning was made with, which says how steps are computed.

    Raises:
        ConfigError: the settings do not fit the data.
    """
    device, steps = use_device(experiment.training.device), steps_per_epoch(experiment, data)

    from seqlab.training.compiled import compiled_model
    from seqlab.training.plan import choose_plan, recorded_plan
    from seqlab.training.steps import install_steps, make_keras_steps_repeatable

    model = compiled_model(experiment, data.task)
    if recorded is None:
        plan = choose_plan(experiment.training, model, experiment.dataset.batch_size, device)
    else:
        plan = recorded_plan(recorded.plan, experiment.dataset.batch_size)
    outputs = None
    if plan is not None:
        outputs = install_steps(model, plan, seed=experiment.seed)
    elif device == "CPU" and not experiment.training.mixed_precision:
        make_keras_steps_repeatable(model)
    return Job(experiment, data, device, plan, model, steps, outputs)


def refuse_naive(experiment: Experiment) -> None:
    """Refuse an experiment whose model has nothing to train.

    Raises:
        ConfigError: it has not.
    """
    if not experiment.model.learns:
        raise ConfigError(
            f"{experiment.name}: model.kind is {experiment.model.kind}, which has nothing to "
            "train.",
            remedy="`seqlab baseline --config FILE` says what it scores.",
        )


def _complete(
    job: Job,
    beside: tuple[Contender, ...],
    writer: RunWriter,
    start: Checkpoint | None,
    observer: Observer,
    interrupts: Interrupts,
) -> Run:
    """Fit, evaluate, draw, with the right status whatever happens."""
    from seqlab.training.fit import fit

    run = Run(writer.files.folder)
    with recorded_as_it_ends(writer, observer):
        first = start.epoch + 1 if start else 1
        logger.info("training %s on %s from epoch %d", job.experiment.name, job.device, first)
        fitted = fit(job, writer, observer, interrupts, start)
        writer.write_metrics(_judged(job, beside, fitted, writer))
        figure = draw_curves([run])
        save_figure(figure, writer.files.curves_png)
        save_figure(figure, writer.files.curves_svg)
        writer.finish("completed")
    return run


def _judged(job: Job, beside: tuple[Contender, ...], fitted: Fitted, writer: RunWriter) -> Metrics:
    """Judge the best epoch beside the baselines on the validation split."""
    from seqlab.training.predicting import predicted

    data, task = job.data, job.data.task
    # Its functions are compiled: a model read from the file would have to be compiled again.
    job.model.load_weights(writer.files.model)
    outputs = predicted(job.model, job.outputs, data, "validation").astype("float64")
    from_logits = job.experiment.training.from_logits
    errors = task.errors(outputs, targets_of(data, "validation"), from_logits=from_logits)
    model = scores_of(
        data,
        fitted.history.validation(fitted.best_epoch),
        sound(errors, data, "validation"),
        data.more_scores("validation", outputs, from_logits=from_logits),
    )
    return Metrics(
        asked=Asked.of(data),
        best_epoch=fitted.best_epoch,
        validation=judge(data, "validation", model, errors, beside),
        test=None,
        parameters=job.model.count_params(),
        seconds_per_epoch=fitted.history.seconds_per_epoch,
        data=data.findings(),
    )

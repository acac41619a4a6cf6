"""A finished run's best model in files that run without seqlab, tried on real samples."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.backend import settled_keras, without_chatter
from seqlab.errors import DataError
from seqlab.exports.card import model_card
from seqlab.exports.check import SHARE, SHARE_OF_HALF, Tolerance, difference, refuse_apart
from seqlab.exports.folder import check_free, digests, new_folder
from seqlab.exports.format import Format
from seqlab.exports.formats import named_formats
from seqlab.exports.readme import PREPROCESSING, SAMPLE, readme
from seqlab.recipes.environment import describe_environment
from seqlab.recipes.saved import SavedRun, check_same_data, open_saved
from seqlab.runs import atomic
from seqlab.runs.metrics import Metrics
from seqlab.runs.reader import Run
from seqlab.runs.strict_json import strict_json
from seqlab.runs.untrusted import printable
from seqlab.tasks.data import InputBatch
from seqlab.tasks.deployment import Deployment
from seqlab.tasks.questions import Questions

SAMPLES = 1000
"""Samples of the validation split that an exported model is tried on, at most."""
FORMAT = 1
"""Of export.json."""


@dataclass(frozen=True, eq=False)
class Tried:
    """Samples of a run, and what its own model says of them.

    Args:
        questions: the samples.
        expected: the answers in original units, `(samples, ...)`.
        tolerance: how far those of an exported model may be from them.
    """

    questions: Questions
    expected: NDArray[np.float64]
    tolerance: Tolerance


def export_run(
    run: Run,
    formats: Sequence[str],
    output: Path,
    atol: float | None = None,
    notice: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Write a run's best model in some formats, and try each on samples of the validation split.

    Args:
        run: a completed one.
        formats: their names.
        output: the folder to write, which holds nothing yet.
        atol: how far answers may be from the run's own, in the units of the output; None allows a
            small share of each target's scale.
        notice: told of what takes its time.

    Returns:
        The content of export.json.

    Raises:
        ConfigError: there is no such format, the folder is not empty, or data of this kind cannot
            be exported.
        DataError: the run is not completed, or the data or the model are not those of the run.
        SeqlabError: a package is missing, a format cannot hold the model or makes it answer
            something else, or the folder cannot be written. Then nothing is left.
    """
    chosen = named_formats(formats)
    check_free(output)
    metrics = _results(run)
    prepared = run.preprocessing()
    notice("loading the data and the model")
    saved = open_saved(run)
    check_same_data(run, saved.data)
    settings = saved.experiment.training
    deployment = prepared.deployment(saved.data.task, from_logits=settings.from_logits)
    share = SHARE_OF_HALF if settings.mixed_precision else SHARE
    tried = _tried(saved, deployment, Tolerance(atol, share))
    with new_folder(output) as folder:
        record = _written(run, saved, deployment, tried, chosen, folder, notice)
        card = model_card(
            f"{run.name}, run {run.id}",
            metrics,
            run.environment,
            saved.data.inspect(),
            deployment,
            run.config_text,
        )
        atomic.write_text(folder / "MODEL_CARD.md", card)
        record["files"] = digests(folder)
        atomic.write_json(folder / "export.json", record)
    return record


def _results(run: Run) -> Metrics:
    """What a completed run scores.

    Raises:
        DataError: it is not completed.
    """
    results = run.results
    if run.status != "completed" or results is None:
        raise DataError(
            f"The run {printable(run.path)} is {run.status}: its best model may still change, and "
            "nobody knows how good it is.",
            remedy=f"Complete it first: `seqlab resume {printable(run.path)}`.",
        )
    return results


def _tried(saved: SavedRun, deployment: Deployment, tolerance: Tolerance) -> Tried:
    """Samples from all over the validation split, and the answers of the run's own model.

    Raises:
        DataError: no sample holds only what was really measured.
    """
    from seqlab.training.predicting import answers

    data = saved.data
    sound = data.sound("validation")
    count = data.samples("validation").count
    usable = np.arange(count) if sound is None else np.flatnonzero(sound)
    if not len(usable):
        raise DataError(
            "Every sample of the validation split takes in readings that were mended or are no "
            "measurements: there is none that the exported model could be tried on.",
            remedy="Train on data with whole windows in its validation split.",
        )
    places = usable[np.linspace(0, len(usable) - 1, min(SAMPLES, len(usable))).astype(np.int64)]
    questions = saved.experiment.dataset.judged(data, "validation").chosen(places)
    batches = [data.evaluation_batch("validation", 1, int(place))[0] for place in places]
    outputs = answers(saved.model, _together(batches)).astype(np.float64)
    return Tried(questions, deployment.expected(questions, outputs), tolerance)


def _together(batches: Sequence[InputBatch]) -> InputBatch:
    """Batches as one."""
    if isinstance(batches[0], tuple):
        return tuple(np.concatenate(parts) for parts in zip(*batches, strict=True))
    return np.concatenate([np.asarray(batch) for batch in batches])


def _written(
    run: Run,
    saved: SavedRun,
    deployment: Deployment,
    tried: Tried,
    formats: Sequence[Format],
    folder: Path,
    notice: Callable[[str], None],
) -> dict[str, Any]:
    """Write every format and what explains it, and return the content of export.json so far."""
    unit = deployment.output.unit
    found = {}
    for one in formats:
        notice(f"writing {one.file} and running it")
        found[one.name] = _tried_format(one, saved.model, deployment, tried, folder)
    sample = _sample(deployment, tried, formats)
    atomic.write_json(folder / SAMPLE, sample)
    if deployment.beside:
        atomic.write_json(folder / PREPROCESSING, deployment.beside)
    title = f"{run.name}, run {run.id}"
    atomic.write_text(folder / "README.md", readme(title, formats, deployment, sample))
    here = describe_environment(run.environment.device, None, {}, run.environment.plugins)
    modules = sorted({module for one in formats for module in one.modules})
    return {
        "format": FORMAT,
        "run": run.id,
        "name": run.name,
        "task": saved.data.task.name,
        "samples": len(tried.questions),
        "split": "validation",
        "unit": unit,
        "atol": tried.tolerance.atol,
        "allowed_in_scales": None if tried.tolerance.atol is not None else tried.tolerance.share,
        "formats": found,
        "trained_with": dict(run.environment.versions),
        "exported_with": {**here.versions, **{m: version(m.replace("_", "-")) for m in modules}},
    }


def _tried_format(
    one: Format, model: Any, deployment: Deployment, tried: Tried, folder: Path
) -> dict[str, Any]:
    """Write one format, run it, and return what export.json says of it."""
    questions = tried.questions
    with _quiet():
        one.write(model, deployment, folder)
        given = one.feed(deployment, questions)
        answers = one.run(folder, given, deployment.output.name)
    apart = difference(answers, tried.expected, deployment.scale(questions))
    refuse_apart(one, apart, tried.tolerance, deployment.output.unit)
    return {
        "file": one.file,
        **apart.record(),
        "inputs": [port.record(one.precision) for port in one.ports(deployment)],
        "outputs": [deployment.output.record(one.precision)],
    }


@contextmanager
def _quiet() -> Iterator[None]:
    """Keras as on a command line without settings, and nothing told of what converters do."""
    with settled_keras(), without_chatter():
        yield


def _sample(
    deployment: Deployment, tried: Tried, formats: Sequence[Format]
) -> dict[str, dict[str, Any]]:
    """The first sample, as a user would give it, and the answer."""
    first = tried.questions.chosen(np.array([0]))
    inputs: dict[str, Any] = dict(deployment.raw(first))
    for one in formats:
        inputs |= {name: values.tolist() for name, values in one.feed(deployment, first).items()}
    outputs = {deployment.output.name: tried.expected[:1].tolist()}
    sample: dict[str, dict[str, Any]] = json.loads(
        strict_json({"inputs": inputs, "outputs": outputs})
    )
    return sample

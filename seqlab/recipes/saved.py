"""A finished run put to work again: its experiment, its data and its best model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqlab.backend import settled_keras
from seqlab.errors import DataError
from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.runs.reader import Run
from seqlab.runs.untrusted import find, printable
from seqlab.series.data import SeriesData
from seqlab.task import Data, SplitName, all_batches
from seqlab.training.device import use_device


@dataclass(frozen=True)
class SavedRun:
    """What a run folder stands for.

    Args:
        experiment: as its config.yaml says.
        data: loaded anew; its digests may differ from the recorded ones.
        model: the Keras model of the best epoch.
    """

    experiment: Experiment
    data: Data
    model: Any

    @settled_keras()
    def scores(self, split: SplitName) -> dict[str, Any]:
        """What metrics.json says of a split: `loss`, each metric, for series in original units too.

        On the validation split these are the recorded ones, computed the same way.
        """
        from seqlab.evaluation.metrics import in_original_units
        from seqlab.training.batches import evaluation_batches

        self._compile_as_in_training()
        scores = self.model.evaluate(
            evaluation_batches(self.data, split, self.model), verbose=0, return_dict=True
        )
        return {**in_original_units(scores, self.data.task), **self.sound_scores(split)}

    def sound_scores(self, split: SplitName) -> dict[str, Any]:
        """`without_touched`: the scores on windows without bad readings, if some have any."""
        from seqlab.evaluation.touched import without_touched

        if not isinstance(self.data, SeriesData) or not self.data.touched(split).any():
            return {}  # most of the time, and then nothing is predicted for it
        sound = without_touched(self.errors(split), self.data, split)
        return {"without_touched": sound} if sound else {}

    @settled_keras()
    def predictions(self, split: SplitName) -> NDArray[np.float32]:
        """The model's output for every evaluation sample of a split, in their order.

        Returns:
            `(samples,)`: forecasts in standard deviations, or log-odds of a positive review.
        """
        from seqlab.training.batches import evaluation_batches

        self._compile_as_in_training()
        outputs: NDArray[np.float32] = self.model.predict(
            evaluation_batches(self.data, split, self.model), verbose=0
        )
        return outputs[:, 0]

    def errors(self, split: SplitName) -> NDArray[np.float64]:
        """How wrong the model is on every evaluation sample, as `baseline_errors` counts it.

        Returns:
            `(samples,)`: the absolute error in standard deviations, or 1 for a review with the
            wrong label and 0 for one with the right label.
        """
        outputs = self.predictions(split).astype(np.float64)
        targets = targets_of(self.data, split)
        errors: NDArray[np.float64] = np.abs(outputs - targets)
        if self.data.task.kind == "sentiment":
            threshold = 0.0 if self.experiment.training.from_logits else 0.5
            errors = ((outputs > threshold) != (targets > 0.5)).astype(np.float64)
        return errors

    def _compile_as_in_training(self) -> None:
        """Use XLA where training does, for its speed."""
        from seqlab.training.plan import choose_plan

        settings, batch_size = self.experiment.training, self.experiment.dataset.batch_size
        plan = choose_plan(settings, self.model, batch_size, use_device(settings.device))
        self.model.jit_compile = plan is not None and plan.jit


def open_saved(run: Run) -> SavedRun:
    """Read a run's config, load its data and its model.

    Raises:
        ConfigError: the config is damaged, or not of this version.
        DataError: the data cannot be had, or the model cannot be loaded or is another one's.
    """
    experiment = load_experiment(run.files.config)
    data = experiment.dataset.load()
    model = run.model()
    _check_fit(model, data, run)
    return SavedRun(experiment, data, model)


def _check_fit(model: Any, data: Data, run: Run) -> None:
    """Refuse a model that config.yaml does not describe: a folder may be anybody's patchwork."""
    inputs, targets = data.evaluation_batch("validation", 1, 0)
    wanted = inputs.shape[1:], targets.shape[1:]
    shapes = getattr(model, "input_shape", None), getattr(model, "output_shape", None)
    found = tuple(shape[1:] if isinstance(shape, tuple) else shape for shape in shapes)
    if found != wanted or not model.compiled:
        raise DataError(
            f"The model {printable(run.files.model)} is not that of config.yaml: expected "
            f"{wanted[0]} to {wanted[1]} and a loss, found {found[0]} to {found[1]}"
            f"{'' if model.compiled else ' and no loss'}.",
            remedy="Restore both from a copy, or train the experiment again.",
        )


def check_same_data(run: Run, data: Data) -> None:
    """Refuse data that is not what the run was trained on.

    Raises:
        DataError: names each source whose digest differs.
    """
    recorded = find(run.environment, "digests")
    if recorded == data.digests:
        return
    lines = []
    known = recorded if isinstance(recorded, dict) else {}
    for name in sorted(known.keys() | data.digests.keys()):
        then, now = known.get(name, "none"), data.digests.get(name, "none")
        if then != now:
            lines.append(f"  {printable(name)}: recorded {printable(then)}, now {now}")
    raise DataError(
        f"The data is not what the run {printable(run.path)} was trained on:\n" + "\n".join(lines),
        remedy="Put the file with the recorded digest where `seqlab data list` looks, or train "
        "the run's config.yaml again on this data.",
    )


def targets_of(data: Data, split: SplitName) -> NDArray[np.float64]:
    """The targets of every evaluation sample of a split, in their order, as `(samples,)`."""
    batches = [targets[:, 0] for _, targets in all_batches(data, split, 4096)]
    return np.concatenate(batches).astype(np.float64)

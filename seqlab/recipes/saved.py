"""A finished run put to work again: its experiment, its data and its best model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from seqlab.backend import start_tensorflow
from seqlab.errors import DataError
from seqlab.evaluation.judging import scores_of, sound
from seqlab.experiment.experiment import Experiment
from seqlab.runs.reader import Run
from seqlab.runs.scores import Scores
from seqlab.runs.untrusted import printable
from seqlab.tasks.data import Data, SplitName, targets_of
from seqlab.tasks.task import Task
from seqlab.training.device import use_device

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.training.steps import Outputs


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

    def scores(self, split: SplitName) -> Scores:
        """What metrics.json says of a split, computed from what the model says of its samples."""
        from seqlab.training.predicting import mean_loss

        outputs, errors = self.predictions(split), self.errors(split)
        targets = targets_of(self.data, split).astype("float32")
        values = {
            "loss": mean_loss(self.model, outputs, targets),
            self.data.task.metric.name: self.data.task.score(errors),
        }
        on_sound = sound(errors, self.data, split)
        from_logits = self.experiment.training.from_logits
        more = self.data.more_scores(split, outputs.astype("float64"), from_logits=from_logits)
        return scores_of(self.data, values, on_sound, more)

    def predictions(self, split: SplitName) -> NDArray[np.float32]:
        """The model's output for every evaluation sample of a split, in their order.

        Returns:
            `(samples, ...)`, as the task's head puts it out.
        """
        from seqlab.training.predicting import predicted

        if split not in self._predictions:
            self._predictions[split] = predicted(self.model, self._outputs, self.data, split)
        return self._predictions[split]

    def errors(self, split: SplitName) -> NDArray[np.float64]:
        """How wrong the model is on every evaluation sample, `(samples,)`, as the task counts."""
        return self.data.task.errors(
            self.predictions(split).astype("float64"),
            targets_of(self.data, split),
            from_logits=self.experiment.training.from_logits,
        )

    @cached_property
    def _predictions(self) -> dict[SplitName, NDArray[np.float32]]:
        """What was predicted before, by split."""
        return {}

    @cached_property
    def _outputs(self) -> Outputs | None:
        """What the model says of a batch, computed as in training, for the speed of it."""
        from seqlab.training.plan import choose_plan
        from seqlab.training.steps import install_steps

        settings, batch_size = self.experiment.training, self.experiment.dataset.batch_size
        plan = choose_plan(settings, self.model, batch_size, use_device(settings.device))
        if plan is None:
            return None
        return install_steps(self.model, plan, seed=self.experiment.seed)


def open_saved(run: Run) -> SavedRun:
    """Read a run's config, load its data and its model.

    Raises:
        ConfigError: the config is damaged, or not of this version.
        DataError: the data cannot be had, or the model cannot be loaded or is another one's.
    """
    experiment = run.experiment()
    return saved_run(run, experiment, experiment.dataset.load())


def saved_run(run: Run, experiment: Experiment, data: Data) -> SavedRun:
    """A run whose config was read and whose data was loaded before.

    Raises:
        DataError: the model cannot be loaded, or is not the one that the config describes: a
            folder may be anybody's patchwork.
    """
    return SavedRun(experiment, data, trained_model(run, experiment, data.task))


def trained_model(run: Run, experiment: Experiment, task: Task) -> Any:
    """The Keras model of a run's best epoch, for which no data needs to be loaded.

    Raises:
        DataError: it cannot be loaded, or is not the one that the config describes.
    """
    start_tensorflow()

    from seqlab.recipes.likeness import unlike
    from seqlab.training.compiled import compiled_model

    # Built first: that imports what registers the layers of another package with Keras.
    wanted = compiled_model(experiment, task)
    model = run.model()
    problems = unlike(model, wanted)
    if problems:
        raise DataError(
            f"The model {printable(run.files.model)} is not that of config.yaml:\n"
            + "\n".join(f"  {printable(problem)}" for problem in problems[:10]),
            remedy="Restore both from a copy, or train the experiment again.",
        )
    return model


def check_same_data(run: Run, data: Data) -> None:
    """Refuse data that is not what the run was trained on.

    Raises:
        DataError: names each source whose digest differs.
    """
    recorded = run.environment.digests
    if recorded == data.digests:
        return
    lines = []
    for name in sorted(recorded.keys() | data.digests.keys()):
        then, now = recorded.get(name, "none"), data.digests.get(name, "none")
        if then != now:
            lines.append(f"  {printable(name)}: recorded {printable(then)}, now {now}")
    raise DataError(
        f"The data is not what the run {printable(run.path)} was trained on:\n" + "\n".join(lines),
        remedy="Put the file with the recorded digest back (`seqlab data list` says where "
        "published ones are looked for), or train the run's config.yaml again on this data.",
    )

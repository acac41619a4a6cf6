"""A finished run put to work again: its experiment, its data and its best model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seqlab.backend import settled_keras
from seqlab.errors import DataError
from seqlab.evaluation.judging import scores_of, sound
from seqlab.experiment.experiment import Experiment
from seqlab.runs.reader import Run
from seqlab.runs.scores import Scores
from seqlab.runs.untrusted import printable
from seqlab.tasks.data import Data, SplitName, targets_of
from seqlab.training.device import use_device

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
    def scores(self, split: SplitName) -> Scores:
        """What metrics.json says of a split.

        On the validation split these are the recorded ones, computed the same way.
        """
        from seqlab.training.batches import evaluation_batches

        self._compile_as_in_training()
        values: Mapping[str, float] = self.model.evaluate(
            evaluation_batches(self.data, split, self.model), verbose=0, return_dict=True
        )
        return scores_of(self.data, values, self.sound_score(split))

    def sound_score(self, split: SplitName) -> tuple[float, int] | None:
        """The score on samples that hold only what was measured; see `evaluation.judging.sound`."""
        if self.data.sound(split) is None:
            return None  # most of the time, and then nothing is predicted for it
        return sound(self.errors(split), self.data, split)

    @settled_keras()
    def predictions(self, split: SplitName) -> NDArray[np.float32]:
        """The model's output for every evaluation sample of a split, in their order.

        Returns:
            `(samples, ...)`, as the task's head puts it out.
        """
        from seqlab.training.batches import evaluation_batches

        self._compile_as_in_training()
        outputs: NDArray[np.float32] = self.model.predict(
            evaluation_batches(self.data, split, self.model), verbose=0
        )
        return outputs

    def errors(self, split: SplitName) -> NDArray[np.float64]:
        """How wrong the model is on every evaluation sample, `(samples,)`, as the task counts."""
        return self.data.task.errors(
            self.predictions(split).astype("float64"),
            targets_of(self.data, split),
            from_logits=self.experiment.training.from_logits,
        )

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
    experiment = run.experiment()
    return saved_run(run, experiment, experiment.dataset.load())


def saved_run(run: Run, experiment: Experiment, data: Data) -> SavedRun:
    """A run whose config was read and whose data was loaded before.

    Raises:
        DataError: the model cannot be loaded, or is not the one that the config describes: a
            folder may be anybody's patchwork.
    """
    from seqlab.recipes.likeness import unlike

    model = run.model()
    problems = unlike(model, experiment, data)
    if problems:
        raise DataError(
            f"The model {printable(run.files.model)} is not that of config.yaml:\n"
            + "\n".join(f"  {printable(problem)}" for problem in problems[:10]),
            remedy="Restore both from a copy, or train the experiment again.",
        )
    return SavedRun(experiment, data, model)


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
        remedy="Put the file with the recorded digest where `seqlab data list` looks, or train "
        "the run's config.yaml again on this data.",
    )

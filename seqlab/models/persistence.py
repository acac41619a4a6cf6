"""The baseline as a model: what every other model has to beat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from seqlab.models.embedding import model_inputs
from seqlab.models.model import Model

if TYPE_CHECKING:
    import keras

    from seqlab.tasks.task import Task


class Persistence(Model):
    """The newest value of the target is the answer (listing 6.35). Nothing to train."""

    kind: Literal["persistence"] = "persistence"

    @property
    def learns(self) -> bool:
        return False

    def obstacle(self, task: type[Task]) -> str:
        if task.is_in_inputs:
            return ""
        return f"{self.kind} repeats the newest value of a series, and there is none in"

    def build(self, task: Task) -> keras.Model:
        import keras

        window, *beside = model_inputs(task.inputs, None)[0]
        inputs = [window, *beside] if beside else window
        return keras.Model(inputs, task.newest(window), name=self.kind)

"""The naive forecast as a model: what every other model has to beat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from seqlab.models.model import Model

if TYPE_CHECKING:
    import keras

    from seqlab.task import Task


class Persistence(Model):
    """The newest value of the target is the forecast (listing 6.35). Nothing to train."""

    kind: Literal["persistence"] = "persistence"

    @property
    def learns(self) -> bool:
        return False

    def build(self, task: Task) -> keras.Model:
        import keras

        window = keras.Input((task.length, task.features), name="series")
        newest = window[:, -1, task.target_column : task.target_column + 1]  # (batch, 1)
        return keras.Model(window, newest, name=self.kind)

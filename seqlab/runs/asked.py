"""What was asked of a model, as metrics.json says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from seqlab.runs.fields import Fields
from seqlab.runs.untrusted import printable
from seqlab.tasks.classification import Classification
from seqlab.tasks.data import Data
from seqlab.tasks.forecast import Forecast
from seqlab.tasks.metric import Metric
from seqlab.tasks.task import Task


@dataclass(frozen=True)
class Asked:
    """What was asked of a model, and how its scores are to be read.

    Args:
        task: the task's name.
        metric: what it is judged by.
        unit: the original unit of what it predicts, such as `degC`; empty where there is none.
        scale: original units per unit of the metric; None where there are none.
        noun: what samples are called: `windows`, `reviews`.
        loss_title: what an axis of a picture calls the loss.
    """

    task: str
    metric: Metric
    unit: str
    scale: float | None
    noun: str
    loss_title: str

    @classmethod
    def of(cls, data: Data) -> Asked:
        """What is asked of a model of this data."""
        task = data.task
        return cls(task.name, task.metric, task.unit, task.scale, data.noun, task.loss_title)

    @property
    def original_name(self) -> str:
        """What metrics.json calls the metric in original units: `mae_original`."""
        return _original(self.metric)

    def original(self, value: float) -> float | None:
        """A value of the metric in original units."""
        return None if self.scale is None else value * self.scale

    def record(self) -> dict[str, Any]:
        """As metrics.json has it."""
        return {
            "name": self.task,
            "metric": self.metric.record(),
            "unit": self.unit,
            "scale": self.scale,
            "samples": self.noun,
            "loss": self.loss_title,
        }

    @classmethod
    def parse(cls, fields: Fields) -> Asked:
        """Read it from the fields of metrics.json."""
        block = fields.optional_block("task")
        if block is None:
            return _asked_of_old(fields)
        metric = block.block("metric")
        return cls(
            task=printable(block.text("name")),
            metric=Metric(
                name=printable(metric.text("name")),
                title=printable(metric.text("title")),
                unit=printable(metric.text("unit")),
                lower_is_better=metric.flag("lower_is_better"),
                best=metric.number("best"),
                shortfall=printable(metric.text("shortfall")),
            ),
            unit=printable(block.text("unit")),
            scale=block.optional_number("scale"),
            noun=printable(block.text("samples")),
            loss_title=printable(block.text("loss")),
        )


def _asked_of_old(fields: Fields) -> Asked:
    """What a folder was asked that does not say so, as those before format 1 do not."""
    validation = fields.block("validation")
    task: type[Task] = Forecast if validation.has(Forecast.metric.name) else Classification
    metric, title = task.metric, task.loss_title
    value, original = (validation.optional_number(key) for key in (metric.name, _original(metric)))
    scale = original / value if value and original is not None else None
    unit = printable(validation.optional_text("unit") or "")
    noun = "windows" if task is Forecast else "reviews"
    return Asked(task.name, metric, unit, scale, noun, title)


def _original(metric: Metric) -> str:
    return f"{metric.name}_original"

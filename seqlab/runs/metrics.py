"""What a run is worth: the content of metrics.json, and the only place that spells it.

best_epoch                       the epoch with the lowest validation loss, counted from 1
task                             what was asked, and how its metric is to be read
validation, test                 the model's scores on a split; test only once it was asked for
baseline.validation, .test       the naive forecast's, on exactly the same samples
skill                            1 - error / the baseline's error; null where that is 0
parameters, seconds_per_epoch    of the model, of training (the median)
data                             what is wrong with the rows of each split
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from seqlab.runs.fields import FORMAT, Fields
from seqlab.runs.untrusted import printable
from seqlab.tasks.data import Data, Samples
from seqlab.tasks.metric import ACCURACY, MAE, Metric

JudgedSplit = Literal["validation", "test"]
JUDGED: tuple[JudgedSplit, ...] = ("validation", "test")

SOUND = "without_touched"
"""What metrics.json calls the scores without samples that take in what was not measured."""


@dataclass(frozen=True)
class Asked:
    """What was asked of a model, and how its scores are to be read.

    Args:
        task: the task's name, such as `forecast`.
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


@dataclass(frozen=True)
class Scores:
    """What a model or a baseline scores on some samples.

    Args:
        values: the loss, where there is one, and each metric, by name.
        original: the task's metric in original units; None where there are none.
        sound: the task's metric on those samples alone that hold only what was really measured,
            and how many they are; None where that is all of them.
    """

    values: Mapping[str, float]
    original: float | None = None
    sound: tuple[float, int] | None = None

    def record(self, asked: Asked) -> dict[str, Any]:
        """As metrics.json has it."""
        record: dict[str, Any] = dict(self.values)
        if self.original is not None:
            record |= {_original(asked.metric): self.original, "unit": asked.unit}
        if self.sound is not None:
            value, count = self.sound
            record[SOUND] = {asked.noun: count, asked.metric.name: value}
            if self.original is not None:
                record[SOUND] |= {_original(asked.metric): asked.original(value)}
                record[SOUND] |= {"unit": asked.unit}
        return record

    @classmethod
    def parse(cls, fields: Fields, asked: Asked, *names: str) -> Scores:
        """Read it from a block of metrics.json, which must have the metric and the other names."""
        sound = fields.optional_block(SOUND)
        original = fields.optional_number(_original(asked.metric))
        found = [name for name in (*names, asked.metric.name) if name in fields.values]
        return cls(
            values={name: fields.number(name) for name in (*found, asked.metric.name)},
            original=original,
            sound=None
            if sound is None
            else (sound.number(asked.metric.name), sound.whole(asked.noun)),
        )


@dataclass(frozen=True)
class Judgement:
    """A model beside the baseline, on one split.

    Args:
        model: the model's scores.
        baseline: the naive forecast's, on exactly the same samples.
        name: what the naive forecast is called.
        samples: which they are.
    """

    model: Scores
    baseline: Scores
    name: str
    samples: Samples


@dataclass(frozen=True)
class Metrics:
    """The content of metrics.json.

    Args:
        asked: what was asked, and how scores are to be read.
        best_epoch: the epoch with the lowest validation loss, counted from 1.
        validation: the best epoch beside the baseline on the validation split.
        test: the same on the test split; None until that was asked for.
        parameters: weights of the model.
        seconds_per_epoch: the median.
        data: what is wrong with the rows of each split; None in folders older than that look.
    """

    asked: Asked
    best_epoch: int
    validation: Judgement
    test: Judgement | None
    parameters: int
    seconds_per_epoch: float
    data: Mapping[str, Any] | None = field(default=None)

    @property
    def metric(self) -> Metric:
        """What the model is judged by."""
        return self.asked.metric

    def value(self, split: JudgedSplit = "validation") -> float | None:
        """The model's metric on a split; None where it was not judged on it."""
        judgement = self.judgement(split)
        return None if judgement is None else judgement.model.values[self.metric.name]

    def judgement(self, split: JudgedSplit) -> Judgement | None:
        """The model beside the baseline on a split; None where it was not judged on it."""
        return self.validation if split == "validation" else self.test

    def skill(self, split: JudgedSplit = "validation") -> float | None:
        """The share of the baseline's error that the model removes; None where that is 0."""
        judgement = self.judgement(split)
        if judgement is None:
            return None
        name = self.metric.name
        return self.metric.skill(judgement.model.values[name], judgement.baseline.values[name])

    def with_sound(self, sound: tuple[float, int] | None) -> Metrics:
        """The same with the model's score on sound validation samples alone."""
        model = replace(self.validation.model, sound=sound)
        return replace(self, validation=replace(self.validation, model=model))

    def with_test(self, judgement: Judgement) -> Metrics:
        """The same with scores on the test split."""
        return replace(self, test=judgement)

    def record(self) -> dict[str, Any]:
        """The content of metrics.json."""
        judged = {s: j for s in JUDGED if (j := self.judgement(s)) is not None}
        return {
            "format": FORMAT,
            "task": self.asked.record(),
            "best_epoch": self.best_epoch,
            **{split: found.model.record(self.asked) for split, found in judged.items()},
            "baseline": {
                split: baseline_record(self.asked, split, j.name, j.baseline, j.samples)
                for split, j in judged.items()
            },
            "skill": self.skill(),
            "parameters": self.parameters,
            "seconds_per_epoch": self.seconds_per_epoch,
            **({} if self.data is None else {"data": self.data}),
        }

    @classmethod
    def parse(cls, document: Mapping[str, Any], path: Path) -> Metrics:
        """Read the content of metrics.json.

        Raises:
            DataError: it is damaged, or of a newer seqlab.
        """
        fields = Fields(document, path)
        fields.check_format()
        asked = Asked.parse(fields)
        data = fields.optional_block("data")
        found = {split: _judgement(fields, split, asked) for split in JUDGED if fields.has(split)}
        if "validation" not in found:
            fields.refuse("validation", "an object")
        return cls(
            asked=asked,
            best_epoch=fields.whole("best_epoch"),
            validation=found["validation"],
            test=found.get("test"),
            parameters=fields.whole("parameters"),
            seconds_per_epoch=fields.number("seconds_per_epoch"),
            data=None if data is None else dict(data.values),
        )


def baseline_record(
    asked: Asked, split: str, name: str, scores: Scores, samples: Samples
) -> dict[str, Any]:
    """The naive forecast's scores as a JSON object, with what they were scored on.

    Args:
        asked: how scores are to be read.
        split: its name.
        name: what the naive forecast is called.
        scores: its scores.
        samples: what it was scored on.
    """
    record = scores.record(asked)
    sound = record.pop(SOUND, None)
    return {
        "baseline": name,
        "split": split,
        **record,
        asked.noun: samples.count,
        **({} if samples.horizon_minutes is None else {"horizon_minutes": samples.horizon_minutes}),
        **({"fingerprint": samples.fingerprint} if samples.fingerprint else {}),
        **({} if sound is None else {SOUND: sound}),
    }


def _judgement(fields: Fields, split: str, asked: Asked) -> Judgement:
    naive = fields.block("baseline").block(split)
    samples = Samples(
        count=naive.whole(asked.noun),
        noun=asked.noun,
        fingerprint=naive.optional_text("fingerprint") or "",
        horizon_minutes=naive.optional_number("horizon_minutes"),
    )
    return Judgement(
        model=Scores.parse(fields.block(split), asked, "loss"),
        baseline=Scores.parse(naive, asked),
        name=printable(naive.optional_text("baseline") or "baseline"),
        samples=samples,
    )


def _asked_of_old(fields: Fields) -> Asked:
    """What a folder was asked that does not say so, as those before format 1 do not."""
    validation = fields.block("validation")
    if not validation.has(MAE.name):
        title = "loss (cross-entropy, nats)"
        return Asked("classification", ACCURACY, "", None, "reviews", title)
    mae, original = (validation.optional_number(key) for key in (MAE.name, _original(MAE)))
    scale = original / mae if mae and original is not None else None
    unit = printable(validation.optional_text("unit") or "")
    return Asked("forecast", MAE, unit, scale, "windows", "loss")


def _original(metric: Metric) -> str:
    return f"{metric.name}_original"

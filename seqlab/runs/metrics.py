"""What a run is worth: the content of metrics.json, and the only place that spells it.

best_epoch                       the epoch with the lowest validation loss, counted from 1
task                             what was asked, and how its metric is to be read
validation, test                 the model's scores on a split; test only once it was asked for
baseline.validation, .test       the baseline's, on exactly the same samples
skill                            1 - error / the baseline's error; null where that is 0
baselines.validation, .test      every baseline's, with the seconds that it took
best_baseline, skill_over_best   the best one on the validation split, and the same over it
verdict.validation, .test        whether it was worth it, with 95 % intervals
parameters, seconds_per_epoch    of the model, of training (the median)
data                             what is wrong with the rows of each split
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from seqlab.runs.asked import Asked
from seqlab.runs.fields import FORMAT, Fields
from seqlab.runs.scores import Judgement, baseline_record, read_judgement, rival_record
from seqlab.tasks.metric import Metric

JudgedSplit = Literal["validation", "test"]
JUDGED: tuple[JudgedSplit, ...] = ("validation", "test")


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

    def named_scores(self) -> Iterator[tuple[str, float]]:
        """Every score as trackers show it: `validation/mae`, `test/ridge/mae`, `skill`."""
        for split in JUDGED:
            judgement = self.judgement(split)
            if judgement is not None:
                for name, value in judgement.model.values.items():
                    yield f"{split}/{name}", value
                for rival in judgement.rivals:
                    name = self.metric.name
                    yield f"{split}/{rival.name}/{name}", rival.scores.values[name]
        skill = self.skill()
        if skill is not None:
            yield "skill", skill

    def with_sound(self, sound: tuple[float, int] | None) -> Metrics:
        """The same with the model's score on sound validation samples alone."""
        return replace(self, validation=self.validation.with_sound(sound))

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
            **self._verdicts(judged),
            "parameters": self.parameters,
            "seconds_per_epoch": self.seconds_per_epoch,
            **({} if self.data is None else {"data": self.data}),
        }

    def outcome(self) -> dict[str, Any]:
        """The content of metrics.json without the times that it took, which are never the same."""
        found = self.record()
        del found["seconds_per_epoch"]
        for rivals in found.get("baselines", {}).values():
            for rival in rivals:
                del rival["seconds"]
        return found

    def _verdicts(self, judged: Mapping[JudgedSplit, Judgement]) -> dict[str, Any]:
        """What stands beside all baselines; nothing in folders that are older than that."""
        verdicts = {s: j.verdict.record() for s, j in judged.items() if j.verdict is not None}
        if not verdicts:
            return {}
        best = ("best_baseline", "skill_over_best")
        return {
            "baselines": {
                split: [rival_record(self.asked, rival) for rival in judged[split].rivals]
                for split in verdicts
            },
            # A folder older than that may have been judged on its test split since.
            **{name: verdicts["validation"][name] for name in best if "validation" in verdicts},
            "verdict": verdicts,
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
        found = {
            split: read_judgement(fields, split, asked) for split in JUDGED if fields.has(split)
        }
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

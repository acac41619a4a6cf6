"""What models and baselines score, as metrics.json says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from seqlab.runs.asked import Asked
from seqlab.runs.fields import Fields
from seqlab.runs.untrusted import printable
from seqlab.tasks.data import Samples

SOUND = "without_touched"
"""What metrics.json calls the scores without samples that take in what was not measured."""


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
            record |= {asked.original_name: self.original, "unit": asked.unit}
        if self.sound is not None:
            value, count = self.sound
            record[SOUND] = {asked.noun: count, asked.metric.name: value}
            if self.original is not None:
                record[SOUND] |= {asked.original_name: asked.original(value)}
                record[SOUND] |= {"unit": asked.unit}
        return record

    @classmethod
    def parse(cls, fields: Fields, asked: Asked, *names: str) -> Scores:
        """Read it from a block of metrics.json, which must have the metric and the other names."""
        sound = fields.optional_block(SOUND)
        original = fields.optional_number(asked.original_name)
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
        baseline: the baseline's, on exactly the same samples.
        name: what the baseline is called.
        samples: which they are.
    """

    model: Scores
    baseline: Scores
    name: str
    samples: Samples


def baseline_record(
    asked: Asked, split: str, name: str, scores: Scores, samples: Samples
) -> dict[str, Any]:
    """The baseline's scores as a JSON object, with what they were scored on.

    Args:
        asked: how scores are to be read.
        split: its name.
        name: what the baseline is called.
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


def read_judgement(fields: Fields, split: str, asked: Asked) -> Judgement:
    """Read the scores of a split from the fields of metrics.json.

    Raises:
        DataError: they are damaged.
    """
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

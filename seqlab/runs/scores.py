"""What models and baselines score, as metrics.json says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from seqlab.runs.asked import Asked
from seqlab.runs.fields import Fields
from seqlab.runs.untrusted import printable
from seqlab.runs.verdict import Verdict
from seqlab.tasks.data import Samples

SOUND = "without_touched"
"""What metrics.json calls the scores without samples that take in what was not measured."""
MORE = {"macro_f1": "macro F1", "mse": "mse", "mase": "MASE", "wql": "wQL", "coverage": "coverage"}
"""Other metrics that are shown where there are some, and their headings."""
_BESIDE = ("baseline", "split", "horizon_minutes", "fingerprint", "seconds")
"""What stands beside the scores of a baseline."""


@dataclass(frozen=True)
class Scores:
    """What a model or a baseline scores on some samples.

    Args:
        values: the loss, where there is one, and each metric, by name.
        original: the task's metric in original units; None where there are none.
        sound: the task's metric on those samples alone that hold only what was really measured,
            and how many they are; None where that is all of them.
        more: what else the kind of data has to say, such as other metrics: a JSON object.
    """

    values: Mapping[str, float]
    original: float | None = None
    sound: tuple[float, int] | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    def record(self, asked: Asked) -> dict[str, Any]:
        """As metrics.json has it."""
        record: dict[str, Any] = dict(self.values)
        if self.original is not None:
            record |= {asked.original_name: self.original, "unit": asked.unit}
        if self.sound is not None:
            value, count = self.sound
            record[SOUND] = {asked.noun: count, asked.metric.name: value}
            if asked.scale is not None:
                record[SOUND] |= {asked.original_name: asked.original(value)}
                record[SOUND] |= {"unit": asked.unit}
        return record | {name: value for name, value in self.more.items() if name not in record}

    @classmethod
    def parse(cls, fields: Fields, asked: Asked, *names: str) -> Scores:
        """Read it from a block of metrics.json, which must have the metric and the other names."""
        sound = fields.optional_block(SOUND)
        original = fields.optional_number(asked.original_name)
        found = [name for name in (*names, asked.metric.name) if name in fields.values]
        known = {
            *names,
            asked.metric.name,
            asked.original_name,
            "unit",
            SOUND,
            *_BESIDE,
            asked.noun,
        }
        return cls(
            values={name: fields.number(name) for name in (*found, asked.metric.name)},
            more={name: value for name, value in fields.values.items() if name not in known},
            original=original,
            sound=None
            if sound is None
            else (sound.number(asked.metric.name), sound.whole(asked.noun)),
        )


@dataclass(frozen=True)
class Rival:
    """A baseline on the samples of a split.

    Args:
        name: what it is called.
        scores: what it scores.
        seconds: what it took to fit it and to predict with it, when that was done.
    """

    name: str
    scores: Scores
    seconds: float | None = None


@dataclass(frozen=True)
class Judgement:
    """A model beside the baselines, on one split.

    Args:
        model: the model's scores.
        rivals: the baselines in their order, of which skill is measured against the first.
        samples: which they are.
        verdict: whether it was worth it; None in folders that are older than that.
    """

    model: Scores
    rivals: tuple[Rival, ...]
    samples: Samples
    verdict: Verdict | None = None

    @property
    def baseline(self) -> Scores:
        """The scores of the first baseline."""
        return self.rivals[0].scores

    @property
    def name(self) -> str:
        """What the first baseline is called."""
        return self.rivals[0].name

    def with_sound(self, sound: tuple[float, int] | None) -> Judgement:
        """The same with the model's score on sound samples alone."""
        return replace(self, model=replace(self.model, sound=sound))


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


def rival_record(asked: Asked, rival: Rival) -> dict[str, Any]:
    """A baseline's scores as a JSON object, with the seconds that it took."""
    return {"baseline": rival.name, **rival.scores.record(asked), "seconds": rival.seconds}


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
    others = fields.optional_block("baselines")
    verdicts = fields.optional_block("verdict")
    return Judgement(
        model=Scores.parse(fields.block(split), asked, "loss"),
        rivals=(_rival(naive, asked),)
        if others is None or not others.has(split)
        else tuple(_rival(block, asked) for block in others.blocks(split)),
        samples=samples,
        verdict=None
        if verdicts is None or not verdicts.has(split)
        else Verdict.parse(verdicts.block(split), asked.metric.shortfall),
    )


def _rival(fields: Fields, asked: Asked) -> Rival:
    name = printable(fields.optional_text("baseline") or "baseline")
    return Rival(name, Scores.parse(fields, asked), fields.optional_number("seconds"))

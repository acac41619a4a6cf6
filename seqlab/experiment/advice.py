"""Warnings that teach: what a config may do without its author knowing, and why that matters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seqlab.advice import Finding, Surroundings
from seqlab.experiment.document import Document, KeyPath, Place

if TYPE_CHECKING:
    from seqlab.experiment.experiment import Experiment


@dataclass(frozen=True)
class Advice:
    """One warning.

    Args:
        name: what `silence:` calls it.
        key: the setting that it is about.
        place: where that stands; None where the experiment does not come from a file.
        reason: what happens, and why it matters.
        remedy: what to write instead.
    """

    name: str
    key: str
    place: Place | None
    reason: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.name}: {self.reason} {self.remedy}"


def advise(experiment: Experiment, source: Document | None = None) -> list[Advice]:
    """All warnings about an experiment that it does not silence.

    Args:
        experiment: which is valid.
        source: the file that it was read from, for the places.
    """
    return [
        Advice(
            finding.name,
            ".".join(map(str, path)),
            source.place(path) if source else None,
            finding.reason,
            finding.remedy,
        )
        for path, finding in _findings(experiment)
        if finding.name not in experiment.silence
    ]


def _findings(experiment: Experiment) -> Iterator[tuple[KeyPath, Finding]]:
    surroundings = Surroundings(
        may_use_gpu=experiment.training.device != "cpu",
        learns=experiment.model.learns,
        clips=experiment.training.clipping is not None,
        pads_before=experiment.dataset.pads_before,
    )
    for finding in experiment.training.warn(experiment.dataset.task):
        yield ("training", *finding.path), finding
    for finding in experiment.model.warn(surroundings):
        yield ("model", *finding.path), finding
    for finding in experiment.dataset.warn(surroundings):
        yield ("dataset", *finding.path), finding

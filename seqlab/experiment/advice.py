"""Warnings that teach: what a config may do without its author knowing, and why that matters.

None of these is a mistake in itself; the book does most of them. Each has a name, by which
`silence:` in the config switches it off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from seqlab.datasets.series_dataset import SeriesDataset
from seqlab.experiment.document import Document, KeyPath, Place
from seqlab.models.recurrent import RecurrentLayer

if TYPE_CHECKING:
    from seqlab.experiment.experiment import Experiment

AdviceName = Literal[
    "sigmoid", "cudnn", "unbounded_activation", "left_padding", "overlap", "horizon"
]
BOUNDED = {"tanh", "sigmoid"}


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

    name: AdviceName
    key: str
    place: Place | None
    reason: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.name}: {self.reason} {self.remedy}"


Found = tuple[KeyPath, str, str]
"""The path of a setting, a reason and a remedy."""


def advise(experiment: Experiment, source: Document | None = None) -> list[Advice]:
    """All warnings about an experiment that it does not silence.

    Args:
        experiment: which is valid.
        source: the file that it was read from, for the places.
    """
    return [
        Advice(
            name, ".".join(map(str, path)), source.place(path) if source else None, reason, remedy
        )
        for name in get_args(AdviceName)
        if name not in experiment.silence
        for path, reason, remedy in RULES[name](experiment)
    ]


def _sigmoid(experiment: Experiment) -> Iterator[Found]:
    """The mistake that listing 6.46 was printed with."""
    training = experiment.training
    if experiment.loss == "binary_crossentropy" and not training.from_logits:
        yield (
            ("training", "from_logits"),
            "the loss takes the output for a probability, but no sigmoid makes it one: what falls "
            "outside 0 to 1 is cut off and teaches nothing.",
            "training.from_logits=true mends it.",
        )


def _cudnn(experiment: Experiment) -> Iterator[Found]:
    """cuDNN's kernel runs over all time steps at once and can drop nothing in between."""
    for number, layer in _recurrent_layers(experiment):
        if layer.recurrent_dropout and layer.cell != "simple_rnn" and _may_use_gpu(experiment):
            yield (
                ("model", "layers", number, "recurrent_dropout"),
                "recurrent_dropout switches cuDNN's kernel off: a GPU then computes the layer one "
                "time step after the other, much slower.",
                "`dropout` alone keeps the kernel.",
            )
            return


def _unbounded_activation(experiment: Experiment) -> Iterator[Found]:
    """A state that is fed back to itself can grow without end."""
    for number, layer in _recurrent_layers(experiment):
        if layer.activation not in BOUNDED and experiment.training.clipping is None:
            yield (
                ("model", "layers", number, "activation"),
                f"{layer.activation} has no upper end, and a state that is fed back through it can "
                "grow until the loss is NaN.",
                "tanh cannot; training.clipping.global_norm=1.0 helps.",
            )
            return


def _left_padding(experiment: Experiment) -> Iterator[Found]:
    """Keras checks the mask when it calls cuDNN."""
    embedding, dataset = experiment.model.embedding, experiment.dataset
    if embedding is None or not embedding.mask_padding or not _may_use_gpu(experiment):
        return
    pads_left = getattr(dataset, "padding", "pre") == "pre"  # without the setting: in front
    layers = [layer for _, layer in _recurrent_layers(experiment)]
    if pads_left and any(not layer.cudnn_obstacle() for layer in layers):
        yield (
            ("model", "embedding", "mask_padding"),
            "cuDNN can skip padding after a review, not before it, where it is here: on a GPU, "
            "Keras refuses such a mask.",
            "training.device=cpu avoids that, and so does dataset.padding=post.",
        )


def _overlap(experiment: Experiment) -> Iterator[Found]:
    """Worked example, the book's splits: the anchor 199999 has the target 200143; validation
    begins at row 200001, so 200143 - 200001 + 1 = 143 targets lie among its rows.
    """
    dataset = experiment.dataset
    if not isinstance(dataset, SeriesDataset) or dataset.purge or not experiment.model.learns:
        return
    (first, stop), start = dataset.training_rows, dataset.validation_rows[0]
    anchors = stop - first - dataset.lookback
    shared = min(stop - 1 + dataset.delay - start + 1, anchors)
    if shared > 0:
        yield (
            ("dataset", "training_rows"),
            f"the last {shared:,} training targets lie among the validation rows, which are then "
            "not all new to the model.",
            "dataset.purge=true keeps them apart."
            if shared < anchors
            else "A shorter dataset.delay, or a gap between the splits, keeps them apart.",
        )


def _horizon(experiment: Experiment) -> Iterator[Found]:
    """Worked example, the book's windows: inputs end at r - 6, the target is r + 144: 150 rows."""
    dataset = experiment.dataset
    if isinstance(dataset, SeriesDataset) and dataset.alignment == "book":
        horizon = dataset.delay + dataset.step
        yield (
            ("dataset", "alignment"),
            f"the newest input is {dataset.step} rows older than the anchor row, so that the "
            f"forecast looks {horizon:,} rows ahead, not {dataset.delay:,}.",
            f"dataset.alignment=strict makes it {dataset.delay:,}.",
        )


def _recurrent_layers(experiment: Experiment) -> Iterator[tuple[int, RecurrentLayer]]:
    layers: tuple[object, ...] = getattr(experiment.model, "layers", ())
    for number, layer in enumerate(layers):
        if isinstance(layer, RecurrentLayer):
            yield number, layer


def _may_use_gpu(experiment: Experiment) -> bool:
    return experiment.training.device != "cpu"


RULES: dict[AdviceName, Callable[[Experiment], Iterator[Found]]] = {
    "sigmoid": _sigmoid,
    "cudnn": _cudnn,
    "unbounded_activation": _unbounded_activation,
    "left_padding": _left_padding,
    "overlap": _overlap,
    "horizon": _horizon,
}

"""The training settings: what `fit` is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from seqlab.advice import Finding
from seqlab.component import Settings, problem_at
from seqlab.tasks.task import Task

SMALLEST, LARGEST = 1.18e-38, 3.4e38
"""What float32 can hold without losing digits; a GPU or CPU takes what is smaller for 0."""


def _fits_float32(value: float) -> float:
    if not SMALLEST <= value <= LARGEST:
        raise problem_at(
            "",
            f"expected a number from {SMALLEST} to {LARGEST}, which is what float32 can hold; "
            f"given: {value}",
        )
    return value


Positive = Annotated[float, Field(gt=0), AfterValidator(_fits_float32)]
"""A number above 0 that computations in float32 take for neither 0 nor infinity."""
Count = Annotated[int, Field(gt=0, le=1_000_000_000)]


class EarlyStopping(Settings):
    """Stop when the monitored value has not improved for a while."""

    monitor: Literal["val_loss", "loss"] = "val_loss"
    """The value to watch."""
    patience: int = Field(3, ge=0)
    """Epochs without improvement after which training stops."""
    smallest_improvement: float = Field(0.0, ge=0)
    """A smaller one counts as none."""


class ReduceOnPlateau(Settings):
    """Lower the learning rate when the monitored value has not improved for a while."""

    monitor: Literal["val_loss", "loss"] = "val_loss"
    """The value to watch."""
    factor: float = Field(0.1, gt=0, lt=1)
    """What the learning rate is multiplied by."""
    patience: int = Field(2, ge=0)
    """Epochs without improvement after which it is lowered."""
    lowest: float = Field(0.0, ge=0)
    """The learning rate is never lowered below this."""


class Clipping(Settings):
    """Limits on the gradients; a common cure for recurrent models that diverge."""

    norm: Positive | None = None
    """Largest norm of each weight's gradient; longer ones are scaled down."""
    global_norm: Positive | None = None
    """Largest norm of all gradients together."""
    value: Positive | None = None
    """Largest absolute value of each entry."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        given = [
            name for name in ("norm", "global_norm", "value") if getattr(self, name) is not None
        ]
        if len(given) > 1:
            raise problem_at(given[1], f"{' and '.join(given)} exclude each other: keep one")
        return self


class TrainingSettings(Settings):
    """How a model is trained; the defaults are the book's."""

    warning_names: ClassVar[tuple[str, ...]] = ("sigmoid",)
    """The names of what `warn` may find."""

    epochs: Count = 20
    """Passes; each ends with an evaluation on the validation split."""
    steps_per_epoch: Count | None = None
    """Batches in one epoch; null is one full pass, or the book's 500 where batches are drawn."""
    loss: (
        Literal["mae", "mse", "pinball", "binary_crossentropy", "categorical_crossentropy"] | None
    ) = None
    """What is minimised; null is `mae` for numbers, `pinball` for quantiles, and the cross-entropy
    for classes."""
    from_logits: bool = True
    """Whether binary_crossentropy applies the sigmoid; false is the mistake of listing 6.46."""
    optimizer: Literal["rmsprop", "adam", "sgd"] = "rmsprop"
    """How weights follow gradients."""
    learning_rate: Positive = 1e-3
    """Size of the optimizer's steps."""
    early_stopping: EarlyStopping | None = Field(None, examples=[{"patience": 5}])
    """Stop before `epochs` when nothing improves; null never does."""
    reduce_on_plateau: ReduceOnPlateau | None = Field(
        None, examples=[{"factor": 0.5, "patience": 3}]
    )
    """Lower the learning rate when nothing improves; null never does."""
    clipping: Clipping | None = Field(None, examples=[{"global_norm": 1.0}])
    """Limits on the gradients; null has none."""
    mixed_precision: bool = False
    """Compute in float16 with float32 weights; faster on recent GPUs, slower on most CPUs."""
    jit: Literal["auto", "on", "off"] = "auto"
    """Compile a CPU's steps with XLA; `auto` does where it was measured to be faster."""
    shards: Literal["auto"] | Annotated[int, Field(gt=0)] = "auto"
    """Parts of a batch side by side on a CPU, `auto` one a core; it decides the last bits."""
    device: Literal["auto", "cpu", "gpu"] = "auto"
    """`auto` takes the GPU when there is one; `gpu` refuses to run without."""

    @field_validator("shards", mode="before")
    @classmethod
    def _check_shards(cls, value: object) -> object:
        """Speak of the two forms in one sentence; pydantic would report each on its own."""
        if value == "auto" or (type(value) is int and value > 0):
            return value
        raise problem_at("", f"expected auto or a whole number above 0; given: {value!r:.60}")

    def warn(self, task: type[Task]) -> Iterator[Finding]:
        """Warnings about these settings, for a task. It is the mistake that listing 6.46 has."""
        if task.has_logits and not self.from_logits:
            yield Finding(
                "sigmoid",
                ("from_logits",),
                "the loss takes the output for a probability, but no sigmoid makes it one: what "
                "falls outside 0 to 1 is cut off and teaches nothing.",
                "training.from_logits=true mends it.",
            )

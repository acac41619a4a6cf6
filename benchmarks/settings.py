"""What the command line decides about a measurement."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONFIGS = ROOT / "configs"

BATCH = 128
"""Windows in a batch, as in the book."""
EPOCH_STEPS = 500
"""Training steps of the book's epoch."""
VALIDATION_STEPS = 769
"""Batches in the book's validation pass."""

COMPILING_ANEW = "--tf_xla_persistent_cache_directory="
"""For TF_XLA_FLAGS: no folder for compiled programs, which else are found in the user's cache."""
KEEPING_PROGRAMS = ""
"""For TF_XLA_FLAGS: what a user has who sets nothing."""


@dataclass(frozen=True)
class Settings:
    """How much to measure.

    Args:
        steps: training steps of a measured epoch; fewer than 500 are scaled up.
        turns: how often each side is measured; None leaves it to the part.
        quick: as few and as short turns as still say something.
    """

    steps: int = EPOCH_STEPS
    turns: int | None = None
    quick: bool = False

    def turns_or(self, usual: int) -> int:
        """The number of turns, `usual` unless something else was asked for."""
        return self.turns or (min(3, usual) if self.quick else usual)

    @property
    def validation_steps(self) -> int:
        """Validation batches of a measured epoch.

        They are cheaper than training steps and begin with an overhead, so four to a step: 40
        training steps come with 160, and from 193 on with all 769.
        """
        return min(VALIDATION_STEPS, 4 * self.steps)

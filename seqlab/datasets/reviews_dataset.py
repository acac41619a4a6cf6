"""What datasets of reviews have in common."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from seqlab.datasets.text_dataset import TextDataset


class ReviewsDataset(TextDataset):
    """Reviews: is one positive or negative?"""

    classes: ClassVar[tuple[str, ...]] = ("negative", "positive")

    validation_fraction: float = Field(0.2, ge=0.01, le=0.9)
    """The part of the training texts that is cut off for validation."""

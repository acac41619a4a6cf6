"""One's own texts: a table of texts with labels, as people have them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, model_validator

from seqlab.component import Settings, problem_at
from seqlab.datasets.encoded_texts import AnyEncoding, EncodedTexts
from seqlab.text.encodings.tokens import TokenEncoding

if TYPE_CHECKING:
    from seqlab.datasets.sources.text_file.columns import TextColumns
    from seqlab.tasks.data import SplitName
    from seqlab.text.data import TextData


class TextSplit(Settings):
    """What is drawn for validation and test from the texts of `path`."""

    validation: float | None = Field(None, gt=0, lt=1)
    """A share of the texts; null is 0.2, or nothing where validation_path has them."""
    test: float | None = Field(None, gt=0, lt=1)
    """The same for the test and test_path."""
    stratify: bool = True
    """Whether each class gives the same share of its texts."""
    seed: int = Field(113, ge=0)
    """Seed of the draw; the experiment's `seed` does not change it."""


class Text(EncodedTexts):
    """Texts with labels from a CSV, TSV, JSONL or Parquet file, or from a folder for each class.

    Two classes or more. What an encoding learns, it learns from the training texts alone.
    """

    default_baselines: ClassVar[tuple[str, ...]] = ("majority", "logistic_regression")

    kind: Literal["text"] = "text"
    encoding: AnyEncoding = TokenEncoding(maxlen=100, padding="post", truncating="post")
    """What a model sees of a text."""
    path: str = Field(min_length=1)
    """The file, also gzipped, or the folder; relative to the config, then to SEQLAB_DATA."""
    validation_path: str | None = Field(None, min_length=1)
    """A file or folder of the same form with the texts for validation; null draws them."""
    test_path: str | None = Field(None, min_length=1)
    """A file or folder of the same form with the texts for the test; null draws them."""
    text_column: str = Field("text", min_length=1)
    """The column of the texts."""
    label_column: str = Field("label", min_length=1)
    """The column of their labels, as many classes as there are different ones."""
    split: TextSplit = TextSplit()
    """What is drawn for validation and test."""
    duplicates: Literal["keep", "drop"] = "keep"
    """`drop` leaves out of a split the texts that an earlier one has: validation and test."""
    class_weight: Literal["none", "balanced"] = "none"
    """`balanced`: each class counts the same in the loss, however few texts it has."""
    encoding_of_file: str = "utf-8"
    """How the letters of a text file are stored, such as cp1252."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        for name in ("validation", "test"):
            if getattr(self, f"{name}_path") and getattr(self.split, name) is not None:
                raise problem_at(
                    f"split.{name}",
                    f"{name}_path has the {name} texts already: leave out the one or the other",
                )
        if sum(self.shares.values()) >= 1:
            raise problem_at("split", "validation and test leave nothing to train on")
        if self.text_column == self.label_column:
            raise problem_at("label_column", "texts and labels cannot stand in the same column")
        return self

    @property
    def shares(self) -> dict[SplitName, float]:
        """How much of the texts of `path` is drawn for each split that has no file of its own."""
        shares: dict[SplitName, float] = {}
        if not self.test_path:
            shares["test"] = 0.2 if self.split.test is None else self.split.test
        if not self.validation_path:
            shares["validation"] = 0.2 if self.split.validation is None else self.split.validation
        return shares

    @property
    def columns(self) -> TextColumns:
        """Where the texts and labels of a file are."""
        from seqlab.datasets.sources.text_file.columns import TextColumns

        return TextColumns(self.text_column, self.label_column, self.encoding_of_file)

    def located(self, folder: Path) -> Self:
        paths = {name: getattr(self, name) for name in ("path", "validation_path", "test_path")}
        beside = {name: folder / path for name, path in paths.items() if path}
        found = {name: str(path.absolute()) for name, path in beside.items() if _is_there(path)}
        return super().located(folder).model_copy(update=found)

    def load(self) -> TextData:
        """Read the texts, split them, and encode them by what the training texts teach.

        Raises:
            DataError: a file cannot be had or read, or is not as the settings say.
            ConfigError: a split has no text, or the training texts lack a class.
        """
        from seqlab.datasets.labelled.load import load_texts

        return load_texts(self)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # its name is too long, say; whoever reads it tells
        return False

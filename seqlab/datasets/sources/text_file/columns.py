"""Which columns of someone's file hold the texts and their labels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TextColumns:
    """The columns of a table of texts, and how it is written. A folder of texts has no columns.

    Args:
        text: the column of texts.
        label: the column of labels; None does not look for labels.
        encoding_of_file: of the text.
    """

    text: str
    label: str | None
    encoding_of_file: str = "utf-8"

    @property
    def wanted(self) -> dict[str, str]:
        """The columns, each behind the setting that names it."""
        columns = {"dataset.text_column": self.text}
        if self.label is not None:
            columns["dataset.label_column"] = self.label
        return columns

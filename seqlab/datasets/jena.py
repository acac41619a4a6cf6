"""The Jena climate series: 420,551 ten-minute rows from 2009 to 2016."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from seqlab.datasets.book_windows import BookWindows

if TYPE_CHECKING:
    from seqlab.series.table import Table


class Jena(BookWindows):
    """Weather at the Max Planck Institute for Biogeochemistry in Jena, 2009 to 2016.

    The book's temperature task: from ten days of hourly readings of 14 quantities, the temperature
    a day later. The defaults are the book's (listings 6.28 to 6.34). Source: the CSV that Keras
    distributes, as a zip or unpacked.
    """

    kind: Literal["jena"] = "jena"

    def read(self) -> tuple[Table, dict[str, str]]:
        from seqlab.datasets.sources.jena_file import load_table

        return load_table()

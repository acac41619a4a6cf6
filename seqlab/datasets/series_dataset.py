"""What every dataset of windows over a time series has in common."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from seqlab.component import problem_at
from seqlab.datasets.dataset import Dataset
from seqlab.errors import ConfigError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.series.data import SeriesData
    from seqlab.series.quality import BadRows
    from seqlab.series.splits import Anchors
    from seqlab.series.table import Table
    from seqlab.series.windows import WindowShape
    from seqlab.task import SplitName

Row = Annotated[int, Field(ge=0)]


class SeriesDataset(Dataset):
    """Windows over a time series, cut as in listing 6.33 of the book."""

    task_kind: ClassVar[Literal["forecast", "sentiment"]] = "forecast"

    lookback: int = Field(1440, gt=0)
    """Rows that a window reaches back from its anchor row."""
    step: int = Field(6, gt=0)
    """Rows between two inputs of a window."""
    delay: int = Field(144, gt=0)
    """Rows from the anchor row to the target."""
    alignment: Literal["book", "strict"] = "book"
    """`book`: the newest input is `step` rows older than the anchor; `strict`: it is the anchor."""
    batch_size: int = Field(128, gt=0)
    """Windows in one training batch; evaluation sees whole batches only."""
    target: str = "T (degC)"
    """The column to forecast."""
    training_rows: tuple[Row, Row] = Field((0, 200_000), strict=False)
    """First row of the split and the row after its last anchor; also what standardises."""
    validation_rows: tuple[Row, Row | None] = Field((200_001, 300_000), strict=False)
    """First row of the split and the row after its last anchor; null is the end of the series."""
    test_rows: tuple[Row, Row | None] = Field((300_001, None), strict=False)
    """First row of the split and the row after its last anchor; null is the end of the series."""
    purge: bool = False
    """Whether a split ends early enough that no target of it lies among the next split's rows."""
    bad_rows: Literal["keep", "drop_windows", "interpolate", "error"] = "keep"
    """Readings that are no measurements: kept as in the book, left out with every window that takes
    one in, replaced by a straight line between their neighbours, or refused."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.lookback % self.step:
            below = self.lookback - self.lookback % self.step
            raise problem_at(
                "lookback",
                f"lookback {self.lookback} must be a multiple of step {self.step}, "
                f"such as {below or self.step} or {below + self.step}",
            )
        needed = self.lookback + self.batch_size + 1
        for split, (first, stop) in self._rows().items():
            if stop is not None and stop - first < needed:
                raise problem_at(
                    f"{split}_rows",
                    f"{split}_rows holds {max(0, stop - first):,} rows, but lookback "
                    f"{self.lookback:,} and a batch of {self.batch_size:,} windows need {needed:,}",
                )
        _check_order(self.training_rows, self.validation_rows, "training_rows", "validation_rows")
        _check_order(self.validation_rows, self.test_rows, "validation_rows", "test_rows")
        return self

    @property
    def length(self) -> int:
        """Time steps of one window."""
        return self.lookback // self.step

    @abstractmethod
    def read(self) -> tuple[Table, dict[str, str]]:
        """The series in original units, and the SHA-256 of the contents of its source, by name.

        Raises:
            DataError: a file cannot be had, read or trusted.
        """

    def load(self) -> SeriesData:
        """Read the series, standardise it and set up the windows of every split.

        Raises:
            DataError: a file cannot be had, read or trusted.
            ConfigError: the target is not a column, or a split does not fit into the series.
        """
        from seqlab.series.audit import audit_split
        from seqlab.series.data import SeriesData, Standardisation
        from seqlab.series.quality import bad_readings, bad_rows
        from seqlab.series.windows import WindowShape

        table, digests = self.read()
        if self.target not in table.columns:
            raise ConfigError(
                f"dataset.target is {self.target!r}, which is not a column of this series.",
                remedy="Its columns: " + ", ".join(table.columns),
            )
        shape = WindowShape(self.lookback, self.step, self.delay, self.alignment)
        anchors = self._anchors(len(table))
        readings = bad_readings(table)
        bad = bad_rows(readings, table.columns.index(self.target))
        audits = {split: audit_split(table, shape, anchors, split, bad) for split in anchors}
        table, anchors = self._mend(table, readings, anchors, bad, shape)
        standardising = (self.training_rows[0], anchors["training"].stop)
        return SeriesData(
            table=table,
            shape=shape,
            anchors=anchors,
            target=self.target,
            standardisation=Standardisation.fit(
                table.values, standardising, readings if self.bad_rows == "drop_windows" else None
            ),
            digests=digests,
            audits=audits,
            bad=bad,
        )

    def _anchors(self, series_length: int) -> dict[SplitName, Anchors]:
        """The anchor rows of each split.

        Worked example, the book's splits with `purge`: validation begins at row 200001, so that
        training stops before 200001 - 144 = 199857: its last target is row 199856 + 144 = 200000.
        """
        from seqlab.series.splits import anchors

        ranges = self._rows()
        if self.purge:
            borders: list[tuple[SplitName, SplitName]]
            borders = [("training", "validation"), ("validation", "test")]
            for split, following in borders:
                first, stop = ranges[split]
                latest = ranges[following][0] - self.delay
                ranges[split] = first, latest if stop is None else min(stop, latest)
        return {
            split: anchors(
                rows,
                series_length=series_length,
                lookback=self.lookback,
                delay=self.delay,
                batch_size=self.batch_size,
                split=split,
            )
            for split, rows in ranges.items()
        }

    def _mend(
        self,
        table: Table,
        readings: NDArray[np.bool_],
        anchors: dict[SplitName, Anchors],
        bad: BadRows,
        shape: WindowShape,
    ) -> tuple[Table, dict[SplitName, Anchors]]:
        """Do with bad readings what `bad_rows` says."""
        from seqlab.series.quality import interpolated, refuse_bad_readings, refuse_not_finite

        if self.bad_rows == "error":
            refuse_bad_readings(table, readings)
        elif self.bad_rows == "interpolate":
            table = interpolated(table, readings)
        elif self.bad_rows == "drop_windows":
            anchors = {
                split: own.without(bad.touched(shape, own.rows()), split)
                for split, own in anchors.items()
            }
        else:
            refuse_not_finite(table)
        return table, anchors

    def _rows(self) -> dict[SplitName, tuple[int, int | None]]:
        return {
            "training": self.training_rows,
            "validation": self.validation_rows,
            "test": self.test_rows,
        }


def _check_order(
    first: tuple[int, int | None], second: tuple[int, int | None], name: str, second_name: str
) -> None:
    if first[1] is None or second[0] < first[1]:
        end = "null, the end of the series" if first[1] is None else f"row {first[1]:,}"
        raise problem_at(
            second_name,
            f"{second_name} starts at row {second[0]:,} but {name} ends at {end}: "
            "a model must not be judged on rows that it was trained or chosen on",
        )

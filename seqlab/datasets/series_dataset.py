"""What every dataset of the book's windows over a time series has in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, cast

from pydantic import Field, model_validator

from seqlab.advice import Finding, Surroundings
from seqlab.component import problem_at
from seqlab.datasets.dataset import Dataset, Drawing

if TYPE_CHECKING:
    from seqlab.series.data import SeriesData
    from seqlab.series.inspection import BookReport
    from seqlab.series.outlook import Outlook
    from seqlab.series.preprocessing import SeriesPreprocessing
    from seqlab.series.table import Table
    from seqlab.tasks.data import Data, SplitName
    from seqlab.tasks.forecast import Forecast
    from seqlab.tasks.inputs import InputForm
    from seqlab.tasks.preprocessing import Preprocessing

Row = Annotated[int, Field(ge=0)]
CalendarField = Literal["minute", "hour", "day_of_week", "day_of_month", "day_of_year", "month"]
"""The same words as in `seqlab.series.calendar`, which imports NumPy."""


class SeriesDataset(Dataset):
    """Windows over a time series, cut as in listing 6.33 of the book."""

    warning_names: ClassVar[tuple[str, ...]] = ("overlap", "horizon")
    default_baselines: ClassVar[tuple[str, ...]] = ("persistence", "seasonal_naive", "ridge")
    titles: ClassVar[Mapping[str, str]] = {}
    """What a picture calls a column, by the column's name where that says too little."""
    time_column: ClassVar[str] = "Date Time"
    """The column of times in a file that a model is to forecast from; Jena's own is called so."""

    lookback: int = Field(gt=0)
    """Rows that a window reaches back from its anchor row."""
    step: int = Field(gt=0)
    """Rows between two inputs of a window."""
    delay: int = Field(gt=0)
    """Rows from the anchor row to the target."""
    alignment: Literal["book", "strict"] = "book"
    """`book`: the newest input is `step` rows older than the anchor; `strict`: it is the anchor."""
    batch_size: int = Field(128, gt=0)
    """Windows in one training batch; evaluation sees whole batches only."""
    target: str
    """The column to forecast."""
    training_rows: tuple[Row, Row] = Field(strict=False)
    """First row of the split and the row after its last anchor; also what standardises."""
    validation_rows: tuple[Row, Row | None] = Field(strict=False)
    """First row of the split and the row after its last anchor; null is the end of the series."""
    test_rows: tuple[Row, Row | None] = Field(strict=False)
    """First row of the split and the row after its last anchor; null is the end of the series."""
    purge: bool = False
    """Whether a split ends early enough that no target of it lies among the next split's rows."""
    calendar: tuple[CalendarField, ...] = Field((), strict=False)
    """What the clock says, as features of each row and as known of the target's: `hour` and so on.
    """
    predict: Literal["level", "change"] = "level"
    """`change`: the model learns the difference from the newest value, which its head adds."""
    bad_rows: Literal["keep", "drop_windows", "interpolate", "error"] = "keep"
    """Readings that are no measurements: kept as in the book, left out with every window that takes
    one in, replaced by a straight line between their neighbours, or refused."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.lookback % self.step:
            below = self.lookback - self.lookback % self.step
            near = f"{below} or {below + self.step}" if below else f"{self.step}"
            raise problem_at(
                "lookback",
                f"lookback {self.lookback} must be a multiple of step {self.step}, such as {near}",
            )
        needed = self.lookback + self.batch_size + 1
        for split, (first, stop) in self.split_rows.items():
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
    def task(self) -> type[Forecast]:
        from seqlab.tasks.forecast import Forecast

        return Forecast

    @property
    def input_form(self) -> InputForm:
        return "sequence"

    @property
    def length(self) -> int:
        """Time steps of one window."""
        return self.lookback // self.step

    @property
    def preprocessing_type(self) -> type[SeriesPreprocessing]:
        from seqlab.series.preprocessing import SeriesPreprocessing

        return SeriesPreprocessing

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
        from seqlab.datasets.panels.book_load import load_book

        return load_book(self)

    def shortened(self, batches: int) -> Self:
        first = self.validation_rows[0]
        last = first + self.lookback + batches * self.batch_size + 1
        return self.model_copy(update={"validation_rows": (first, last)})

    def drawings(self, data: Data) -> tuple[Drawing, ...]:
        from seqlab.series.table import split_unit

        report, (table, _) = cast("BookReport", cast("SeriesData", data).report), self.read()
        name, unit = split_unit(self.target)
        drawing = Drawing(
            times=table.times,
            values=table.values[:, table.columns.index(self.target)],
            label=self.titles.get(name, name),
            unit=unit,
            splits={s: (a.first_row, a.last_row + 1) for s, a in report.audits.items()},
        )
        return (drawing,)

    def upcoming(self, prepared: Preprocessing, path: Path | None) -> Outlook:
        from seqlab.datasets.panels.book_outlook import book_outlook

        own = cast("SeriesPreprocessing", prepared)
        table = self.read()[0] if path is None else self.read_new(path, own)
        return book_outlook(self, own, table)

    def judged(self, data: Data, split: SplitName) -> Outlook:
        from seqlab.series.outlook import Headings, outlook_of

        headings = Headings(times=self.time_column)
        return outlook_of(cast("SeriesData", data), self.read()[0], split, headings)

    def read_new(self, path: Path, prepared: SeriesPreprocessing) -> Table:
        """Rows to forecast from: a file with the columns of training and `time_column`.

        Raises:
            DataError: the file cannot be read, or lacks a column.
        """
        from seqlab.datasets.panels.book_outlook import read_rows

        return read_rows(path, prepared, self.time_column)

    def warn(self, surroundings: Surroundings) -> Iterator[Finding]:
        yield from self._warn_of_overlap(surroundings)
        if self.alignment == "book":
            # Worked example, the book's windows: inputs end at r - 6, the target is r + 144.
            yield Finding(
                "horizon",
                ("alignment",),
                f"the newest input is {self.step} rows older than the anchor row, so that the "
                f"forecast looks {self.delay + self.step:,} rows ahead, not {self.delay:,}.",
                f"dataset.alignment=strict makes it {self.delay:,}.",
            )

    def _warn_of_overlap(self, surroundings: Surroundings) -> Iterator[Finding]:
        """Worked example, the book's splits: the anchor 199999 has the target 200143; validation
        begins at row 200001, so 200143 - 200001 + 1 = 143 targets lie among its rows.
        """
        (first, stop), start = self.training_rows, self.validation_rows[0]
        anchors = stop - first - self.lookback
        shared = min(stop - 1 + self.delay - start + 1, anchors)
        if shared > 0 and not self.purge and surroundings.learns:
            yield Finding(
                "overlap",
                ("training_rows",),
                f"the last {shared:,} training targets lie among the validation rows, which are "
                "then not all new to the model.",
                "dataset.purge=true keeps them apart."
                if shared < anchors
                else "A shorter dataset.delay, or a gap between the splits, keeps them apart.",
            )

    @property
    def split_rows(self) -> dict[SplitName, tuple[int, int | None]]:
        """The rows of each split: the first, and the one after the last; None is the end."""
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

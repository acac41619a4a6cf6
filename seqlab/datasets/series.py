"""One's own series: a table of numbers in time, as people have them."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, cast

from pydantic import Field, model_validator

from seqlab.component import problem_at
from seqlab.datasets.dataset import Dataset, Drawing
from seqlab.datasets.series_dataset import CalendarField
from seqlab.datasets.split import Split
from seqlab.errors import ConfigError

if TYPE_CHECKING:
    from seqlab.datasets.panels.preprocessing import PanelPreprocessing
    from seqlab.datasets.sources.series_file.columns import Columns
    from seqlab.series.data import SeriesData
    from seqlab.series.outlook import Headings, Outlook
    from seqlab.series.table import Table
    from seqlab.tasks.data import Data, SplitName
    from seqlab.tasks.forecast import Forecast
    from seqlab.tasks.inputs import InputForm
    from seqlab.tasks.preprocessing import Preprocessing

Name = Annotated[str, Field(min_length=1)]
Names = tuple[Name, ...]
Count = Annotated[int, Field(ge=0)]


class Series(Dataset):
    """Series from a CSV, TSV or Parquet file: one, or many with an id; one target or several.

    A long table has a row for each id and time. The words are those of AutoGluon's fev.
    """

    default_baselines: ClassVar[tuple[str, ...]] = ("persistence", "seasonal_naive", "ridge")

    kind: Literal["series"] = "series"
    path: str = Field(min_length=1)
    """The file: CSV, TSV, also gzipped, or Parquet; relative to the config, then to SEQLAB_DATA."""
    id_column: Name | None = None
    """The column that says which series a row belongs to; null for a single series."""
    timestamp_column: Name | None = None
    """The column of times, or of whole numbers that count; null: rows stand in their order."""
    freq: str | None = None
    """How far rows are apart, a pandas alias such as h, D or MS; null finds it where certain."""
    timezone: str | None = None
    """Where times are local, such as Europe/Berlin; null takes them as they are."""
    target: Names = Field(min_length=1, strict=False)
    """The columns to forecast."""
    past_dynamic_columns: Names = Field((), strict=False)
    """Columns of numbers that are known up to now."""
    known_dynamic_columns: Names = Field((), strict=False)
    """Columns of numbers that are known ahead, such as prices and holidays."""
    static_columns: Names = Field((), strict=False)
    """Columns that never change in a series: numbers or words."""
    calendar: tuple[CalendarField, ...] = Field((), strict=False)
    """What the clock says of each row, also ahead: `hour`, `day_of_week`, `day_of_year` ..."""
    rows: tuple[Count, Annotated[int, Field(gt=0)] | None] | None = Field(None, strict=False)
    """A part of each series, [first row, row after the last]; null is all of it."""
    trim: tuple[Count, Count] = Field((0, 0), strict=False)
    """Rows to leave out at the beginning and at the end of what each series then has."""
    lookback: int = Field(gt=0)
    """Rows that a window reaches back, its newest input included."""
    step: int = Field(1, gt=0)
    """Rows between two inputs of a window."""
    horizon: int = Field(gt=0)
    """Rows that are forecast at once, from the one after the newest input on."""
    season: int | None = Field(None, gt=0)
    """Rows in a season, for seasonal naive and MASE; null takes that of the frequency."""
    predict: Literal["level", "change"] = "level"
    """`change`: the model learns the difference from the newest value, which its head adds."""
    quantiles: tuple[Annotated[float, Field(gt=0, lt=1)], ...] = Field((), strict=False)
    """Quantiles to forecast, 0.5 among them; none forecasts one value."""
    scale: Literal["standard", "robust", "minmax", "none"] = "standard"
    """How numbers are scaled, by the training rows of each series."""
    split: Split = Split()
    """What is kept for validation and test."""
    reach_back: bool = True
    """Whether the inputs of a window may lie in the split before that of its targets."""
    missing: Literal["error", "interpolate", "drop_windows"] = "error"
    """What to do about gaps and empty cells: refuse, draw a line across, leave windows out."""
    short_series: Literal["error", "drop"] = "error"
    """What to do about series that are too short for one window in each split."""
    mixed_ids: Literal["error", "keep"] = "error"
    """What to do about ids that look like two ways to write one, such as `7` and `07`."""
    constant_target: Literal["error", "keep"] = "error"
    """What to do about a target that never changes."""
    batch_size: int = Field(128, gt=0)
    """Windows in one training batch; the last one of an epoch may be smaller."""
    separator: Literal[",", ";", "\t", "|"] | None = None
    """What stands between the columns of a text file; null looks at its first line."""
    decimal: Literal[".", ","] = "."
    """What stands before the decimals of a text file."""
    time_format: str | None = None
    """How times are written, such as %d/%m/%Y %H:%M; null recognises what is certain."""
    encoding_of_file: str = "utf-8"
    """How the letters of a text file are stored, such as latin-1."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.lookback % self.step:
            below = self.lookback - self.lookback % self.step
            raise problem_at(
                "lookback",
                f"lookback {self.lookback} must be a multiple of step {self.step}, such as "
                f"{below or self.step}",
            )
        if self.rows is not None and self.rows[1] is not None and self.rows[1] <= self.rows[0]:
            raise problem_at(
                "rows", f"there is no row from {self.rows[0]} to before {self.rows[1]}"
            )
        if self.quantiles and (0.5 not in self.quantiles or not _ascend(self.quantiles)):
            raise problem_at(
                "quantiles", "quantiles must ascend and have 0.5 among them, which MAE is of"
            )
        if self.calendar and self.timestamp_column is None:
            raise problem_at("calendar", "a calendar needs timestamp_column: the times of the rows")
        self._check_roles()
        return self

    def _check_roles(self) -> None:
        roles: dict[str, str] = {}
        for role in (
            "id_column", "timestamp_column", "target", "past_dynamic_columns",
            "known_dynamic_columns", "static_columns",
        ):  # fmt: skip
            named = getattr(self, role)
            for name in (named,) if isinstance(named, str) else named or ():
                other = roles.setdefault(name, role)
                if other != role:
                    raise problem_at(role, f"the column {name!r} is in {other} already")
            if isinstance(named, tuple) and len(set(named)) < len(named):
                raise problem_at(role, "a column stands here twice")

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
    def preprocessing_type(self) -> type[PanelPreprocessing]:
        from seqlab.datasets.panels.preprocessing import PanelPreprocessing

        return PanelPreprocessing

    @property
    def asked_ahead(self) -> Names:
        """The columns that a window takes in at the rows that it forecasts."""
        return (*self.target, *self.known_dynamic_columns)

    @property
    def columns(self) -> Columns:
        """What the columns of the file are."""
        from seqlab.datasets.sources.series_file.columns import Columns

        return Columns(
            target=self.target,
            id_column=self.id_column,
            timestamp_column=self.timestamp_column,
            past=self.past_dynamic_columns,
            known=self.known_dynamic_columns,
            static=self.static_columns,
            freq=self.freq,
            timezone=self.timezone,
            missing=self.missing,
            rows=self.rows,
            separator=self.separator,
            decimal=self.decimal,
            time_format=self.time_format,
            encoding=self.encoding_of_file,
            mixed_ids=self.mixed_ids,
            constant_target=self.constant_target,
        )

    def located(self, folder: Path) -> Self:
        beside = folder / self.path
        if Path(self.path).is_absolute() or not beside.is_file():
            return self
        return self.model_copy(update={"path": str(beside.absolute())})

    def read(self) -> tuple[Table, dict[str, str]]:
        """The series in original units, and the SHA-256 of the file's contents, by its name.

        Raises:
            DataError: the file cannot be had or read, or is not as the settings say.
            ConfigError: `trim` leaves no row.
        """
        from seqlab.datasets.sources.own_file.find import find_own_file
        from seqlab.datasets.sources.series_file.read import read_series

        table, digests = read_series(find_own_file(self.path, None), self.columns)
        if not any(self.trim):  # what the cache gave is not copied
            return table, digests
        trimmed = table.trimmed(*self.trim)
        if not len(trimmed):
            longest = int((table.series_bounds[1:] - table.series_bounds[:-1]).max())
            raise ConfigError(
                f"dataset.trim {list(self.trim)} leaves nothing of the longest series, which has "
                f"{longest:,} rows.",
                remedy="Leave out fewer rows.",
            )
        return trimmed, digests

    def load(self) -> SeriesData:
        """Read the series, split and scale them, and set up the windows of every split.

        Raises:
            DataError: the file cannot be had or read, or is not as the settings say.
            ConfigError: a split is too short, or series are.
        """
        from seqlab.datasets.panels.load import load_panel

        table, digests = self.read()
        return load_panel(table, digests, self)

    @property
    def headings(self) -> Headings:
        """What the file calls its ids and its times."""
        from seqlab.series.outlook import Headings

        return Headings(self.id_column, self.timestamp_column)

    def upcoming(self, prepared: Preprocessing, path: Path | None) -> Outlook:
        from seqlab.datasets.panels.outlook import panel_outlook

        return panel_outlook(self, cast("PanelPreprocessing", prepared), path)

    def judged(self, data: Data, split: SplitName) -> Outlook:
        from seqlab.series.outlook import outlook_of

        return outlook_of(cast("SeriesData", data), self.read()[0], split, self.headings)

    def template(self, prepared: Preprocessing, path: Path | None, *, parquet: bool) -> bytes:
        from seqlab.datasets.sources.series_file.write import series_csv, series_parquet

        if not self.known_dynamic_columns:
            return super().template(prepared, path, parquet=parquet)
        write = series_parquet if parquet else series_csv
        return write(self.upcoming(prepared, path).table, self.columns)

    def load_like(self, trained: PanelPreprocessing) -> SeriesData:
        """The same windows, prepared as those were that a model was trained on.

        Args:
            trained: what feeds the model; its training rows may be older than these.

        Raises:
            As `load`.
        """
        from seqlab.datasets.panels.load import load_panel

        table, digests = self.read()
        return load_panel(table, digests, self, trained)

    def drawings(self, data: Data) -> tuple[Drawing, ...]:
        from seqlab.datasets.panels.drawing import panel_drawings

        return panel_drawings(self, data)


def _ascend(numbers: tuple[float, ...]) -> bool:
    return all(low < high for low, high in itertools.pairwise(numbers))

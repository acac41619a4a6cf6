"""Reading a run folder, of which nothing is taken on trust."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqlab.backend import settled_keras, start_tensorflow
from seqlab.errors import ConfigError, DataError
from seqlab.runs.layout import RunFiles
from seqlab.runs.model_archive import check_model_archive
from seqlab.runs.process import is_surely_dead
from seqlab.runs.untrusted import printable, read_json_object, read_numbers, read_text

if TYPE_CHECKING:
    import pandas as pd

STATUSES = ("running", "completed", "failed", "interrupted")


@dataclass(frozen=True)
class Run:
    """A run, read from its folder whenever it is asked: the run may still be going on.

    Every property raises `DataError` if its file is damaged.

    Args:
        path: the run folder.
    """

    path: Path

    @property
    def files(self) -> RunFiles:
        """Where everything lies."""
        return RunFiles(self.path)

    @property
    def id(self) -> str:
        """The run id, which is the folder's name."""
        return self.path.resolve().name

    @property
    def status_record(self) -> dict[str, Any]:
        """The content of status.json; a `running` run whose process has died is `interrupted`."""
        record = read_json_object(self.files.status)
        for key, allowed in {"status": STATUSES, "name": None}.items():
            value = record.get(key)
            if not isinstance(value, str) or (allowed and value not in allowed):
                raise DataError(
                    f"The file {printable(self.files.status)} is damaged: {key!r} is "
                    f"{printable(repr(value))}, not {' or '.join(allowed or ['text'])}.",
                    remedy="Mend the value, or delete the run folder and run the experiment again.",
                )
        if record["status"] == "running" and is_surely_dead(record):
            record["status"] = "interrupted"
        return record

    @property
    def status(self) -> str:
        """One of `STATUSES`, as the run stands now."""
        return str(self.status_record["status"])

    @property
    def name(self) -> str:
        """The experiment's name, safe to show."""
        return printable(self.status_record["name"])

    @property
    def config_text(self) -> str:
        """The complete config, as YAML."""
        return read_text(self.files.config)

    @property
    def config(self) -> dict[str, Any]:
        """The complete config, as plain values."""
        from seqlab.experiment import source

        try:
            config = source.read_text(self.config_text, self.files.config.name).data
        except ConfigError as error:
            raise self._bad_config(printable(error.message)) from error
        if not isinstance(config, dict):
            raise self._bad_config(f"expected a mapping, found a {type(config).__name__}.")
        return config

    @property
    def environment(self) -> dict[str, Any]:
        """Versions, device, command line, digests of the data."""
        return read_json_object(self.files.environment)

    @property
    def metrics(self) -> dict[str, Any] | None:
        """The scores of the best epoch and of the baseline; None until the run has completed."""
        return read_json_object(self.files.metrics) if self.files.metrics.exists() else None

    def epochs(self) -> list[dict[str, float]]:
        """The history: a mapping from column to number for every finished epoch."""
        return read_numbers(self.files.history) if self.files.history.exists() else []

    @property
    def history(self) -> pd.DataFrame:
        """The history as a table, a row per finished epoch."""
        import pandas as pd

        table = pd.DataFrame(self.epochs())
        return table.astype({"epoch": int}) if "epoch" in table else table

    def model(self) -> Any:
        """Load the Keras model of the best epoch. This imports TensorFlow.

        Nothing in the file is executed: see `seqlab.runs.model_archive`.

        Raises:
            DataError: there is none, it cannot be loaded, or it holds more than a model.
        """
        path = self.files.model
        if not path.is_file():
            raise DataError(
                f"The run has no model: {printable(path)} is missing.",
                remedy="A run saves its model after its first epoch; train it (again).",
            )
        start_tensorflow()
        import keras

        check_model_archive(path)
        try:
            with settled_keras():
                return keras.saving.load_model(path, safe_mode=True)
        except Exception as error:  # what Keras makes of a damaged config can fail in any way
            raise DataError(
                f"Keras cannot load {printable(path)}: {printable(str(error)[:500])}.",
                remedy="Load it with the version of Keras named in environment.json, or train "
                "the experiment again.",
            ) from error

    def _bad_config(self, problem: str) -> DataError:
        return DataError(
            f"The file {printable(self.files.config)} is damaged: {problem}",
            remedy="Restore it from a copy, or delete the run folder and run the experiment again.",
        )


def describe(value: object) -> str:
    """Put a block of a config or of an environment in one line: `gru, units 32, dropout 0.1`.

    Args:
        value: plain values, from a file that may hold anything.

    Returns:
        The kind and the settings, with what is nested deeper as `...`; safe to show.
    """
    if not isinstance(value, Mapping):
        return _describe_item(value)
    items = {key: _describe_item(item) for key, item in value.items()}
    return ", ".join(
        item if key == "kind" else f"{printable(key)} {item}" for key, item in items.items()
    )


def _describe_item(value: object) -> str:
    # Never `str` of what is nested: a few lines of YAML can stand for millions of values.
    if not isinstance(value, (list, dict)) or not value:
        return printable(value)
    if isinstance(value, dict) or any(isinstance(item, (list, dict)) for item in value):
        return "..."
    return " ".join(map(printable, value))

"""Reading a run folder, of which nothing is taken on trust."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqlab.backend import settled_keras, start_tensorflow
from seqlab.errors import ConfigError, DataError
from seqlab.plugins import installed_plugins
from seqlab.runs.environment import Environment
from seqlab.runs.history import History, read_history
from seqlab.runs.layout import RunFiles
from seqlab.runs.metrics import Metrics
from seqlab.runs.model_archive import check_model_archive
from seqlab.runs.status import Status, StatusRecord
from seqlab.runs.strict_json import strict_json
from seqlab.runs.untrusted import printable, read_json_object, read_text

if TYPE_CHECKING:
    import pandas as pd

    from seqlab.experiment.experiment import Experiment
    from seqlab.tasks.preprocessing import Preprocessing


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
    def status_record(self) -> StatusRecord:
        """The content of status.json; a `running` run whose process has died is `interrupted`."""
        return StatusRecord.parse(read_json_object(self.files.status), self.files.status)

    @property
    def status(self) -> Status:
        """How the run stands now."""
        return self.status_record.status

    @property
    def name(self) -> str:
        """The experiment's name, safe to show."""
        return printable(self.status_record.name)

    def experiment(self) -> Experiment:
        """What the run trains, as its config.yaml says.

        Raises:
            ConfigError: the config is damaged, or not of this version; or a package that adds a
                part of it is not installed.
            DataError: its settings are not those that the run began with.
        """
        from seqlab.experiment import source
        from seqlab.experiment.experiment import make_experiment

        document = source.read_text(self.config_text, str(self.files.config))
        recorded = self.status_record.config_digest
        if recorded is not None and recorded != config_digest(document.data):
            raise DataError(
                f"The file {printable(self.files.config)} was changed after the run began: what "
                "the run holds is not what it says.",
                remedy="Restore it from a copy, or train the changed one as a run of its own: "
                f"`seqlab train --config {printable(self.files.config)}`.",
            )
        try:
            return make_experiment(document, self.files.config)
        except ConfigError as error:
            missing = self._missing_plugins()
            if not missing:
                raise
            raise ConfigError(
                f"The run {printable(self.path)} was made with {'; '.join(missing)}.\n"
                f"{error.message}",
                remedy="Install what it was made with, if you know where that comes from.",
            ) from error

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
    def environment(self) -> Environment:
        """Versions, device, command line, digests of the data."""
        return Environment.parse(read_json_object(self.files.environment), self.files.environment)

    @property
    def results(self) -> Metrics | None:
        """The scores of the best epoch and of the baseline; None until the run has completed."""
        if not self.files.metrics.exists():
            return None
        return Metrics.parse(read_json_object(self.files.metrics), self.files.metrics)

    def epochs(self) -> History:
        """The history: a row for every finished epoch."""
        return read_history(self.files.history)

    @property
    def history(self) -> pd.DataFrame:
        """The history as a table, a row per finished epoch."""
        import pandas as pd

        table = pd.DataFrame(list(self.epochs()))
        return table.astype({"epoch": int}) if "epoch" in table else table

    def preprocessing(self) -> Preprocessing:
        """What turns raw input into batches for the model; no training data is needed for it.

        Raises:
            ConfigError: the config is damaged, or not of this version.
            DataError: the run is older than this, or the file is damaged.
        """
        from pydantic import ValidationError

        document = read_json_object(self.files.preprocessing)
        kind = self.experiment().dataset.preprocessing_type
        try:
            return kind.model_validate_json(strict_json(document))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise DataError(
                f"The file {printable(self.files.preprocessing)} is damaged: "
                f"{printable(where)}: {first['msg']}.",
                remedy="Restore it from a copy, or train the experiment again.",
            ) from error

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

        import seqlab.tasks.classes
        import seqlab.tasks.quantiles  # noqa: F401 - registers what models may be compiled with

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

    def _missing_plugins(self) -> list[str]:
        """What the run was made with that is not installed, or in another version, in words."""
        here = {plugin.package: plugin.version for plugin in installed_plugins()}
        found = []
        for package, version in self.environment.plugins.items():
            made_with = printable(f"{package} {version}")
            if package not in here:
                found.append(f"{made_with}, which is not installed")
            elif here[package] != version:
                found.append(f"{made_with}, and {here[package]} is installed")
        return found

    def _bad_config(self, problem: str) -> DataError:
        return DataError(
            f"The file {printable(self.files.config)} is damaged: {problem}",
            remedy="Restore it from a copy, or delete the run folder and run the experiment again.",
        )


DEEPEST_SHOWN = 3
MOST_SHOWN = 30
"""Blocks within blocks, and values of one block, that are put in one line."""


def config_digest(settings: Any) -> str:
    """SHA-256 of the settings of a config.yaml, by which an edited one is told.

    The number of epochs does not count: a run may be gone on with for more of them.

    Args:
        settings: plain values, as they stand in the file.
    """
    if isinstance(settings, dict) and isinstance(settings.get("training"), dict):
        training = {k: v for k, v in settings["training"].items() if k != "epochs"}
        settings = {**settings, "training": training}
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def describe(value: object) -> str:
    """Put a block of a config or of an environment in one line: `gru, units 32, dropout 0.1`.

    Args:
        value: plain values, from a file that may hold anything.

    Returns:
        The kind and the settings, with what is too much as `...`; safe to show.
    """
    if not isinstance(value, Mapping):
        return _describe_item(value)
    items = {key: _describe_item(item) for key, item in value.items()}
    return ", ".join(
        item if key == "kind" else f"{printable(key)} {item}" for key, item in items.items()
    )


def _describe_item(value: object, depth: int = 0) -> str:
    # Never `str` of what is nested: a few lines of YAML can stand for millions of values.
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]  # as YAML has them
    if not isinstance(value, (list, dict)) or not value:
        return printable(value)
    if depth == DEEPEST_SHOWN or len(value) > MOST_SHOWN:
        return "..."
    if isinstance(value, list):
        items = [_describe_item(item, depth + 1) for item in value]
        return f"[{', '.join(items)}]" if any(", " in item for item in items) else " ".join(items)
    pairs = [f"{printable(key)} {_describe_item(v, depth + 1)}" for key, v in value.items()]
    return f"({', '.join(pairs)})"

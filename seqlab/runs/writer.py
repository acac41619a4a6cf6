"""Writing a run folder: from nothing to `completed`, readable at every moment in between."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from numbers import Integral
from pathlib import Path

from seqlab.experiment.source import read_text
from seqlab.runs import atomic
from seqlab.runs.checkpoints import Checkpoint, write_checkpoint
from seqlab.runs.disk import explaining_errors
from seqlab.runs.environment import Environment
from seqlab.runs.layout import CONFIG, RunFiles, check_experiment_name, make_run_folder
from seqlab.runs.lock import FolderLock
from seqlab.runs.metrics import Metrics
from seqlab.runs.reader import config_digest
from seqlab.runs.status import Status, StatusRecord
from seqlab.runs.untrusted import printable


@dataclass
class RunWriter:
    """The one writer of a run folder. Make it with `RunWriter.create` or `RunWriter.held`.

    Args:
        files: where everything goes.
        status: the content of status.json.
        lock: keeps other processes out until `finish`.
    """

    files: RunFiles
    status: StatusRecord = field(repr=False)
    lock: FolderLock = field(repr=False)

    @classmethod
    def create(
        cls,
        outputs: Path,
        name: str,
        seed: int,
        config_yaml: str,
        environment: Environment,
        preprocessing_json: str,
    ) -> RunWriter:
        """Make a new run folder whose status is `running`.

        Args:
            outputs: the folder of all runs; made if missing.
            name: the experiment's name, such as `jena/gru`.
            seed: the experiment's seed, which a list of runs tells apart by.
            config_yaml: the complete config, as YAML.
            environment: versions, device, command line, digests.
            preprocessing_json: what turns raw input into batches, as JSON.

        Returns:
            The writer of the new folder.

        Raises:
            ConfigError: the name cannot be a folder's.
            SeqlabError: the folder cannot be written; then nothing is left of it.
        """
        check_experiment_name(name)
        status = StatusRecord.begin(name, seed, config_digest(read_text(config_yaml, CONFIG).data))
        with explaining_errors(outputs), _new_run_folder(outputs / name) as folder:
            writer = cls(RunFiles(folder), status, FolderLock(folder))
            writer.lock.take()
            atomic.write_text(writer.files.config, config_yaml)
            atomic.write_json(writer.files.environment, environment.record())
            writer.files.preprocessing.parent.mkdir()
            atomic.write_text(writer.files.preprocessing, preprocessing_json)
            # Last, because it is what makes the folder a run.
            atomic.write_json(writer.files.status, writer.status.record())
        return writer

    @classmethod
    @contextmanager
    def held(cls, folder: Path, status: StatusRecord) -> Iterator[RunWriter]:
        """Keep other processes out of the folder of a run that is to be gone on with.

        Nothing is written before `go_on`, so that what turns out not to fit leaves it as it is.

        Args:
            folder: the run folder.
            status: the content of its status.json.

        Raises:
            SeqlabError: another process trains it.
        """
        writer = cls(RunFiles(folder), status, FolderLock(folder))
        with explaining_errors(folder):
            writer.lock.take()
        try:
            yield writer
        finally:
            writer.lock.release()

    def rewrite_config(self, config_yaml: str) -> None:
        """Put a config with another number of epochs in the place of config.yaml.

        Raises:
            SeqlabError: the file cannot be written.
        """
        with self._explaining_errors():
            atomic.write_text(self.files.config, config_yaml)

    def go_on(self, rows: Sequence[Mapping[str, float | int]]) -> None:
        """Make the status `running` again, and cut the history back to where training goes on.

        Args:
            rows: of the checkpoint.

        Raises:
            SeqlabError: the folder cannot be written.
        """
        self.status = self.status.go_on()
        with self._explaining_errors():
            atomic.write_json(self.files.status, self.status.record())
        self.rewrite_history(rows)

    def _explaining_errors(self) -> AbstractContextManager[None]:
        go_on = f"then go on: `seqlab resume {printable(self.files.folder)}`"
        return explaining_errors(self.files.folder, otherwise=go_on)

    def rewrite_history(self, rows: Sequence[Mapping[str, float | int]]) -> None:
        """Put these rows in the place of history.csv.

        Raises:
            SeqlabError: the file cannot be written.
        """
        lines = [",".join(rows[0]), *(_line(row) for row in rows)] if rows else []
        with self._explaining_errors():
            atomic.write_text(self.files.history, "".join(f"{line}\n" for line in lines))

    def write_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Write a checkpoint; it is on the disk when this returns.

        Raises:
            SeqlabError: the file cannot be written; older checkpoints are then untouched.
        """
        with self._explaining_errors():
            write_checkpoint(self.files.checkpoints, checkpoint)

    def write_model(self, save: Callable[[Path], None]) -> None:
        """Put a model in the place of model.keras in one step.

        Args:
            save: writes it to the path that it is given.

        Raises:
            SeqlabError: the file cannot be written; the old one is then untouched.
        """
        beside = self.files.model.with_name(".model.part.keras")
        with self._explaining_errors():
            try:
                save(beside)
                atomic.replace(beside, self.files.model)
            finally:
                beside.unlink(missing_ok=True)

    def append_epoch(self, row: Mapping[str, float | int]) -> None:
        """Add a row to history.csv; it is on the disk when this returns.

        Args:
            row: the columns in their order: `epoch`, `loss`, metrics, `val_loss`, `val_` metrics,
                `learning_rate`, `seconds`; the same ones for every epoch.

        Raises:
            SeqlabError: the file cannot be written.
        """
        with self._explaining_errors(), self.files.history.open("a", encoding="utf-8") as file:
            if file.tell() == 0:
                file.write(",".join(row) + "\n")
            file.write(_line(row) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def write_metrics(self, metrics: Metrics) -> None:
        """Write metrics.json.

        Raises:
            SeqlabError: the file cannot be written.
        """
        with self._explaining_errors():
            atomic.write_json(self.files.metrics, metrics.record())

    def finish(self, status: Status, error: str | None = None) -> None:
        """Record how the run ended.

        Args:
            status: the last status.
            error: for a failed run, what went wrong.

        Raises:
            SeqlabError: the file cannot be written.
        """
        self.status = self.status.end(status, error)
        try:
            with self._explaining_errors():
                atomic.write_json(self.files.status, self.status.record())
        finally:
            self.lock.release()


def delete_run(folder: Path) -> None:
    """Delete a run folder with all that is in it, and the folder above if it was the last there.

    Raises:
        SeqlabError: a process trains it, or it cannot be deleted.
    """
    lock = FolderLock(folder)
    with explaining_errors(folder):
        lock.take()
        try:
            shutil.rmtree(folder)
        finally:
            lock.release()
    with suppress(OSError):  # other runs are there
        folder.parent.rmdir()


def check_writable(outputs: Path) -> None:
    """Refuse a folder that no run could be written to, before anything takes its time.

    Args:
        outputs: the folder of all runs, which need not exist yet; it is not made here.

    Raises:
        SeqlabError: the folder, or the nearest one above it, cannot be written.
    """
    nearest = next(path for path in (outputs, *outputs.absolute().parents) if path.exists())
    with explaining_errors(outputs):
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, f"{nearest} is not a folder")
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, f"no permission to write to {nearest}")


@contextmanager
def _new_run_folder(experiment: Path) -> Iterator[Path]:
    """Make a run folder, and unmake it and the folders above it if what follows fails."""
    above = [folder for folder in (experiment, *experiment.parents) if not folder.exists()]
    made: list[Path] = []
    try:
        experiment.mkdir(parents=True, exist_ok=True)
        made.append(make_run_folder(experiment))
        yield made[0]
    except BaseException:
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)
        for folder in above:
            with suppress(OSError):  # another run has moved in
                folder.rmdir()
        raise


def _line(row: Mapping[str, float | int]) -> str:
    return ",".join(_exact(value) for value in row.values())


def _exact(value: float) -> str:
    """Write a number so that reading it gives the same number again."""
    return str(int(value)) if isinstance(value, Integral) else repr(float(value))

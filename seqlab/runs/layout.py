"""Where everything lies in a run folder, `OUTPUTS/<experiment name>/<run id>/`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from seqlab.errors import ConfigError
from seqlab.experiment.name import LONGEST_NAME, is_name

CONFIG = "config.yaml"
ENVIRONMENT = "environment.json"
STATUS = "status.json"
HISTORY = "history.csv"
METRICS = "metrics.json"
TEST_EVALUATIONS = "test_evaluations.json"
MODEL = "model.keras"
PREPROCESSING = "preprocessing/preprocessing.json"
CHECKPOINTS = "checkpoints"
LOG = "run.log"
CURVES_PNG = "curves.png"
CURVES_SVG = "curves.svg"


@dataclass(frozen=True)
class RunFiles:
    """The paths of a run's files, whether or not they exist yet.

    Args:
        folder: the run folder.
    """

    folder: Path

    @property
    def config(self) -> Path:
        """The complete config, ready for `seqlab train --config`."""
        return self.folder / CONFIG

    @property
    def environment(self) -> Path:
        """Versions, device, command line, digests of the data."""
        return self.folder / ENVIRONMENT

    @property
    def status(self) -> Path:
        """How the run stands; its presence makes the folder a run."""
        return self.folder / STATUS

    @property
    def history(self) -> Path:
        """A row per epoch."""
        return self.folder / HISTORY

    @property
    def metrics(self) -> Path:
        """The scores of the best epoch beside the baseline's; written at the end of a run."""
        return self.folder / METRICS

    @property
    def test_evaluations(self) -> Path:
        """When the run was judged on its test split; missing until it is."""
        return self.folder / TEST_EVALUATIONS

    @property
    def model(self) -> Path:
        """The model of the best epoch."""
        return self.folder / MODEL

    @property
    def preprocessing(self) -> Path:
        """What turns raw input into batches for the model."""
        return self.folder / PREPROCESSING

    @property
    def checkpoints(self) -> Path:
        """The folder of checkpoints to resume from."""
        return self.folder / CHECKPOINTS

    @property
    def log(self) -> Path:
        """What was logged during the run."""
        return self.folder / LOG

    @property
    def curves_png(self) -> Path:
        """The loss curves as a bitmap."""
        return self.folder / CURVES_PNG

    @property
    def curves_svg(self) -> Path:
        """The loss curves as a drawing."""
        return self.folder / CURVES_SVG

    def existing(self) -> list[Path]:
        """The files and folders above that are there, in the order in which a run writes them."""
        names = [CONFIG, ENVIRONMENT, PREPROCESSING, STATUS, LOG, HISTORY, CHECKPOINTS]
        names += [MODEL, METRICS, CURVES_PNG, CURVES_SVG, TEST_EVALUATIONS]
        paths = [self.folder / name for name in names]
        return [path for path in paths if path.exists()]


def check_experiment_name(name: str) -> None:
    """Refuse a name that cannot be a folder below the outputs folder.

    Raises:
        ConfigError: the name is not made of parts such as `jena/gru`.
    """
    if not is_name(name):
        raise ConfigError(
            f"The experiment name {name!r} cannot name a folder.",
            remedy="Use letters, digits, `_`, `-` and `.`, in parts joined by `/` (`jena/gru`); "
            f"{LONGEST_NAME} letters at most.",
        )


def run_id(moment: datetime) -> str:
    """Name a run by its start, so that names sort by time.

    The last four digits count 65536ths of a second: 22:40:36.5 gives `224036-8000`.

    Args:
        moment: the start, with its time zone.

    Returns:
        An id such as `20261120-224036-7f3a`, in UTC.
    """
    moment = moment.astimezone(UTC)
    return f"{moment:%Y%m%d-%H%M%S}-{moment.microsecond * 65536 // 1_000_000:04x}"


def make_run_folder(experiment: Path) -> Path:
    """Make a run folder of its own, however many processes do so at the same moment.

    Args:
        experiment: the existing folder of the experiment.

    Returns:
        The new folder, whose name is the run id.

    Raises:
        OSError: the folder cannot be made.
    """
    while True:
        folder = experiment / run_id(datetime.now(UTC))
        try:
            folder.mkdir(exist_ok=False)
        except FileExistsError:
            continue  # another run took this 65536th of a second: the next one is 15 us away
        return folder

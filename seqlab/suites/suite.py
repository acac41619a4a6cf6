"""A suite file: experiments, what was published about them, and what is claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from seqlab.component import Settings
from seqlab.errors import ConfigError
from seqlab.experiment.document import Document, Place
from seqlab.experiment.experiment import Experiment, load_experiment
from seqlab.experiment.problems import all_problems, check
from seqlab.experiment.shipped import find_config
from seqlab.experiment.source import read_file
from seqlab.suites.claims import Claim, own_metric, parse_claim


class Published(Settings):
    """A figure that somebody published."""

    metric: str
    """What was measured, such as `validation.mae`: its best value over all epochs."""
    value: float
    """The published figure; MAE in standard deviations, accuracy as a share."""
    tolerance: float = Field(gt=0)
    """The largest difference that another seed would explain."""
    epochs: int | None = Field(None, gt=0)
    """Epochs that were run, where they are known to differ."""
    seconds_per_epoch: float | None = Field(None, gt=0)
    """Time of an epoch on the machine of then."""
    source: str
    """Where it was published."""


class Entry(Settings):
    """An experiment of a suite."""

    config: str
    """Its file, from the suite's folder on, or the name of a config that comes with seqlab."""
    overrides: tuple[str, ...] = Field((), strict=False)
    """`KEY=VALUE` settings laid over the file."""
    published: Published | None = None
    """What to compare with; null where nothing was published."""
    differs: str = ""
    """Why the set-up is not the published one, which makes the figures not comparable."""


class StatedClaim(Settings):
    """A claim as a text states it."""

    claim: str
    """`NAME METRIC < RIGHT`, or `>` or `~`."""
    within: float | None = Field(None, gt=0)
    """For `~`: the largest difference that counts as the same."""
    source: str = ""
    """Where it is stated."""


class SuiteFile(Settings):
    """The whole file."""

    name: str = Field(pattern=r"^[A-Za-z0-9][\w.-]*$", max_length=100)
    """Names the files of results."""
    experiments: tuple[Entry, ...] = Field(min_length=1, strict=False)
    """In the order of the table."""
    claims: tuple[StatedClaim, ...] = Field((), strict=False)
    """In the order of the report."""


@dataclass(frozen=True)
class Member:
    """An experiment of a suite, resolved, with what was published about it."""

    experiment: Experiment
    published: Published | None
    differs: str


@dataclass(frozen=True)
class Suite:
    """A suite that can be run: every config read, every claim understood.

    Args:
        name: names the files of results.
        members: in the order of the file.
        claims: in the order of the file.
    """

    name: str
    members: tuple[Member, ...]
    claims: tuple[Claim, ...]


def load_suite(path: Path, read: Document | None = None) -> Suite:
    """Read a suite and every config it names.

    Args:
        path: its file.
        read: the file's contents, where it was read before: a pipe can be read only once.

    Raises:
        ConfigError: names every problem, each with its place, before anything runs.
    """
    document = read or read_file(path)
    if not isinstance(document.data, dict):
        raise ConfigError(
            f"{document.place(())}: expected keys such as `name:` and `experiments:`."
        )
    file = check(document, SuiteFile)
    problems: list[tuple[Place, str]] = []
    members = _members(file.experiments, path.parent, document, problems)
    tasks = {m.experiment.name: m.experiment.dataset.task for m in members}
    claims = []
    if problems:
        raise all_problems(problems)  # claims about what cannot be read would only repeat them
    for number, stated in enumerate(file.claims):
        try:
            claims.append(parse_claim(stated.claim, stated.within, stated.source, tasks))
        except ValueError as error:
            _add(problems, document, ("claims", number, "claim"), str(error))
    if problems:
        raise all_problems(problems)
    return Suite(file.name, tuple(members), tuple(claims))


def _members(
    entries: Sequence[Entry], folder: Path, document: Document, problems: list[tuple[Place, str]]
) -> list[Member]:
    members: dict[str, Member] = {}
    for number, entry in enumerate(entries):
        where = ("experiments", number, "config")
        try:
            experiment = load_experiment(find_config(entry.config, folder), *entry.overrides)
        except ConfigError as error:
            _add(problems, document, where, str(error))
            continue
        if experiment.name in members:
            _add(problems, document, where, f"the experiment {experiment.name} is here twice")
        measured, published = own_metric(experiment.dataset.task), entry.published
        if published is not None and published.metric != measured:
            place = ("experiments", number, "published", "metric")
            text = f"{experiment.name} has no {published.metric}; its figure is {measured}"
            _add(problems, document, place, text)
        members[experiment.name] = Member(experiment, entry.published, entry.differs)
    return list(members.values())


def _add(
    problems: list[tuple[Place, str]],
    document: Document,
    path: tuple[str | int, ...],
    text: str,
) -> None:
    place = document.place(path)
    problems.append((place, f"  {place}: {'.'.join(map(str, path))}: {text}"))

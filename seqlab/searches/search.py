"""A search that can be run: its file read, and everything in it checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seqlab.errors import ConfigError, did_you_mean
from seqlab.experiment.document import Document
from seqlab.experiment.experiment import Experiment, make_experiment
from seqlab.experiment.name import name_after
from seqlab.experiment.problems import all_problems, check
from seqlab.experiment.shipped import find_config
from seqlab.experiment.source import read_file
from seqlab.runs.history import VALIDATION
from seqlab.searches.file import Goal, SearchFile
from seqlab.searches.space import Problems, Space, make_space
from seqlab.tasks.metric import Metric


@dataclass(frozen=True)
class Search:
    """A search.

    Args:
        name: of its folder.
        file: the settings of its file.
        experiment: what varies, as it is without the search.
        space: how it varies.
        goal: what trials are ranked by.
    """

    name: str
    file: SearchFile
    experiment: Experiment
    space: Space
    goal: Goal

    @property
    def metric(self) -> Metric:
        """What models of the task are judged by."""
        return self.experiment.dataset.task.metric

    @property
    def is_judged_by_metric(self) -> bool:
        """Whether trials are ranked by that, and not by the loss."""
        return self.goal.name == VALIDATION + self.metric.name

    @property
    def sign(self) -> int:
        """What a value is multiplied by so that the lower one is the better one."""
        return 1 if self.goal.goal == "minimize" else -1

    @property
    def seeds(self) -> range:
        """The seeds of a trial's runs."""
        return range(self.experiment.seed, self.experiment.seed + self.file.seeds_per_trial)

    @property
    def fresh_seeds(self) -> range:
        """The seeds that finalists are trained with, none of which any trial has seen."""
        return range(self.seeds.stop, self.seeds.stop + self.file.fresh_seeds)

    @property
    def trials(self) -> int:
        """How many trials there will be: a grid has no more than its points."""
        if self.file.sampler != "grid":
            return self.file.trials
        points = 1
        for one in self.space.dimensions:
            points *= len(one.steps or ())
        return min(self.file.trials, points)

    def trial_name(self, number: int) -> str:
        """The experiment of a trial, counted from 0, as people count: 0 is `NAME/trial-0001`."""
        return f"{self.name}/trial-{number + 1:04}"

    def final_name(self, number: int) -> str:
        """The experiment of a finalist, by the number of its trial."""
        return f"{self.name}/final-{number + 1:04}"

    def record(self) -> dict[str, Any]:
        """Everything that decides what comes out, as plain values."""
        return {
            **self.file.model_dump(mode="json", exclude_none=True),
            "name": self.name,
            "experiment": self.experiment.model_dump(mode="json"),
            "metric": self.goal.model_dump(),
        }


def load_search(path: Path, read: Document | None = None) -> tuple[Search, Document]:
    """Read a search and the experiment that it names.

    Args:
        path: its file.
        read: the file's contents, where it was read before: a pipe can be read only once.

    Returns:
        The search, and the experiment's document, for the places of its settings.

    Raises:
        ConfigError: names every problem, each with its place, before anything runs.
    """
    document = read or read_file(path)
    if not isinstance(document.data, dict):
        raise ConfigError(f"{document.place(())}: expected keys such as `experiment:`.")
    file = check(document, SearchFile)
    base, base_path = _base(file, path, document)
    experiment = make_experiment(base, base_path)
    problems: Problems = []
    space = make_space(base, base_path, file.parameters, document, problems)
    goal = file.metric or _own_goal(experiment)
    search = Search(file.name or name_after(path), file, experiment, space, goal)
    _check_goal(search, document, problems)
    _check_sampler(search, document, problems)
    if problems:
        raise all_problems(problems)
    return search, base


def _base(file: SearchFile, path: Path, document: Document) -> tuple[Document, Path]:
    """The experiment's document and the file that it stands in."""
    if isinstance(file.experiment, str):
        try:
            found = find_config(file.experiment, path.parent)
        except ConfigError as error:
            place = document.place(("experiment",))
            raise ConfigError(f"{place}: {error.message}", remedy=error.remedy) from error
        return read_file(found), found
    inside = Document(document.data["experiment"])
    for ours, theirs in ((inside.keys, document.keys), (inside.values, document.values)):
        ours.update({p[1:]: place for p, place in theirs.items() if p[:1] == ("experiment",)})
    return inside, path


def _own_goal(experiment: Experiment) -> Goal:
    metric = experiment.dataset.task.metric
    goal: Any = "minimize" if metric.lower_is_better else "maximize"
    return Goal(name=VALIDATION + metric.name, goal=goal)


def _check_goal(search: Search, document: Document, problems: Problems) -> None:
    own = _own_goal(search.experiment)
    directions = {own.name: own.goal, f"{VALIDATION}loss": "minimize"}
    given, key = search.goal, "name"
    if given.name.startswith("test"):
        text = "the test split is for the end, and no search may look at it: use the same name "
        text += f"with `{VALIDATION}`"
    elif given.name not in directions:
        text = f"no such metric: {given.name!r:.60}{did_you_mean(given.name, directions)} "
        text += f"Allowed: {', '.join(directions)}"
    elif given.goal != directions[given.name]:
        key = "goal"
        text = f"{given.name} is better the other way: use {directions[given.name]}"
    else:
        return
    place = document.place(("metric", key))
    problems.append((place, f"  {place}: metric.{key}: {text}."))


def _check_sampler(search: Search, document: Document, problems: Problems) -> None:
    """Refuse dimensions that the sampler can do nothing with."""
    dimensions, sampler = search.space.dimensions, search.file.sampler
    if sampler == "grid":
        for one in dimensions:
            if one.steps is None:
                place = document.place(("parameters", one.key))
                text = "a grid needs `values`, or `step` between min and max"
                problems.append((place, f"  {place}: {one.key}: {text}."))
    ranges = [one for one in dimensions if one.parameter.values is None]
    if sampler == "cma_es" and len(ranges) < 2:
        place = document.place(("sampler",))
        text = "cma_es works on ranges of numbers (`min` and `max`), of which it needs two or more"
        problems.append((place, f"  {place}: sampler: {text}: use tpe."))

"""The space that is searched: what each setting may be, checked against the experiment's types."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqlab.errors import ConfigError
from seqlab.experiment.document import Document, KeyPath, Place
from seqlab.experiment.experiment import Experiment, make_experiment
from seqlab.experiment.overrides import lay_over
from seqlab.experiment.problems import check
from seqlab.searches.file import Parameter

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

Drawn = bool | int | float | str | None
"""What Optuna draws: a number, a word, or a list or block as its JSON."""
Problems = list[tuple[Place, str]]
NOT_SEARCHED = {
    "name": "trials are named after the search",
    "seed": "a better seed is luck, not a setting: use seeds_per_trial",
    "silence": "warnings change no result",
    "baselines": "what a model is compared with must stay the same",
}


@dataclass(frozen=True)
class Dimension:
    """One setting that varies.

    Args:
        key: dotted, such as `training.learning_rate`.
        parameter: what it may be.
        is_whole: whether a range is one of whole numbers.
    """

    key: str
    parameter: Parameter
    is_whole: bool

    @property
    def choices(self) -> dict[Drawn, Any]:
        """The values to choose from, by what Optuna calls them; empty for a range."""
        return {
            value if value is None or isinstance(value, (bool, int, float, str))
            else json.dumps(value): value
            for value in self.parameter.values or ()
        }  # fmt: skip

    @property
    def steps(self) -> list[Drawn] | None:
        """Every value that it may be; None for a range without steps."""
        parameter = self.parameter
        if parameter.values is not None:
            return list(self.choices)
        assert parameter.min is not None
        assert parameter.max is not None
        step = parameter.step or (1 if self.is_whole else None)
        if step is None or (parameter.log and not self.is_whole):
            return None
        count = int((parameter.max - parameter.min) / step * (1 + 1e-12)) + 1
        return [parameter.min + number * step for number in range(count)]

    def distribution(self) -> BaseDistribution:
        """The same for Optuna."""
        from optuna.distributions import (
            CategoricalDistribution,
            FloatDistribution,
            IntDistribution,
        )

        parameter = self.parameter
        if parameter.values is not None:
            return CategoricalDistribution(list(self.choices))
        assert parameter.min is not None
        assert parameter.max is not None
        low, high, log = parameter.min, parameter.max, parameter.log
        if parameter.step is not None:
            high = low + (len(self.steps or ()) - 1) * parameter.step  # Optuna warns of a rest
        if self.is_whole:
            return IntDistribution(int(low), int(high), log=log, step=int(parameter.step or 1))
        step = None if parameter.step is None else float(parameter.step)
        return FloatDistribution(float(low), float(high), log=log, step=step)

    def value(self, drawn: Drawn) -> Any:
        """What the config says, from what Optuna drew."""
        return self.choices[drawn] if self.parameter.values is not None else drawn


@dataclass(frozen=True)
class Space:
    """An experiment and what varies in it.

    Args:
        base: the experiment's file, or its block in the search file.
        path: the file that the base stands in.
        dimensions: what varies.
    """

    base: Document
    path: Path
    dimensions: tuple[Dimension, ...]

    def varies(self, block: str) -> bool:
        """Whether any setting of a block varies, such as `dataset`."""
        return any(one.key.split(".", maxsplit=1)[0] == block for one in self.dimensions)

    def experiment(self, drawn: Mapping[str, Drawn], name: str, seed: int) -> Experiment:
        """The experiment of a trial.

        Args:
            drawn: by key, a value for every dimension.
            name: of the experiment.
            seed: of the experiment.

        Raises:
            ConfigError: the values do not go together.
        """
        document = copy.deepcopy(self.base)
        for one in self.dimensions:
            place = Place(f"{one.key}={drawn[one.key]}")
            value = Document(copy.deepcopy(one.value(drawn[one.key])), values={(): place})
            lay_over(document, one.key, value, place)
        document.data |= {"name": name, "seed": seed}
        document.values |= {("name",): Place(name), ("seed",): Place(name)}
        return make_experiment(document, self.path)


def make_space(
    base: Document,
    path: Path,
    parameters: Mapping[str, Parameter],
    document: Document,
    problems: Problems,
) -> Space:
    """Check what varies, each value and each end of a range on its own.

    Args:
        base: a valid experiment.
        path: the file that it stands in.
        parameters: of the search file.
        document: the search file, for the places.
        problems: takes what is wrong.
    """
    dimensions = []
    for key, parameter in parameters.items():
        where: KeyPath = ("parameters", key)
        place = document.place(where, of_key=True)
        reason = NOT_SEARCHED.get(key.split(".", maxsplit=1)[0])
        if reason is not None:
            problems.append((place, f"  {place}: {key}: cannot be searched: {reason}."))
            continue
        try:
            lay_over(copy.deepcopy(base), key, Document(None), place)
        except ConfigError as error:
            problems.append((place, f"  {error.message}"))
            continue
        is_whole = _is_whole(base, key, parameter)
        for path_inside, value in _extremes(parameter):
            place = document.place((*where, *path_inside))
            found = _problems_with(base, key, value, place)
            problems += [(place, line) for line in found if (place, line) not in problems]
            if found and "unknown key" in found[0]:
                break  # once is enough
        dimensions.append(Dimension(key, parameter, is_whole))
    return Space(base, path, tuple(dimensions))


def _is_whole(base: Document, key: str, parameter: Parameter) -> bool:
    """Whether a range is one of whole numbers: its ends are, and a half is refused."""
    numbers = (parameter.min, parameter.max, parameter.step or 1)
    if not all(isinstance(number, int) for number in numbers):
        return False
    assert parameter.min is not None
    return bool(_problems_with(base, key, parameter.min + 0.5, Place(key)))


def _extremes(parameter: Parameter) -> Iterator[tuple[KeyPath, Any]]:
    """What is tried of a parameter, with its path inside: every value, or both ends."""
    if parameter.values is not None:
        yield from ((("values", number), value) for number, value in enumerate(parameter.values))
    else:
        yield ("min",), parameter.min
        yield ("max",), parameter.max


def _problems_with(base: Document, key: str, value: Any, place: Place) -> list[str]:
    """What is wrong with the experiment once a setting has a value, a line each."""
    document = copy.deepcopy(base)
    lay_over(document, key, Document(copy.deepcopy(value), values={(): place}), place)
    try:
        check(document, Experiment)
    except ConfigError as error:
        return error.message.splitlines()[1:]  # below the line that counts them
    return []

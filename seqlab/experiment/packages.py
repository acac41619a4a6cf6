"""Which other packages an experiment is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seqlab.component import Component, Settings
from seqlab.experiment.experiment import Experiment
from seqlab.plugins import installed_plugins


def packages_of(experiment: Experiment) -> dict[str, str]:
    """The versions of the packages that add a part of an experiment, by their names.

    Args:
        experiment: whose dataset, encoding, model, layers and baselines are looked at, also the
            baselines that it does not name.
    """
    parts = [*_components(experiment), *_components(experiment.judged_beside)]
    used = {(type(part).__module__, part.name()) for part in parts}
    return {
        plugin.package: plugin.version
        for plugin in installed_plugins()
        if (plugin.module, plugin.name) in used
    }


def _components(value: Any) -> Iterator[Component]:
    """All components in a value, however deep in its blocks and lists."""
    if isinstance(value, Component):
        yield value
    if isinstance(value, Settings):
        value = [getattr(value, name) for name in type(value).model_fields]
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _components(part)

"""What other installed packages add to seqlab, by entry points.

A group of entry points is a room: what stands in `seqlab.models` are models. An entry's name is
what it is called in YAML or on the command line, and its value the module that holds it, such as
`pooled` or `pooled.layers:Pooled`. Entries are read without importing anything.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, distributions
from types import ModuleType

from seqlab.errors import SeqlabError

GROUPS = ("datasets", "encodings", "baselines", "models", "layers", "trackers", "commands")
"""What a package may add."""


@dataclass(frozen=True)
class Plugin:
    """One thing that another package adds.

    Args:
        group: one of `GROUPS`.
        name: what it is called.
        package: the one that adds it.
        version: of the package.
        entry: where it lies.
    """

    group: str
    name: str
    package: str
    version: str
    entry: EntryPoint = field(repr=False)

    def load(self) -> ModuleType:
        """Import the module that holds it.

        Raises:
            SeqlabError: the import fails; it names the package.
        """
        try:
            return importlib.import_module(self.entry.module)
        except Exception as error:  # what another package does wrong can be anything
            raise SeqlabError(
                f"{self.package} {self.version} adds {self.name} to seqlab.{self.group}, and "
                f"{self.entry.value} cannot be imported: {type(error).__name__}: {error}.",
                remedy=f"Mend {self.package}, or uninstall it.",
            ) from error


@cache
def installed_plugins() -> tuple[Plugin, ...]:
    """All that other packages add, sorted by group and name.

    Looked for once: it means opening a file of each installed package.
    """
    found = [
        Plugin(
            entry.group.removeprefix("seqlab."), entry.name, package.name, package.version, entry
        )
        for package in distributions()
        for entry in package.entry_points
        if entry.group.startswith("seqlab.")
    ]
    return tuple(sorted(found, key=lambda one: (one.group, one.name, one.package)))


def plugins_of(group: str) -> Mapping[str, Plugin]:
    """What other packages add to one group, by name.

    Raises:
        SeqlabError: two add the same name; both packages are named.
    """
    found: dict[str, Plugin] = {}
    for plugin in installed_plugins():
        if plugin.group == group:
            other = found.setdefault(plugin.name, plugin)
            if (other.package, other.entry.value) != (plugin.package, plugin.entry.value):
                raise same_name(plugin, other.package)
    return found


def same_name(plugin: Plugin, other: str) -> SeqlabError:
    """The error of two things of one name, of which another package, or seqlab, has the other."""
    return SeqlabError(
        f"Two packages add {plugin.name} to seqlab.{plugin.group}: {other} and {plugin.package}.",
        remedy=f"Uninstall one of them, or have {plugin.package} give its own another name.",
    )

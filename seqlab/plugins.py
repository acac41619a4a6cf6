"""What other installed packages add to seqlab, by entry points.

A group of entry points is a room: what stands in `seqlab.models` are models. An entry's name is
what it is called in YAML or on the command line, and its value the module that holds it, such as
`pooled` or `pooled.layers:Pooled`; of a command it is the function too, as in `pooled:peek`.
Entries are read without importing anything.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from seqlab.errors import SeqlabError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUPS = ("datasets", "encodings", "baselines", "models", "layers", "trackers", "commands")
"""What a package may add."""
ENDINGS = (".dist-info", ".egg-info")
"""Of the folders in which packages say what they are."""


@dataclass(frozen=True)
class Plugin:
    """One thing that another package adds.

    Args:
        group: one of `GROUPS`; or another word, which is a mistake of the package.
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

    @property
    def module(self) -> str:
        """The module that holds it."""
        return self.entry.value.partition(":")[0].strip()

    @property
    def attribute(self) -> str:
        """What it is called there; empty where the entry names a module alone."""
        return self.entry.value.partition(":")[2].strip()

    def load(self) -> ModuleType:
        """Import the module that holds it.

        Raises:
            SeqlabError: the import fails; it names the package.
        """
        try:
            return importlib.import_module(self.module)
        except (Exception, SystemExit) as error:  # another package may do anything wrong
            raise self.mistake(f"cannot be imported: {type(error).__name__}: {error}.") from error

    def load_attribute(self) -> Any:
        """Import the module that holds it, and take what the entry names there.

        Raises:
            SeqlabError: the import fails, or there is no such thing; it names the package.
        """
        if not self.attribute:
            raise self.mistake(f"is a module: `{self.module}:NAME` was expected.")
        try:
            return attrgetter(self.attribute)(self.load())
        except AttributeError as error:
            raise self.mistake("is not there.") from error

    def mistake(self, what: str) -> SeqlabError:
        """The error of something that is wrong with what the package adds.

        Args:
            what: goes on behind its entry: `cannot be imported: ...`.
        """
        return SeqlabError(
            f"{self.package} {self.version} adds {self.name} to seqlab.{self.group}, and "
            f"{self.entry.value} {what}",
            remedy=f"Mend {self.package}, or uninstall it.",
        )


@cache
def installed_plugins() -> tuple[Plugin, ...]:
    """All that other packages add, sorted by group and name. Looked for once."""
    folders = list(_folders_with_entries())
    if not folders:
        return ()  # the usual case, in which a command starts sooner without what reads them

    from importlib.metadata import Distribution

    found = [
        Plugin(
            entry.group.removeprefix("seqlab."), entry.name, package.name, package.version, entry
        )
        for package in map(Distribution.at, folders)
        for entry in package.entry_points
        if entry.group.startswith("seqlab.")
    ]
    return tuple(sorted(found, key=lambda one: (one.group, one.name, one.package)))


def _folders_with_entries() -> Iterator[Path]:
    """Where each package that adds something says what it is: `pooled-1.0.dist-info`.

    As in an import, of two packages of one name the one that comes first on the path counts. Asking
    `importlib.metadata` takes 20 times as long, most of it to import that.
    """
    seen = set()
    for place in sys.path:
        try:
            with os.scandir(place or ".") as entries:
                folders = [entry for entry in entries if entry.name.endswith(ENDINGS)]
        except OSError:  # not there, or not a folder
            continue
        for folder in folders:
            name = folder.name.rpartition(".")[0].partition("-")[0]
            package = re.sub(r"[-_.]+", "-", name).lower()
            if package not in seen and _has_entries(Path(folder)):
                yield Path(folder)
            seen.add(package)


def _has_entries(folder: Path) -> bool:
    try:
        return b"[seqlab." in (folder / "entry_points.txt").read_bytes()
    except OSError:  # a package that has none
        return False


def plugins_of(group: str) -> Mapping[str, Plugin]:
    """What other packages add to one group, by name.

    Raises:
        SeqlabError: two add the same name; both packages are named.
    """
    found: dict[str, Plugin] = {}
    for plugin in installed_plugins():
        if plugin.group == group:
            other = found.setdefault(plugin.name, plugin)
            if other is not plugin:
                raise same_name(plugin, other.package)
    return found


def same_name(plugin: Plugin, other: str) -> SeqlabError:
    """The error of two things of one name, of which another package, or seqlab, has the other."""
    return SeqlabError(
        f"Two packages add {plugin.name} to seqlab.{plugin.group}: {other} and {plugin.package}.",
        remedy=f"Uninstall one of them, or have {plugin.package} give its own another name.",
    )

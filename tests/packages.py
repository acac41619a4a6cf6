"""Packages, installed into a folder as an installer would."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from seqlab.plugins import installed_plugins


def install(
    folder: Path, package: str, entries: Mapping[str, str], version: str = "2.5", **modules: str
) -> None:
    """Put a package into a folder.

    Args:
        folder: on the path of Python.
        package: its name.
        entries: what it adds to each group: `{"models": "lion = lions"}`.
        version: of the package.
        modules: their texts by their names.
    """
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
        sys.modules.pop(name, None)
    about = folder / f"{package.replace('-', '_')}-{version}.dist-info"
    about.mkdir()
    said = f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n"
    (about / "METADATA").write_text(said)
    groups = (f"[seqlab.{group}]\n{lines}\n" for group, lines in entries.items())
    (about / "entry_points.txt").write_text("\n".join(groups))
    installed_plugins.cache_clear()


@contextmanager
def place_for_packages(folder: Path) -> Iterator[Path]:
    """A folder on the path of Python; what was found and imported there is forgotten afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        installed_plugins.cache_clear()
        yield folder
    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None)).startswith(str(folder)):
            del sys.modules[name]
    installed_plugins.cache_clear()

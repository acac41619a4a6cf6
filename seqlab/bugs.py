"""Whose bug an error is that nobody raised on purpose: seqlab's own, or another package's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from traceback import walk_tb
from types import FrameType

from seqlab.errors import SeqlabError
from seqlab.plugins import Plugin, installed_plugins


def bug(error: BaseException) -> SeqlabError:
    """What to tell of an error that is no `SeqlabError`.

    It is the bug of another package if code of it was running when it was raised.

    Args:
        error: as it was caught.

    Returns:
        An error that names the package, its type and message, and the line; with a remedy.
    """
    what = f"{type(error).__name__}: {error}"
    found = [(frame, line, owners) for frame, line in _frames(error) if (owners := _owners(frame))]
    if found:
        frame, line, owners = found[-1]
        package = owners[0].package
        return SeqlabError(
            f"a bug in {package} {owners[0].version}{_which(owners, frame)}: {what}\n"
            f"{frame.f_code.co_filename}:{line}, in {frame.f_code.co_qualname}",
            remedy=f"Report it to those who make {package}; --debug shows the whole traceback.",
        )
    guests = {f"{one.package} {one.version}" for one in _at_work()}
    took_part = f" {', '.join(sorted(guests))} took part: try without, too." if guests else ""
    return SeqlabError(
        f"a bug in seqlab: {what}",
        remedy=f"Run the command again with --debug and report what it prints.{took_part}",
    )


def _frames(error: BaseException) -> Iterator[tuple[FrameType, int]]:
    """What was running when an error was raised, innermost last, with lines.

    What it was raised because of comes before: Keras raises errors of a layer anew.
    """
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _frames(cause)
    yield from walk_tb(error.__traceback__)


def _at_work() -> Iterator[Plugin]:
    """What other packages add, as far as it was imported."""
    return (plugin for plugin in installed_plugins() if plugin.module in sys.modules)


def _owners(frame: FrameType) -> list[Plugin]:
    """What is added by the package whose code is running."""
    module = str(frame.f_globals.get("__name__"))
    return [plugin for plugin in _at_work() if f"{module}.".startswith(f"{_top(plugin.module)}.")]


def _top(module: str) -> str:
    """The outermost package around a module that one distribution alone fills.

    Worked example, `company.waves.data` where `company` is a namespace, which has no file:
    `company.waves`.
    """
    parts = module.split(".")
    around = [".".join(parts[:count]) for count in range(1, len(parts) + 1)]
    return next(name for name in around if getattr(sys.modules[name], "__file__", None))


def _which(owners: list[Plugin], frame: FrameType) -> str:
    """Which of the things that a package adds is running, if that can be told."""
    running = frame.f_code.co_qualname.partition(".")[0]
    for is_it in (
        lambda one: one.module == frame.f_globals["__name__"],
        lambda one: one.attribute == running,
        lambda one: not one.attribute,
    ):
        owners = [one for one in owners if is_it(one)] or owners
    return f" (seqlab.{owners[0].group}: {owners[0].name})" if len(owners) == 1 else ""

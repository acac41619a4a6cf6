"""Whose bug an error is that nobody raised on purpose: seqlab's own, or another package's."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from traceback import walk_tb
from types import FrameType

from seqlab.errors import SeqlabError
from seqlab.plugins import Plugin, installed_plugins

COLOUR = re.compile(r"\x1b\[[\d;]*m")
"""What Keras writes into its messages for a terminal."""


def bug(error: BaseException) -> SeqlabError:
    """What to tell of an error that is no `SeqlabError`.

    It is the bug of another package if code of it was running when it was raised.

    Args:
        error: as it was caught.

    Returns:
        An error that names the package, its type and message, and the line; with a remedy.
    """
    what = f"{type(error).__name__}: {COLOUR.sub('', str(error))}"
    running = [(frame, line) for frame, line in _frames(error) if _owners(frame)]
    if not running:
        guests = sorted({f"{one.package} {one.version}" for one in _at_work()})
        took_part = f" or in {', '.join(guests)}, which took part" if guests else ""
        return SeqlabError(
            f"a bug in seqlab{took_part}: {what}",
            remedy="Run the command again with --debug and report what it prints.",
        )
    frame, line = running[-1]
    owner = _owners(frame)[0]
    return SeqlabError(
        f"a bug in {owner.package} {owner.version}{_which(frame)}: {what}\n"
        f"{frame.f_code.co_filename}:{line}, in {frame.f_code.co_qualname}",
        remedy=f"Report it to those who make {owner.package}; --debug shows the whole traceback.",
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
    filled = (name for name in around if getattr(sys.modules.get(name), "__file__", None))
    return next(filled, module)


def _which(frame: FrameType) -> str:
    """Which of the things that a package adds is running, if that can be told."""
    outermost = frame.f_code.co_qualname.partition(".")[0]
    fields = getattr(frame.f_globals.get(outermost), "model_fields", {})  # of a component
    tests: tuple[Callable[[Plugin], bool], ...] = (
        lambda one: one.module == frame.f_globals["__name__"],
        lambda one: any(field.default == one.name for field in fields.values()),
        lambda one: one.attribute == outermost,
        lambda one: not one.attribute,
    )
    owners = _owners(frame)
    for is_it in tests:
        owners = [one for one in owners if is_it(one)] or owners
    return f" (seqlab.{owners[0].group}: {owners[0].name})" if len(owners) == 1 else ""

"""What baselines say, kept by content: a slow one is fitted once for the same data."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from seqlab.baselines.baseline import Baseline, Fitted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from seqlab.tasks.data import Data, SplitName

_Result = TypeVar("_Result")
FORMAT = 1
"""Of what is kept, and of what slow baselines learn: another one fits them anew."""
TEXT_FORMAT = 1
"""The same of baselines that read texts."""


@dataclass(frozen=True)
class Said:
    """What a baseline says of a split.

    Args:
        predictions: see `Fitted.predict`.
        seconds: it took to fit the baseline and to ask it, when that was done.
    """

    predictions: NDArray[np.float64]
    seconds: float


def predictions(
    baseline: Baseline, data: Data, split: SplitName, notice: Callable[[str], None]
) -> Said:
    """Fit a baseline, or remember what it said of the same samples.

    Args:
        baseline: one without an obstacle for the data.
        data: loaded.
        split: what it is asked about.
        notice: told of what takes its time: `fitting ridge`.
    """
    if not baseline.is_slow:
        fitted, seconds = _timed(lambda: baseline.fit(data))
        return _ask(fitted, split, seconds)
    import numpy as np

    from seqlab.datasets.sources.cache import cached
    from seqlab.tasks.data import ORDER

    def build() -> dict[str, NDArray[np.float64]]:
        notice(f"fitting {baseline.kind}")
        fitted, seconds = _timed(lambda: baseline.fit(data))
        # Of both splits at once: whoever asks about one will ask about the other.
        said = {name: _ask(fitted, name, seconds) for name in ORDER[1:]}
        return {
            **{name: own.predictions for name, own in said.items()},
            **{f"{name}_seconds": np.array([own.seconds]) for name, own in said.items()},
        }

    arrays = cached("baseline", _key(baseline, data), build)
    return Said(arrays[split], float(arrays[f"{split}_seconds"][0]))


def _ask(fitted: Fitted, split: SplitName, seconds: float) -> Said:
    said, more = _timed(lambda: fitted.predict(split))
    return Said(said, seconds + more)


def _timed(work: Callable[[], _Result]) -> tuple[_Result, float]:
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def _key(baseline: Baseline, data: Data) -> dict[str, str | int]:
    """All that predictions depend on."""
    from importlib.metadata import version

    return {
        "baseline": baseline.model_dump_json(),
        "shape": str(data.task.target_shape),
        **_content(data),
        **{library: version(library) for library in baseline.libraries},
    }


def _content(data: Data) -> dict[str, str | int]:
    """The series or the texts that it is fitted on and asked about."""
    panel = data.panel()
    if panel is not None:
        return {"panel": panel.digest(), "format": FORMAT}
    labelled = data.labelled_texts()
    assert labelled is not None  # slow ones need one of the two
    return {"texts": labelled.digest(), "format": TEXT_FORMAT}

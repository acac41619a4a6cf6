"""What a component warns of: what a config may do without its author knowing.

None of it is a mistake in itself; the book does most of it. Each warning has a name, by which
`silence:` in the config switches it off.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One warning of a component.

    Args:
        name: what `silence:` calls it.
        path: the setting that it is about, below the component's block: `("layers", 0, "dropout")`.
        reason: what happens, and why it matters.
        remedy: what to write instead.
    """

    name: str
    path: tuple[str | int, ...]
    reason: str
    remedy: str


@dataclass(frozen=True)
class Surroundings:
    """What a component needs to know of the experiment that it is a part of.

    Args:
        may_use_gpu: whether the experiment may be computed on a GPU.
        learns: whether its model has anything to train.
        clips: whether its gradients are limited.
        pads_before: whether its inputs are filled up in front.
    """

    may_use_gpu: bool
    learns: bool
    clips: bool
    pads_before: bool

"""The pictures of one page, each with ids of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from seqlab.report.parts import Picture
from seqlab.report.picture import inline_svg
from seqlab.runs.untrusted import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Pictures:
    """Makes the pictures of a page."""

    _numbers: Iterator[int] = field(default_factory=lambda: count(1), init=False)

    def picture(self, figure: Figure, title: str, caption: str) -> Picture:
        """A picture of the page.

        Args:
            figure: what it shows.
            title: what it is called, also by a screen reader.
            caption: what there is to see.
        """
        svg = inline_svg(figure, f"picture-{next(self._numbers)}", printable(title))
        return Picture(svg, printable(caption))

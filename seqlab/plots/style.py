"""How every picture looks, and how it is saved: the same in, the same bytes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqlab.errors import ConfigError, SeqlabError
from seqlab.runs import atomic
from seqlab.runs.untrusted import printable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#222222"
QUIET = "#6e6e6e"
# Okabe and Ito's colours, which colour-blind readers can tell apart, without the yellow that
# pales on white and without vermilion, which is kept for the baseline.
PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#6A3D9A", "#000000", "#8A8A8A")
BASELINE = "#D55E00"
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "p")

_WITHOUT_DATE: dict[str, dict[str, str | None]] = {
    ".png": {},
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None},
}
_SETTINGS = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib, so that every machine has it
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#9a9a9a",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 9,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.8,
    "xtick.color": "#9a9a9a",
    "ytick.color": "#9a9a9a",
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "date.converter": "concise",
    "legend.fontsize": 9,
    "legend.handlelength": 2.8,
    "legend.frameon": False,
    "lines.solid_capstyle": "round",
    "figure.constrained_layout.h_pad": 0.07,
    "figure.constrained_layout.w_pad": 0.07,
    "savefig.dpi": 200,
    "svg.hashsalt": "seqlab",
}


@contextmanager
def drawing_style() -> Iterator[None]:
    """Draw in the style of the house, whatever the user's matplotlibrc says."""
    import matplotlib

    everything: dict[Any, Any] = {**matplotlib.rcParamsDefault, **_SETTINGS}
    del everything["backend"]
    with matplotlib.rc_context(everything):
        yield


def spell_unit(unit: str) -> str:
    """Write a unit as a book does: `degC` becomes `°C`."""
    return {"degC": "°C"}.get(unit, printable(unit))


def check_format(path: Path) -> None:
    """Refuse a file whose suffix is not a format that pictures are written in.

    Raises:
        ConfigError: the suffix is none of `.png`, `.svg` and `.pdf`.
    """
    suffix = path.suffix.lower()
    if suffix not in _WITHOUT_DATE:
        raise ConfigError(
            f"Cannot draw {printable(path)}: {printable(suffix) or 'no suffix'} is not a format "
            "of pictures.",
            remedy=f"Give the file one of the suffixes {', '.join(_WITHOUT_DATE)}.",
        )


def picture(figure: Figure, suffix: str) -> bytes:
    """The content of a picture's file; the same figure always gives the same bytes.

    Args:
        figure: what to draw.
        suffix: `.png`, `.svg` or `.pdf`.
    """
    content = BytesIO()
    with drawing_style():
        figure.savefig(content, format=suffix[1:], metadata=_WITHOUT_DATE[suffix])
    return content.getvalue()


def save_figure(figure: Figure, path: Path) -> None:
    """Write a figure in one step.

    Args:
        figure: what to draw.
        path: the file, whose suffix tells the format: `.png`, `.svg` or `.pdf`.

    Raises:
        ConfigError: the suffix is none of these.
        SeqlabError: the file cannot be written.
    """
    check_format(path)
    content = picture(figure, path.suffix.lower())
    try:
        atomic.write_bytes(path, content)
    except OSError as error:
        raise SeqlabError(
            f"Cannot write the picture {printable(path)}: {error.strerror}.",
            remedy="Check that its folder exists, can be written to and is not full.",
        ) from error

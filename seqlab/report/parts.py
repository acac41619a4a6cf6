"""What a page consists of, before it is HTML: plain text everywhere, which the page escapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from markupsafe import Markup

Tone = Literal["good", "bad", "open"]
"""How a verdict is meant: worth it, not worth it, not decided."""


@dataclass(frozen=True)
class Text:
    """A paragraph.

    Args:
        text: plain.
        is_problem: whether it says what is missing or wrong.
    """

    kind: ClassVar[str] = "text"

    text: str
    is_problem: bool = False


@dataclass(frozen=True)
class Lines:
    """A list.

    Args:
        lines: an entry each.
    """

    kind: ClassVar[str] = "lines"

    lines: Sequence[str]


@dataclass(frozen=True)
class Cell:
    """What stands in a table where plain text does not do.

    Args:
        text: plain.
        link: a file beside the page, relative; empty for none.
        order: what a column is sorted by; None for the text itself.
        share: how strongly the cell is coloured, from 0 to 1; None for not at all.
    """

    text: str
    link: str = ""
    order: float | None = None
    share: float | None = None

    @property
    def shade(self) -> str:
        """The class of its colour, of eleven; empty for none."""
        return "" if self.share is None else f"shade-{round(10 * self.share)}"


@dataclass(frozen=True)
class Table:
    """Rows of cells under headings; the first cell of each row names it.

    Args:
        caption: what the table shows.
        headings: of the columns.
        rows: cells, plain or not.
        words: how many of the columns, from the left, hold words; the others hold numbers.
        strong: the numbers of rows that stand out.
        is_sortable: whether readers may sort it and search in it.
    """

    kind: ClassVar[str] = "table"

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str | Cell]]
    words: int = 1
    strong: Sequence[int] = ()
    is_sortable: bool = False


@dataclass(frozen=True)
class Picture:
    """A drawing.

    Args:
        svg: an element of the page, with its own title.
        caption: what it shows, in a sentence.
    """

    kind: ClassVar[str] = "picture"

    svg: Markup
    caption: str


@dataclass(frozen=True)
class Code:
    """Text as it stands in a file.

    Args:
        text: with its lines.
        label: what a screen reader says of it.
    """

    kind: ClassVar[str] = "code"

    text: str
    label: str


@dataclass(frozen=True)
class Folded:
    """What is shown when somebody asks for it.

    Args:
        summary: what it is.
        parts: what it holds.
    """

    kind: ClassVar[str] = "folded"

    summary: str
    parts: Sequence[Part]


Part: TypeAlias = "Text | Lines | Table | Picture | Code | Folded"


@dataclass(frozen=True)
class Section:
    """A part of a page with a heading of its own.

    Args:
        id: by which a link finds it.
        title: its heading.
        parts: what it holds.
    """

    id: str
    title: str
    parts: Sequence[Part]


@dataclass(frozen=True)
class Page:
    """A page.

    Args:
        title: its heading.
        kind: what it is a report of, in two or three words.
        verdict: what came out, in a sentence.
        tone: how that is meant.
        facts: what else stands on top, such as when it was run: pairs of a name and a value.
        sections: the rest, in order.
        back: the page that leads here, relative; empty for none.
    """

    title: str
    kind: str
    verdict: str
    tone: Tone
    facts: Sequence[tuple[str, str]]
    sections: Sequence[Section] = field(repr=False)
    back: str = ""

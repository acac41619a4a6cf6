"""The pages of the documentation, cut into blocks.

What a block is says its language: `sh` is run line by line, `python` is run, and so that whole
files can be shown, a block that opens with a comment such as `# own.yaml` is written to that file.
`text` is what the block before it printed.

An HTML comment before a block says what is special about it:

needs: data    it reads the real files
slow           it takes minutes
only parsed    it takes hours, or is run on another page; that it could be run is checked
fails          its commands end in an error
interrupted    somebody presses Ctrl-C after an epoch
not checked    this text was printed by nothing on the page
exact          its numbers count, too
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
OTHERS = tuple(
    ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "results/README.md")
)
MARKERS = {"needs: data", "slow", "only parsed", "fails", "interrupted", "not checked", "exact"}
LANGUAGES = {"sh", "python", "yaml", "toml", "json", "text"}

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARKERS = re.compile(r"<!-- ([^>]*) -->\n\Z")
_FILE = re.compile(r"\A# ([\w/.-]+\.(?:yaml|toml|py|csv|txt))\n")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Block:
    """A fenced block.

    Args:
        line: where it begins in its page, counted from 1.
        language: behind the fence.
        text: between the fences.
        markers: of the comment before it.
    """

    line: int
    language: str
    text: str
    markers: frozenset[str]

    @property
    def file(self) -> str | None:
        """The file that it is the content of; None where it is none."""
        match = _FILE.match(self.text)
        return match[1] if match else None

    def commands(self) -> list[str]:
        """The lines of a block in `sh`; one that ends in a backslash goes on in the next one."""
        lines = self.text.replace("\\\n", " ").splitlines()
        return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def blocks(page: Path) -> list[Block]:
    """The fenced blocks of a page, in their order."""
    text, found = page.read_text(encoding="utf-8"), []
    for match in _FENCE.finditer(text):
        before = _MARKERS.search(text, 0, match.start())
        markers = before[1].split(", ") if before else []
        line = text.count("\n", 0, match.start()) + 1
        found.append(Block(line, match[1], match[2], frozenset(markers)))
    return found


def prose(page: Path) -> str:
    """A page without its blocks."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> Iterator[str]:
    """What the links of a page lead to."""
    yield from _LINK.findall(prose(page))


def inline_code(page: Path) -> Iterator[str]:
    """What stands between backticks in the lines of a page."""
    yield from _CODE.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """What a link to a heading of a page has behind its `#`."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

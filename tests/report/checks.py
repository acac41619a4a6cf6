"""What holds for every page, looked at without a browser."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from importlib.resources import files

LARGEST = 3_000_000
"""Bytes of a page."""
_VOID = {"meta", "br", "input", "link", "img", "hr"}
_FORBIDDEN = {"img", "image", "link", "iframe", "object", "embed", "form", "base", "foreignobject"}
_ADDRESS = re.compile(r"https?:|//|javascript:|data:", re.IGNORECASE)


@dataclass
class Element:
    """An element of a page, with the text right in it and in all below."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        """The elements of a kind below, in the order of the page."""
        found = []
        for child in self.children:
            found += [child] if child.tag == tag else []
            found += child.all(tag)
        return found

    def every(self) -> list[Element]:
        """All elements below."""
        return [one for child in self.children for one in (child, *child.every())]


class _Reader(HTMLParser):
    """Builds the tree, and refuses what a browser would have to guess."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"{tag} has an attribute twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> ends <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read_page(html: str) -> Element:
    """A page as a tree; every element is closed, and none holds what belongs to another."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def check_page(html: str) -> Element:
    """Fail unless a page is whole, loads nothing, runs nothing, and can be read aloud.

    Returns:
        The page as a tree.
    """
    page = read_page(html)
    assert len(html.encode()) < LARGEST
    every = page.every()
    _check_nothing_comes_from_outside(page, every)
    _check_policy(page)
    _check_headings(every)
    identities = [one.attributes["id"] for one in every if "id" in one.attributes]
    assert len(identities) == len(set(identities))
    for element in every:
        for name in ("href", "aria-labelledby"):
            target = element.attributes.get(name, "")
            if name != "href" or target.startswith("#"):
                assert not target or target.removeprefix("#") in identities, target
    for table in page.all("table"):
        assert table.all("caption")[0].text.strip()
        assert all(head.attributes.get("scope") in ("col", "row") for head in table.all("th"))
        rows = [len(row.children) for row in table.all("tr")]
        assert len(set(rows)) == 1, rows
    for picture in page.all("svg"):
        assert picture.attributes["role"] == "img"
        (title,) = picture.all("title")
        assert picture.attributes["aria-labelledby"] == title.attributes["id"]
        assert title.text.strip()
    for scrolled in (one for one in every if one.attributes.get("role") == "group"):
        assert scrolled.attributes["tabindex"] == "0" and scrolled.attributes["aria-label"]
    return page


def _check_nothing_comes_from_outside(page: Element, every: list[Element]) -> None:
    assert not {one.tag for one in every} & _FORBIDDEN
    for element in every:
        for name, value in element.attributes.items():
            assert name != "style" and not name.startswith("on"), (element.tag, name)
            if name in ("href", "src", "action", "xlink:href", "fill", "clip-path"):
                assert not _ADDRESS.search(value), value
    (style,) = page.all("style")
    assert "@import" not in style.text and not re.search(r"url\(", style.text)


def _check_policy(page: Element) -> None:
    """The policy allows this style and this script, by their contents, and nothing else."""
    (policy,) = [
        one.attributes["content"]
        for one in page.all("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    allowed = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert allowed["default-src"] == "'none'"
    (style,) = page.all("style")
    assert allowed["style-src"] == f"'{_digest(style.text)}'"
    scripts = page.all("script")
    if scripts:
        own = (files("seqlab.report") / "templates" / "table.js").read_text(encoding="utf-8")
        assert [one.text for one in scripts] == [own]
        assert allowed["script-src"] == f"'{_digest(own)}'"
    else:
        assert "script-src" not in allowed


def _check_headings(every: list[Element]) -> None:
    levels = [int(one.tag[1]) for one in every if re.fullmatch(r"h[1-6]", one.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def headings(page: Element) -> list[str]:
    """The headings of the sections."""
    return [one.text for one in page.all("h2")]


def table(page: Element, caption: str) -> list[list[str]]:
    """The cells of the one table whose caption begins so, headings first."""
    (found,) = [one for one in page.all("table") if one.all("caption")[0].text.startswith(caption)]
    return [[cell.text for cell in row.children] for row in found.all("tr")]


def verdict(page: Element) -> str:
    """The sentence on top."""
    (found,) = [p.text for p in page.all("p") if "verdict" in p.attributes.get("class", "").split()]
    return found

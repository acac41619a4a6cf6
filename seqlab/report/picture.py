"""Pictures of matplotlib as inline SVG: text stays text, colours follow the reader's scheme."""

from __future__ import annotations

import re
import warnings
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markupsafe import Markup

from seqlab.plots.style import drawing_style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DARK = {
    "#222222": "#e8e8e8",
    "#6e6e6e": "#a9a9a9",
    "#9a9a9a": "#7d7d7d",
    "#e6e6e6": "#383838",
    "#ffffff": "#16181b",
    "#000000": "#f4f4f4",
    "#8a8a8a": "#9e9e9e",
    "#0072b2": "#4aa8e0",
    "#6a3d9a": "#b493dd",
    "#d55e00": "#ff8a3d",
}
"""What stands for a colour of the pictures on a dark page; others are legible on both."""
_SCALE = 1.25
"""CSS pixels for each point: letters of 9.5 points are as large as small print on the page."""
_NAMESPACE = re.compile(r"\{[^}]*\}")
_DIGITS = re.compile(r"-?\d+\.\d{3,}")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_NOT_KEPT = {"metadata", "style"}


def inline_svg(figure: Figure, prefix: str, title: str) -> Markup:
    """A figure as an element of a page.

    Styles become attributes, because a page that forbids all but its own style sheet forbids them;
    the style sheet of a page gives colours their dark counterparts.

    Args:
        figure: what to show.
        prefix: of every id in it, another one for each picture of a page.
        title: what a screen reader says of it.
    """
    import matplotlib

    content = BytesIO()
    with (
        drawing_style(),
        matplotlib.rc_context({"svg.fonttype": "none"}),
        warnings.catch_warnings(),
    ):
        # Text stays text: the reader's fonts have what matplotlib's own lacks.
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        figure.savefig(content, format="svg", transparent=True, metadata={"Date": None})
    root = ElementTree.fromstring(content.getvalue())
    _clean(root, prefix)
    _drop_unused_ids(root)
    for name in ("version", "height"):
        root.attrib.pop(name, None)
    width = round(_SCALE * float(root.attrib["viewBox"].split()[2]))
    root.attrib |= {
        "width": str(width),
        "role": "img",
        "aria-labelledby": f"{prefix}-title",
        "fill": "#000000",  # which matplotlib leaves out, as it is SVG's own
        "stroke-linejoin": "round",
        "stroke-linecap": "butt",
    }
    label = ElementTree.Element("title", {"id": f"{prefix}-title"})
    label.text = title
    root.insert(0, label)
    return Markup(ElementTree.tostring(root, encoding="unicode", short_empty_elements=False))


def dark_rules() -> str:
    """The style of pictures on a dark page."""
    return "\n".join(
        f'.picture svg [{kind}="{light}"]{{{kind}:{dark}}}'
        for light, dark in DARK.items()
        for kind in ("fill", "stroke")
    )


def _clean(element: ElementTree.Element, prefix: str) -> None:
    """Make an element and all in it such that it may stand in HTML."""
    element.tag = _NAMESPACE.sub("", element.tag)
    element.attrib = {
        key: _shorter(value, prefix) for key, value in _attributes(element, prefix).items()
    }
    if element.tag != "text" and element.text is not None:
        element.text = element.text.strip() or None
    element.tail = None
    for child in list(element):
        if _NAMESPACE.sub("", child.tag) in _NOT_KEPT:
            element.remove(child)
        else:
            _clean(child, prefix)


def _attributes(element: ElementTree.Element, prefix: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in element.attrib.items():
        name = _NAMESPACE.sub("", key)
        if name == "style":
            declared = (one.partition(":") for one in value.split(";") if one.strip())
            found |= {own.strip(): given.strip() for own, _, given in declared}
        elif name == "id":
            found["id"] = f"{prefix}-{value}"
        elif name == "href":
            found["href"] = f"#{prefix}-{value.removeprefix('#')}"
        elif not (name == "transform" and value.startswith("rotate(-0 ")):
            found[name] = value
    found.pop("font-family", None)  # the page's
    return found


def _shorter(value: str, prefix: str) -> str:
    """A value with references to the ids of this picture, and without digits that nobody sees."""
    value = _REFERENCE.sub(rf"url(#{prefix}-\1)", value)
    return " ".join(_DIGITS.sub(lambda digits: f"{float(digits[0]):.2f}", value).split())


def _drop_unused_ids(root: ElementTree.Element) -> None:
    used = {
        name
        for element in root.iter()
        for key, value in element.attrib.items()
        if key != "id"
        for name in (value.removeprefix("#"), *_REFERENCE.findall(value))
    }
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)

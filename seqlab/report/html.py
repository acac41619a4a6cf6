"""Pages as HTML: everything escaped, nothing loaded, no script or style but the page's own."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from seqlab.report.parts import Page, Table
from seqlab.report.picture import dark_rules
from seqlab.runs import atomic
from seqlab.runs.disk import explaining_errors
from seqlab.version import __version__

if TYPE_CHECKING:
    from jinja2 import Template

_DARK = """\
:root { --page: #16181b; --ink: #e8e8e8; --quiet: #a9a9a9; --line: #3a3d42; --soft: #202327;
  --link: #7cc4f0; --good: #3fc79b; --bad: #ff9a57; --open: #a9a9a9; --shade: 74, 168, 224; }"""


def to_html(page: Page) -> str:
    """A page as one file of HTML."""
    sortable = any(
        isinstance(part, Table) and part.is_sortable
        for section in page.sections
        for part in section.parts
    )
    style, script = _style(), _resource("table.js") if sortable else ""
    return _template().render(
        page=page,
        version=__version__,
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
    )


def write_page(page: Page, path: Path) -> None:
    """Write a page in one step; folders above it are made.

    Raises:
        SeqlabError: the file cannot be written.
    """
    text = to_html(page)
    with explaining_errors(path.parent, otherwise="or choose another file with --output"):
        path.parent.mkdir(parents=True, exist_ok=True)
        atomic.write_text(path, text)


def _policy(style: str, script: str) -> str:
    """What a browser may do: nothing but this style, this script and links."""
    allowed = ["default-src 'none'", f"style-src '{_hash(style)}'"]
    if script:
        allowed.append(f"script-src '{_hash(script)}'")
    return "; ".join([*allowed, "base-uri 'none'", "form-action 'none'"])


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


@cache
def _style() -> str:
    shades = "\n".join(
        f'[data-shade="shade-{n}"] {{ background: rgba(var(--shade), {0.06 * n:.2f}); }}'
        for n in range(11)
    )
    # Paper is white whatever the screen is.
    dark = f"@media screen and (prefers-color-scheme: dark) {{\n{_DARK}\n{dark_rules()}\n}}"
    return f"{_resource('page.css')}{shades}\n{dark}\n"


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("seqlab.report"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("page.html")


def _resource(name: str) -> str:
    return (files("seqlab.report") / "templates" / name).read_text(encoding="utf-8")

"""A page of HTML: everything that is plain text is escaped, and links stay where they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seqlab.errors import SeqlabError
from seqlab.report.html import to_html, write_page
from seqlab.report.parts import Cell, Code, Folded, Lines, Page, Section, Table, Text
from tests.report.checks import check_page
from tests.report.test_picture import contrast

ATTACK = "\"'><script>alert(1)</script></title></style><!--{{ 7 * 7 }}{% raw %}"


def page_of(text: str) -> Page:
    """A page in which a text stands wherever text can stand."""
    table = Table(
        text,
        [text, text],
        [[text, text], [Cell(text, link="a.html", order=1.5), Cell(text, share=0.5)]],
        words=2,
        strong=(1,),
        is_sortable=True,
    )
    parts = [Text(text), Text(text, True), Lines([text]), Code(text, text), table]
    section = Section("here", text, [*parts, Folded(text, [Text(text)])])
    return Page(text, text, text, "good", [(text, text)], [section], back="../index.html")


def test_a_text_may_stand_anywhere_and_does_nothing() -> None:
    page = check_page(to_html(page_of(ATTACK)))
    assert [one.text for one in page.all("h1")] == [ATTACK]
    assert page.all("title")[0].text == f"{ATTACK}: {ATTACK}"
    assert len(page.all("script")) == 1  # the page's own, which check_page compares
    assert page.text.count(ATTACK) == 21


def test_a_link_leads_to_the_file_beside_the_page() -> None:
    page = check_page(to_html(page_of("plain")))
    links = [one.attributes["href"] for one in page.all("a")]
    assert links == ["#content", "../index.html", "a.html"]


def test_only_a_page_with_a_sortable_table_has_a_script() -> None:
    page = Page("title", "kind", "verdict", "open", [], [Section("one", "One", [Text("text")])])
    assert not check_page(to_html(page)).all("script")


def test_the_same_page_is_the_same_text() -> None:
    assert to_html(page_of("plain")) == to_html(page_of("plain"))


def test_text_is_legible_in_both_schemes() -> None:
    (style,) = check_page(to_html(page_of("plain"))).all("style")
    schemes = re.findall(r":root \{(.*?)\}", style.text, re.DOTALL)
    assert len(schemes) == 2
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): (#\w{6})", scheme))
        for name in ("ink", "quiet", "link", "good", "bad"):
            for under in ("page", "soft"):
                assert contrast(colours[name], colours[under]) >= 4.5, (name, under)


def test_where_a_page_cannot_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SeqlabError, match="Cannot write to the folder"):
        write_page(page_of("plain"), tmp_path / "file" / "page.html")

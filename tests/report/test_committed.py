"""The pages in results/reports/ are whole, small and what their list says."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tests.report.checks import check_page, verdict

FOLDER = ROOT / "results" / "reports"
PAGES = sorted(FOLDER.glob("*.html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_committed_page_is_whole_and_small(path) -> None:
    html = path.read_text(encoding="utf-8")
    assert len(html.encode()) < 400_000
    page = check_page(html)
    assert verdict(page) and not page.all("script")


def test_the_list_names_every_page() -> None:
    listed = re.findall(r"\]\((\w+\.html)\)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == [path.name for path in PAGES] and len(PAGES) == 5

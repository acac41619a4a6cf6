"""The documentation says what is so: its commands and code run, its links lead somewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, cli_environment
from tests.docs.pages import (
    LANGUAGES,
    MARKERS,
    OTHERS,
    PAGES,
    anchors,
    blocks,
    inline_code,
    links,
)
from tests.docs.run_pages import missing_lines, parse


def name_of(page: Path) -> str:
    """A page's name in the repository: there are several README.md."""
    return page.relative_to(ROOT).as_posix()


NAMES = [name_of(page) for page in PAGES]
FOLDERS = ("seqlab", "tests", "configs", "benchmarks", "results", "docs")


def run_pages(folder: Path, *markers: str) -> dict[str, list[str]]:
    """What goes wrong on each page; one process for all, because TensorFlow takes long to start."""
    data = {"SEQLAB_DATA": os.environ["SEQLAB_DATA"]} if "needs: data" in markers else {}
    process = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.docs.run_pages",
            folder,
            ",".join(markers) or "-",
            *NAMES,
        ],
        cwd=ROOT,
        env=cli_environment(folder) | data,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    found: dict[str, list[str]] = json.loads(process.stdout)
    return found


@pytest.fixture(scope="module")
def problems(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What goes wrong on each page, with the real files where they are."""
    markers = ["needs: data"] if os.environ.get("SEQLAB_DATA") else []
    return run_pages(tmp_path_factory.mktemp("docs"), *markers)


@pytest.mark.keras
@pytest.mark.parametrize("name", NAMES)
def test_every_block_of_a_page_runs_and_prints_what_the_page_says(
    problems: dict[str, list[str]], name: str
) -> None:
    assert not problems[name], "\n".join(problems[name])


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.data
def test_blocks_that_take_minutes_run_too(real_data: Path, tmp_path: Path) -> None:
    assert real_data.is_dir()
    found = run_pages(tmp_path, "needs: data", "slow")
    problems = [problem for of_page in found.values() for problem in of_page]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_block_says_what_it_is(page: Path) -> None:
    for block in blocks(page):
        where = f"{page.name}:{block.line}"
        assert block.language in LANGUAGES, where
        assert block.markers <= MARKERS, where
        assert block.file or block.language in {"sh", "python", "text"}, f"{where}: no file"


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for link in links(page):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {link}"


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=name_of)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    for code in inline_code(page):
        folder, _, rest = code.partition("/")
        if folder in FOLDERS and rest and not set(code) & set(" <>*{"):
            assert (ROOT / code).exists(), f"{page.name}: {code}"


@pytest.mark.parametrize("page", [*PAGES, *OTHERS], ids=name_of)
def test_every_command_in_a_sentence_is_one(page: Path) -> None:
    for code in inline_code(page):
        words = code.replace("'", "").split()
        if words[0] == "seqlab" and len(words) > 2 and not set(code) & set("[]."):
            assert not parse(words[1:]), f"{page.name}: {code}: {parse(words[1:])}"


def test_the_index_names_every_page_and_the_readme_is_short() -> None:
    index = set(links(ROOT / "docs" / "README.md"))
    assert {page.name for page in PAGES} - {"README.md"} <= index
    assert len((ROOT / "README.md").read_text(encoding="utf-8")) < 8_000


def test_the_tables_of_kinds_name_them_all() -> None:
    page = (ROOT / "docs" / "own_config.md").read_text(encoding="utf-8")
    from seqlab.experiment.experiment import json_schema

    blocks = json_schema()["$defs"].values()
    kinds = {
        block["properties"]["kind"]["const"] for block in blocks if "kind" in block["properties"]
    }
    assert not {kind for kind in kinds if f"| `{kind}`" not in page}


def test_what_a_page_says_is_printed_is_looked_for() -> None:
    printed = "epoch 1/5  loss 0.5  = 4.2 degC\nbest epoch, 2  0.45\ndone\n"
    assert not list(missing_lines("epoch 2/5 loss 0.9 = 3 degC\n...\ndone", printed))
    assert not list(missing_lines("best epoch, ...", printed))
    assert list(missing_lines("done\nbest epoch, ...", printed))
    assert list(missing_lines("finished", printed))
    assert list(missing_lines("best epoch, 3  0.45", printed, exact=True))

"""The list of all runs in a folder: sorted by anything, and each run one link away."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from urllib.parse import unquote

from seqlab.report.html import to_html
from seqlab.report.index_page import index_page, write_index
from seqlab.runs.reader import Run
from seqlab.runs.search import list_runs
from tests.report.checks import check_page, table, verdict
from tests.runs_examples import copy_of, series_run, start, text_run

SCRIPT = "<script>alert(1)</script>"


def folder_of_runs(tmp_path: Path) -> Path:
    """A completed run of each task, one that has just begun, a damaged and a hostile one."""
    outputs = tmp_path / "my runs"
    series = series_run(outputs)
    text_run(outputs)
    start(outputs, "jena/young")
    (copy_of(series, "20260101-000000-0001").path / "metrics.json").write_text("{")
    hostile = copy_of(series, f"{SCRIPT.replace('/', '')}%2e%2e")
    status = json.loads(hostile.files.status.read_text())
    hostile.files.status.write_text(json.dumps({**status, "name": SCRIPT}))
    return outputs


def written(tmp_path: Path) -> list[Path]:
    outputs = folder_of_runs(tmp_path)
    runs = list_runs(outputs)
    return write_index(
        runs, outputs, tmp_path / "my pages" / "all #1.html", lambda _: None, recorded=True
    )


def test_every_run_is_a_row_and_a_page_that_leads_back(tmp_path: Path) -> None:
    index, *pages = written(tmp_path)
    page = check_page(index.read_text(encoding="utf-8"))
    rows = table(page, "All runs")
    assert len(rows) == 1 + 5 == 1 + len(pages)
    links = [unquote(one.attributes["href"]) for one in page.all("a")]
    found = [index.parent / link for link in links if not link.startswith("#")]
    assert sorted(found) == sorted(pages)
    for path in pages:
        own = check_page(path.read_text(encoding="utf-8"))
        (back,) = [one for one in own.all("a") if one.text == "All experiments"]
        assert (path.parent / unquote(back.attributes["href"])).resolve() == index.resolve()


def test_the_list_says_how_each_run_stands(tmp_path: Path) -> None:
    page = check_page(written(tmp_path)[0].read_text(encoding="utf-8"))
    heads, *rows = table(page, "All runs")
    found = {row[0]: dict(zip(heads, row, strict=True)) for row in rows}
    assert found["jena/gru"]["verdict"] == "worth it"
    assert (found["jena/gru"]["best"], found["jena/gru"]["metric"]) == ("2.3486", "mae, degC")
    assert found["jena/young"]["verdict"] == "no verdict yet"
    assert found["damaged folder"]["verdict"] == "damaged"
    assert SCRIPT in found
    assert verdict(page).startswith("5 runs of 4 experiments: 3 worth it")
    assert "Experiments in my runs" in page.text


def test_numbers_are_sorted_as_numbers_and_it_is_whole_without_a_script(tmp_path: Path) -> None:
    html = written(tmp_path)[0].read_text(encoding="utf-8")
    page = check_page(html)
    (found,) = page.all("table")
    assert found.attributes["class"] == "sortable"
    orders = [
        one.attributes["data-order"] for one in found.all("td") if "data-order" in one.attributes
    ]
    assert orders and all(float(order) == float(order) for order in orders)
    assert not any("hidden" in row.attributes for row in found.all("tr"))


def test_names_of_pages_never_meet_or_leave_their_folder(tmp_path: Path) -> None:
    outputs = tmp_path / "outputs"
    first = series_run(outputs)
    for experiment in ("a", "b"):
        shutil.copytree(first.path, outputs / experiment / "...")
    runs = list_runs(outputs)
    files = write_index(runs, outputs, tmp_path / "report.html", lambda _: None, recorded=True)
    assert len(set(files)) == 1 + len(runs) == 4
    assert all(path.parent == tmp_path / "report-pages" for path in files[1:])
    assert all(path.is_file() for path in files)


def test_one_run_is_told_in_the_singular(tmp_path: Path) -> None:
    run = Run(series_run(tmp_path).path)
    page = check_page(to_html(index_page([run], tmp_path, {run.path: "a.html"})))
    assert verdict(page) == "1 run of 1 experiment: 1 worth it."

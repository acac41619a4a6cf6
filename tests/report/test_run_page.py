"""The page of a run: of every family, finished or not, whole or damaged, hostile or not."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from seqlab.errors import SeqlabError
from seqlab.recipes.evaluate import evaluate_run
from seqlab.report.html import to_html
from seqlab.report.run_page import run_page
from seqlab.runs.reader import Run
from tests.recipes.examples import copy_of
from tests.report.checks import Element, check_page, headings, table, verdict
from tests.report.examples import ATTACK, SCRIPT, hostile_series, hostile_texts
from tests.runs.old_folders import old_classification, old_forecast
from tests.runs_examples import beside_a_perfect_baseline, change_file, series_run, start

pytestmark = pytest.mark.keras

ALWAYS = {"Beside the baselines", "Curves", "Data", "Model", "Make it again"}


def page_of(run: Run, *, recorded: bool = False) -> Element:
    """The page as it is read from its file."""
    return check_page(to_html(run_page(run, lambda _: None, recorded=recorded)))


def text_of(page: Element) -> str:
    return " ".join(page.text.split())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Run]:
    """A run on series and one on texts; not to be changed."""
    return {
        "series": hostile_series(tmp_path_factory.mktemp("series")),
        "texts": hostile_texts(tmp_path_factory.mktemp("texts")),
    }


@pytest.fixture(scope="module")
def pages(hostile: dict[str, Run]) -> dict[str, Element]:
    return {name: page_of(run) for name, run in hostile.items()}


def test_a_script_in_names_configs_data_and_logs_is_shown_and_does_nothing(
    pages: dict[str, Element],
) -> None:
    for page in pages.values():
        assert not page.all("script") and not page.all("img")
        (title,) = page.all("h1")
        assert title.text == f"{SCRIPT}[2J"  # without its escape character
        logs = [one.text for one in page.all("pre")]
        assert any(f"{ATTACK}[31m" in log for log in logs)
        assert any(SCRIPT in row[1] for row in table(page, "Made with"))
        assert "\x1b" not in page.text
    series, texts = pages["series"], pages["texts"]
    pictures = [one.text for picture in series.all("svg") for one in picture.all("text")]
    assert any(SCRIPT in label for label in pictures)
    assert any("$x^2$" in label for label in pictures)  # not mathematics
    assert any(ATTACK in row[0] for row in table(series, "mean absolute error by series"))
    assert any(SCRIPT in cell for cell in table(texts, "Confusion")[0])
    assert all(ATTACK in row[3] for row in table(texts, "Wrong answers")[1:])


def test_a_forecast_of_many_series_has_its_errors_in_every_part(
    hostile: dict[str, Run], pages: dict[str, Element]
) -> None:
    page = pages["series"]
    assert ALWAYS | {"Where it errs", "Forecasts over truth"} == set(headings(page))
    expected = evaluate_run(hostile["series"], "validation", by="step").breakdown
    rows = table(page, "mean absolute error by step ahead")[1:]
    assert [row[0] for row in rows] == [*(group.name for group in expected.groups), "all"]
    for row, group in zip(rows, (*expected.groups, expected.overall), strict=True):
        assert float(row[2].replace(",", "")) == pytest.approx(group.model, abs=5e-5)
    for by in ("hour", "weekday", "series", "target"):
        assert table(page, f"mean absolute error by {by}")
    assert len([one for one in page.all("svg") if "Forecast" in one.all("title")[0].text]) == 3


def test_a_classification_has_its_confusion_mistakes_and_calibration(
    hostile: dict[str, Run], pages: dict[str, Element]
) -> None:
    page = pages["texts"]
    assert set(headings(page)) > ALWAYS
    more = hostile["texts"].results.validation.model.more
    cells = [[int(cell) for cell in row[1:]] for row in table(page, "Confusion")[1:]]
    np.testing.assert_array_equal(cells, more["confusion"])
    classes = table(page, "Each class")[1:]
    assert [float(row[2]) for row in classes] == pytest.approx(
        [own["recall"] for own in more["classes"].values()], abs=5e-5
    )
    assert f"expected calibration error {more['calibration_error']:.4f}" in text_of(page)
    wrong = sum(map(sum, cells)) - int(np.trace(cells))
    mistakes = table(page, "Wrong answers")[1:]
    assert len(mistakes) == min(12, wrong)
    sure = [float(row[2]) for row in mistakes]
    assert sure == sorted(sure, reverse=True)


def test_the_verdict_and_each_baseline_stand_on_top(pages: dict[str, Element]) -> None:
    page = pages["series"]
    assert verdict(page).startswith("The model ") and "persistence" in verdict(page)
    rows = table(page, "validation")
    assert [row[0] for row in rows] == ["scored", "model, best epoch", "persistence"]
    assert rows[0][-3:] == ["skill over it", "95 % interval", "seconds"]
    assert "The test split has not been looked at." in page.text


def test_a_page_is_no_look_at_the_test_split_and_tells_those_that_were(
    hostile: dict[str, Run], tmp_path: Path
) -> None:
    run = copy_of(hostile["series"], tmp_path)
    run.files.test_evaluations.unlink(missing_ok=True)
    page_of(run)
    assert not run.files.test_evaluations.exists()
    for _ in range(2):
        evaluate_run(run, "test")
    page = page_of(run, recorded=True)
    assert "looked at 2 times, first on " in page.text
    (warned,) = [p for p in page.all("p") if "flatters the model" in p.text]
    assert warned.attributes["class"] == "problem"
    shown = table(page, "test")[1][1]
    assert float(shown) == pytest.approx(run.results.value("test"), abs=5e-5)
    run.files.test_evaluations.write_text("[]")
    assert "test_evaluations.json is damaged" in page_of(run, recorded=True).text


def test_without_its_data_a_page_says_what_is_missing_and_shows_the_rest(
    hostile: dict[str, Run], tmp_path: Path
) -> None:
    for what in ("gone", "other"):
        folder = tmp_path / what
        source = hostile["texts"]
        folder.mkdir()
        run = copy_of(source, folder)
        path = Path(source.experiment().dataset.path)
        aside = path.with_suffix(".aside")
        shutil.move(path, aside)
        try:
            if what == "other":
                text = aside.read_text(encoding="utf-8")
                path.write_text(text.replace("parcel", "package"), encoding="utf-8")
            page = page_of(run)
        finally:
            shutil.move(aside, path)
        assert "The data of this run cannot be had." in text_of(page)
        assert {"Curves", "Model", "Make it again"} < set(headings(page))
        assert table(page, "The layers")[1:]


def test_without_its_model_a_page_shows_the_data(hostile: dict[str, Run], tmp_path: Path) -> None:
    run = copy_of(hostile["texts"], tmp_path)
    run.files.model.write_bytes(b"no model")
    page = page_of(run)
    assert "Errors and forecasts are not shown." in text_of(page)
    assert table(page, "The splits")[1:]


def test_what_is_only_recorded_needs_neither_data_nor_model(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    page = page_of(run, recorded=True)
    assert "Only what the run folder records was asked for." in page.text
    assert verdict(page) == "The model removes 8.4% of the baseline's error."


@pytest.mark.parametrize("make", [old_forecast, old_classification])
def test_a_run_of_an_older_seqlab_has_a_page(make, tmp_path: Path) -> None:
    page = page_of(make(tmp_path))
    assert verdict(page).startswith("The model ")
    assert {"Beside the baselines", "Curves", "Make it again"} < set(headings(page))


def test_a_perfect_baseline_leaves_nothing_to_win(tmp_path: Path) -> None:
    page = page_of(beside_a_perfect_baseline(series_run(tmp_path)), recorded=True)
    assert "no model can beat it" in verdict(page)


def test_an_unfinished_run_says_how_it_stands(tmp_path: Path) -> None:
    writer = start(tmp_path)
    assert "still being trained, after 0 finished epochs" in verdict(
        page_of(Run(writer.files.folder))
    )
    writer.append_epoch({"epoch": 1, "loss": 0.5, "mae": 0.5, "val_loss": 0.4, "val_mae": 0.4})
    writer.finish("failed", "the disk <b>burns</b>")
    page = page_of(Run(writer.files.folder))
    assert verdict(page) == "This run failed after 1 finished epoch: the disk <b>burns</b>"
    assert page.all("svg") and "its best model may still change" in page.text


@pytest.mark.parametrize("name", ["status.json", "metrics.json", "history.csv"])
@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b'{"status": "<script>"}', b"a,a\n1,2\n"]
)
def test_a_damaged_run_has_a_page_that_says_so(tmp_path: Path, name: str, content: bytes) -> None:
    run = series_run(tmp_path)
    (run.path / name).write_bytes(content)
    page = page_of(run)
    try:
        _ = run.status_record, run.results, run.epochs()
    except SeqlabError as error:
        assert "damaged" in verdict(page)
        assert error.message.split(":")[0].replace(str(tmp_path), "") in text_of(page).replace(
            str(tmp_path), ""
        )


@pytest.mark.parametrize("name", ["config.yaml", "environment.json", "run.log", "model.keras"])
def test_a_page_goes_without_what_cannot_be_read(tmp_path: Path, name: str) -> None:
    run = series_run(tmp_path)
    (run.path / name).write_bytes(b"\xff\xfe{")
    page = page_of(run)
    assert "8.4%" in verdict(page)
    if name != "model.keras":
        assert f"{name} is damaged" in page.text or f"{name} is not" in page.text


def test_a_best_epoch_that_there_is_not_is_told_in_the_place_of_curves(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    change_file(run.files.metrics, '"best_epoch": 3', '"best_epoch": 99')
    assert "The curves cannot be drawn." in page_of(run, recorded=True).text

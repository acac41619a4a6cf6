"""Pictures of a classification show every class, count and bin, and hide nothing."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from seqlab.plots.classification import draw_confusion, draw_reliability
from seqlab.plots.style import save_figure
from seqlab.text.scores import ReliabilityBin


def confusion(classes: int) -> np.ndarray:
    counts = np.random.default_rng(0).integers(0, 30, size=(classes, classes))
    return counts + np.diag(np.full(classes, 200))


def bins(count: int = 8) -> list[ReliabilityBin]:
    lows = np.arange(15 - count, 15) / 15
    return [ReliabilityBin(low, low + 1 / 15, 10 + n, low + 0.03, 0.9 * low + 0.05)
            for n, low in enumerate(lows.tolist())]  # fmt: skip


def test_each_cell_has_its_count_and_its_share_of_the_row() -> None:
    counts = np.array([[997, 3, 0], [1, 1, 2], [0, 0, 0]])
    (axes,) = draw_confusion(counts, ("a", "b", "c"), "trec/lstm: test").axes
    cells = {text.get_position(): text.get_text() for text in axes.texts}
    assert cells == {
        (0, 0): "997\n>99 %", (1, 0): "3\n<1 %", (2, 0): "0",
        (0, 1): "1\n25 %", (1, 1): "1\n25 %", (2, 1): "2\n50 %",
        (0, 2): "0", (1, 2): "0", (2, 2): "0",
    }  # fmt: skip
    np.testing.assert_allclose(axes.images[0].get_array()[1], [0.25, 0.25, 0.5])
    assert axes.get_title("left") == "1,004 texts, 998 of them right"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("answer", "class")


@pytest.mark.parametrize("classes", [2, 6, 25, 30])
def test_numbers_stay_in_their_cells_and_everything_in_the_picture(classes) -> None:
    names = [f"{number}: a name of a class" for number in range(classes)]
    figure = draw_confusion(1000 * confusion(classes), names, "title")
    figure.draw_without_rendering()
    (axes,) = figure.axes
    assert len(axes.texts) == classes**2
    first, second = axes.transData.transform([(0, 0), (1, 1)])
    width, height = abs(second - first)
    for text in axes.texts:
        box = text.get_window_extent()
        assert box.width <= width and box.height <= height
    whole = axes.get_tightbbox()
    assert whole.x0 >= 0 and whole.y0 >= 0
    assert whole.x1 <= figure.bbox.x1 and whole.y1 <= figure.bbox.y1
    labels = [label.get_window_extent() for label in axes.get_yticklabels()]
    assert all(one.y0 >= other.y1 - 1 for one, other in pairwise(labels))


def test_of_very_many_classes_there_are_only_colours() -> None:
    (axes,) = draw_confusion(confusion(80), [str(number) for number in range(80)], "title").axes
    assert not axes.texts
    assert len(axes.get_yticklabels()) == 80


def test_long_names_lose_their_middle_and_formulas_are_drawn_as_they_are(tmp_path: Path) -> None:
    names = ["$x_$", "the same beginning " * 3 + "one", "the same beginning " * 3 + "two"]
    figure = draw_confusion(confusion(3), names, "$y")
    save_figure(figure, tmp_path / "confusion.png")
    shown = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert shown == ["$x_$", "the same b…ginning one", "the same b…ginning two"]


def test_the_curve_has_a_point_for_each_bin_beside_the_diagonal() -> None:
    drawn = bins()
    figure = draw_reliability(drawn, 0.03456, "imdb/lstm: test")
    curve, counts = figure.axes
    diagonal, line = curve.lines
    assert diagonal.get_xydata().tolist() == [[0, 0], [1, 1]]
    assert line.get_xydata().tolist() == [[one.confidence, one.accuracy] for one in drawn]
    assert curve.get_title("left") == "expected calibration error 0.035"
    assert [bar.get_height() for bar in counts.patches] == [one.count for one in drawn]
    assert [text.get_text() for text in counts.texts] == [f"{one.count}" for one in drawn]
    assert figure.get_suptitle() == "imdb/lstm: test"


def test_a_single_bin_and_an_accuracy_of_0_are_drawn_too(tmp_path: Path) -> None:
    one = ReliabilityBin(14 / 15, 1.0, 3, 1.0, 0.0)
    figure = draw_reliability([one], 1.0, "title")
    save_figure(figure, tmp_path / "reliability.svg")
    assert figure.axes[0].get_ylim()[0] <= 0


def test_nothing_hides_behind_the_legend() -> None:
    figure = draw_reliability(bins(15), 0.03, "title")
    figure.draw_without_rendering()
    box = figure.legends[0].get_window_extent()
    assert box.y1 <= min(axes.get_tightbbox().y0 for axes in figure.axes) + 1

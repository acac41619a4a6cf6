"""Cells are read block by block, and stand where they stood in the file."""

import numpy as np
import pyarrow as pa
import pytest

from seqlab.datasets.sources.series_file import delimited
from seqlab.datasets.sources.series_file.cells import Words, read_cells
from seqlab.datasets.sources.series_file.columns import Columns
from seqlab.datasets.sources.series_file.delimited import open_delimited


@pytest.mark.parametrize("block", [64, 1000, 1 << 22])
def test_blocks_make_no_difference(tmp_path, monkeypatch, block) -> None:
    monkeypatch.setattr(delimited, "BLOCK", block)
    path = tmp_path / "a.csv"
    rows = [(f"S{n % 7}", n, n / 8 if n % 11 else "x", "") for n in range(500)]
    path.write_text("s,t,y,z\n" + "".join(f"{s},{t},{y},{z}\n" for s, t, y, z in rows))
    columns = Columns(("y", "absent"), "s", "t", past=("z",))
    source = open_delimited(path, None, "utf-8", ["s", "t", "y", "z"])
    cells = read_cells(source, columns, ["s", "t", "y", "z"])
    assert len(cells) == 500
    assert cells.ids is not None
    assert list(cells.ids.texts) == [f"S{n}" for n in range(7)]
    assert cells.ids.codes.array.tolist() == [n % 7 for n in range(500)]
    assert cells.times[0].seconds.array.tolist() == list(range(500))
    expected = [np.nan if n % 11 == 0 else n / 8 for n in range(500)]
    np.testing.assert_array_equal(cells.values.array[:, 0], expected)
    assert np.isnan(cells.values.array[:, 1:]).all()
    assert cells.bad["y"].rows == list(range(0, 500, 11))
    assert set(cells.bad["y"].texts) == {"x"}
    assert cells.bad["z"].rows == []
    assert "absent" not in cells.bad


def test_words_are_kept_once_in_the_order_of_their_rows() -> None:
    words = Words()
    words.extend(pa.array(["b", "a", "b"]))
    words.extend(pa.array(["c", None, "a"]))
    assert words.texts == {"b": 0, "a": 1, "c": 2, "": 3}
    assert words.codes.array.tolist() == [0, 1, 0, 2, 3, 1]

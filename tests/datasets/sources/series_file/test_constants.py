"""Nothing can be learned from a column that never changes."""

import numpy as np

from seqlab.datasets.sources.series_file.constants import constant_columns
from tests.datasets.sources.series_file.files import parse, refusal

TEXT = "t,y,z\n" + "".join(f"2020-01-0{n},5,{n}\n" for n in range(1, 6))


def test_a_constant_target_is_refused_unless_a_setting_keeps_it(tmp_path) -> None:
    (line,) = refusal(tmp_path, TEXT)
    assert "column 'y': expected a target that changes, found 5 in all 5 rows" in line
    assert parse(tmp_path, TEXT, constant_target="keep").values.tolist() == [[5]] * 5


def test_other_constant_columns_are_there_for_a_warning(tmp_path) -> None:
    table = parse(tmp_path, TEXT, target=("z",), past=("y",))
    assert constant_columns(table) == ("y",)
    table.values[0, 1] = np.nan
    assert constant_columns(table) == ("y",)


def test_a_target_may_be_constant_in_some_series(tmp_path) -> None:
    text = "s,t,y\n" + "".join(f"{s},2020-01-0{n},{s}\n" for s in (1, 2) for n in (1, 2, 3))
    assert parse(tmp_path, text, id_column="s").values[:, 0].tolist() == [1, 1, 1, 2, 2, 2]

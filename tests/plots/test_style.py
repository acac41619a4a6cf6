"""The same picture is the same file, whatever the user's settings are."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import pytest

from seqlab.errors import ConfigError, SeqlabError
from seqlab.plots.curves import draw_curves
from seqlab.plots.style import save_figure, spell_unit
from tests.runs_examples import series_run

MAGIC = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_same_run_gives_the_same_bytes(tmp_path: Path, suffix: str) -> None:
    run = series_run(tmp_path)
    contents = []
    for number in range(2):
        path = tmp_path / f"{number}{suffix}"
        save_figure(draw_curves([run]), path)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]
    assert contents[0].startswith(MAGIC[suffix])


def test_the_settings_of_the_user_change_nothing_and_are_left_alone(tmp_path: Path) -> None:
    run = series_run(tmp_path)
    save_figure(draw_curves([run]), tmp_path / "plain.svg")
    with matplotlib.rc_context({"lines.linewidth": 9, "axes.facecolor": "black", "font.size": 30}):
        before = dict(matplotlib.rcParams)
        save_figure(draw_curves([run]), tmp_path / "odd.svg")
        assert dict(matplotlib.rcParams) == before
    assert (tmp_path / "odd.svg").read_bytes() == (tmp_path / "plain.svg").read_bytes()


@pytest.mark.parametrize("name", ["curves.gif", "curves", "curves.PNG.txt"])
def test_an_unknown_suffix_lists_the_allowed(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        save_figure(draw_curves([series_run(tmp_path)]), tmp_path / name)
    assert all(suffix in caught.value.remedy for suffix in MAGIC)
    assert not (tmp_path / name).exists()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "curves.png"
    with pytest.raises(SeqlabError, match=r"missing/curves\.png"):
        save_figure(draw_curves([series_run(tmp_path)]), path)


def test_units_are_spelled_as_in_a_book() -> None:
    assert (spell_unit("degC"), spell_unit("hPa")) == ("°C", "hPa")

"""The page says what was done, sums it up, and hides no failure."""

from __future__ import annotations

from pathlib import Path

from benchmarks.soak.report import Survey, keep

KILLS = Survey("kills", "Killed", "How.", ("what", "kills", "same"), [("a", 2, 2), ("b", 3, 2)], [])
FILES = Survey("files", "Damaged", "How.", ("what", "files"), [("csv", 1_500)], ["csv: IndexError"])


def test_rows_are_summed_and_a_single_one_is_not() -> None:
    assert "| b | 3 | 2 |\n| all | 5 | 4 |\n\nNothing failed." in KILLS.to_markdown()
    assert FILES.to_markdown().endswith("| csv | 1,500 |\n\n- csv: IndexError\n")


def test_a_part_is_kept_beside_the_others_and_replaces_only_itself(tmp_path: Path) -> None:
    keep(KILLS, seed=1, minutes=2.4, folder=tmp_path)
    keep(FILES, seed=7, minutes=1, folder=tmp_path)
    keep(KILLS, seed=3, minutes=2.6, folder=tmp_path)
    page = (tmp_path / "SOAK.md").read_text(encoding="utf-8")
    assert page.count("## Killed") == page.count("## Damaged") == 1
    assert ", 2.6 min, seed 3;" in page
    assert ", 1.0 min, seed 7;" in page
    assert "TensorFlow" in page or "tensorflow" in page

"""The settings of one's own texts, and what is refused of them before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from seqlab.datasets.text import Text


def problem_of(**settings: object) -> str:
    with pytest.raises(ValidationError) as caught:
        Text.model_validate({"path": "t.csv", **settings})
    (problem,) = caught.value.errors()
    return str(problem["msg"])


def test_a_fifth_is_drawn_for_each_split_that_has_no_file() -> None:
    assert Text(path="t.csv").shares == {"test": 0.2, "validation": 0.2}
    assert Text(path="t.csv", test_path="u.csv").shares == {"validation": 0.2}
    own = Text.model_validate({"path": "t.csv", "split": {"test": 0.1, "validation": 0.3}})
    assert own.shares == {"test": 0.1, "validation": 0.3}
    assert Text(path="t.csv", test_path="u.csv", validation_path="v.csv").shares == {}


def test_contradictions_are_refused() -> None:
    twice = problem_of(test_path="u.csv", split={"test": 0.1})
    assert twice.startswith("test_path has the test texts already")
    nothing_left = problem_of(split={"test": 0.5, "validation": 0.5})
    assert nothing_left == "validation and test leave nothing to train on"
    assert "cannot stand in the same column" in problem_of(label_column="text")


def test_files_beside_the_config_are_found_and_others_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "t.csv").touch()
    (tmp_path / "folder").mkdir()
    own = Text(path="t.csv", validation_path="folder", test_path="elsewhere.csv").located(tmp_path)
    assert own.path == str(tmp_path / "t.csv")
    assert own.validation_path == str(tmp_path / "folder")
    assert own.test_path == "elsewhere.csv"


def test_a_name_that_is_too_long_for_a_file_is_left_to_whoever_reads_it(tmp_path: Path) -> None:
    path = 300 * "a"
    assert Text(path=path).located(tmp_path).path == path


def test_vectors_beside_the_config_are_found(tmp_path: Path) -> None:
    encoding = {"kind": "words", "vectors": {"file": "v.txt", "dimension": 3}}
    own = Text.model_validate({"path": "t.csv", "encoding": encoding})
    assert own.located(tmp_path).encoding.vectors.file == "v.txt"
    (tmp_path / "v.txt").touch()
    assert own.located(tmp_path).encoding.vectors.file == str(tmp_path / "v.txt")


def test_importing_it_imports_no_numpy() -> None:
    import subprocess
    import sys

    code = "import sys, seqlab.datasets.text; print({'numpy', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"

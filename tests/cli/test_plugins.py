"""`seqlab plugins` lists what other packages add, without importing it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.conftest import Cli
from tests.packages import install, place_for_packages


def test_with_nothing_installed_it_says_where_to_read_how_one_is_written(
    seqlab_here: Cli,
) -> None:
    done = seqlab_here("plugins")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("No installed package adds anything to seqlab. docs/plugins.md")
    assert json.loads(seqlab_here("plugins", "--json").stdout) == []


def test_groups_names_packages_and_versions_are_listed_and_a_wrong_group_is_told(
    tmp_path: Path, seqlab_here: Cli
) -> None:
    entries = {"models": "lion = cats", "layers": "mane = cats.mane:Mane", "modles": "tiger = cats"}
    with place_for_packages(tmp_path):
        install(tmp_path, "big-cats", entries, cats="1 / 0")
        done, as_json = seqlab_here("plugins"), seqlab_here("plugins", "--json")
        assert "cats" not in sys.modules
    assert [line.split() for line in done.stdout.splitlines()[1:]] == [
        ["seqlab.layers", "mane", "big-cats", "2.5", "cats.mane:Mane"],
        ["seqlab.models", "lion", "big-cats", "2.5", "cats"],
        ["seqlab.modles", "tiger", "big-cats", "2.5", "cats"],
    ]
    assert done.stderr.startswith(
        "warning: big-cats 2.5 adds tiger to seqlab.modles, which is no group, did you mean "
        "`seqlab.models`? They are: seqlab.datasets, "
    )
    listed = json.loads(as_json.stdout)
    assert listed[1] == {
        "group": "seqlab.models", "name": "lion", "package": "big-cats", "version": "2.5",
        "where": "cats", "problem": None,
    }  # fmt: skip
    assert f"warning: {listed[2]['problem']}\n" == done.stderr == as_json.stderr

"""An error that comes when the data is loaded names the line of its setting."""

from __future__ import annotations

from pathlib import Path

import pytest

from seqlab.cli.placing import placed
from seqlab.errors import ConfigError
from seqlab.experiment.experiment import read_experiment
from tests.conftest import SMALL, Cli


def test_a_setting_that_the_data_refuses_is_named_with_its_place(
    seqlab_here: Cli, tmp_path: Path
) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.replace("  delay: 144", "  target: rain"))
    line = SMALL.splitlines().index("  delay: 144") + 1
    for command in ("inspect", "baseline", "train"):
        done = seqlab_here(command, path)
        assert done.returncode == 2
        assert f"error: {path}:{line}:11: dataset.target is 'rain'" in done.stderr


def test_an_override_is_named_as_it_was_given(seqlab_here: Cli, small_config: Path) -> None:
    done = seqlab_here("baseline", small_config, "dataset.target=rain")
    assert "override `dataset.target=rain`: dataset.target is 'rain'" in done.stderr


def test_errors_about_other_things_are_left_as_they_are(small_config: Path) -> None:
    document = read_experiment(small_config)[1]
    with pytest.raises(ConfigError) as caught, placed(document):
        raise ConfigError("the weather is bad", remedy="wait")
    assert (caught.value.message, caught.value.remedy) == ("the weather is bad", "wait")

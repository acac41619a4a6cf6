"""`seqlab baseline` scores the naive forecast on the experiment's own samples."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import CONFIGS, Cli


@pytest.mark.parametrize("split", ["validation", "test"])
def test_the_baseline_as_json_is_one_document(
    split: str, seqlab_here: Cli, small_config: Path
) -> None:
    done = seqlab_here("baseline", "--config", small_config, "--split", split, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    own = ["baseline", "split", "mae", "mae_original", "unit"]
    samples = ["windows", "horizon_minutes", "fingerprint"]
    assert list(found)[:5] == own and list(found)[-3:] == samples
    assert {"mse", "rmse_original", "mase"} <= set(found)  # other metrics stand between
    assert (found["baseline"], found["split"], found["unit"]) == ("persistence", split, "degC")
    rows = (6500 - 5001 - 72) if split == "validation" else (60 * 144 - 144 - 1 - 6501 - 72)
    assert found["windows"] == (rows - 1) // 128 * 128
    assert found["horizon_minutes"] == (144 + 6) * 10
    text = seqlab_here("baseline", "--config", small_config, "--split", split).stdout
    heading, naive, said = text.splitlines()
    assert heading.split()[:5] == [split, "mae", "mae", "in", "degC"]
    assert naive.split()[:3] == [
        "persistence", f"{found['mae']:.4f}", f"{found['mae_original']:.4f}"
    ]  # fmt: skip
    assert said.startswith(f"{split}: ")
    assert f"{found['windows']:,} windows, 25 hours" in text


def test_every_baseline_of_the_data_is_scored_on_its_own_line_and_those_that_cannot_be_had_are_not(
    seqlab_here: Cli, small_config: Path
) -> None:
    command = ["baseline", "--config", small_config, "--all"]
    done = seqlab_here(*command)
    names = [line.split()[0] for line in done.stdout.splitlines()[1:-1]]
    assert names[0] == "persistence"
    assert {"seasonal_naive", "drift", "climatology", "ridge"} <= set(names)
    assert "majority" not in names
    found = json.loads(seqlab_here(*command, "--json").stdout)
    assert [one["baseline"] for one in found["baselines"]] == names
    assert all(one["mae"] > 0 and one["seconds"] >= 0 for one in found["baselines"])


def test_the_baseline_of_text_is_the_more_frequent_label(seqlab_here: Cli, tmp_path: Path) -> None:
    (tmp_path / "text.yaml").write_text(
        "dataset: {kind: synthetic_reviews}\nmodel: {kind: dense, embedding: {}}\n"
    )
    found = json.loads(seqlab_here("baseline", "--config", "text.yaml", "--json").stdout)
    assert (found["baseline"], found["split"]) == ("majority", "validation")
    assert 0.4 < found["accuracy"] < 0.6
    assert found["accuracy"] * found["reviews"] == pytest.approx(
        round(found["accuracy"] * found["reviews"])
    )


@pytest.mark.data
def test_the_baseline_of_the_book_s_windows_is_the_book_s(
    seqlab_here: Cli, real_data: Path
) -> None:
    def score(name: str) -> dict[str, float]:
        done = seqlab_here(
            "baseline", "--config", CONFIGS / "jena" / name, "--json", SEQLAB_DATA=str(real_data)
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    gru = score("gru.yaml")
    assert gru["mae"] == pytest.approx(0.2897359729905486, abs=1e-9)
    assert gru["mae_original"] == pytest.approx(2.5649, abs=5e-5)
    assert (gru["windows"], gru["unit"], gru["horizon_minutes"]) == (98432, "degC", 1500)
    other = score("conv1d_gru.yaml")
    assert abs(other["mae"] - gru["mae"]) > 0.005
    assert (other["windows"], other["horizon_minutes"]) == (99200, 1470)

"""Suite files: the shipped one, and malformed ones with the place of every problem."""

from __future__ import annotations

import json

import pytest

from seqlab.errors import ConfigError
from seqlab.suites.shipped import find_suite
from seqlab.suites.suite import load_suite
from tests.suites.examples import SUITE, suite_file


def problems(tmp_path, old: str, new: str) -> str:
    assert old in SUITE
    path = suite_file(tmp_path, SUITE.replace(old, new))
    with pytest.raises(ConfigError) as caught:
        load_suite(path)
    return str(caught.value)


def test_the_chapters_suite_has_every_shipped_experiment_of_the_chapter_and_its_claims() -> None:
    from seqlab.experiment.shipped import shipped_configs

    suite = load_suite(find_suite("chapter6"))
    names = {member.experiment.name for member in suite.members}
    beyond = {"jena/layers", "jena/linear", "jena/tcn", "jena/transformer"}  # not in the book
    of_its_data = {name for name in shipped_configs() if name.startswith(("jena/", "imdb/"))}
    assert names == of_its_data - beyond
    assert len(suite.claims) >= 12


def test_an_experiment_that_does_not_exist_is_named_with_its_place(tmp_path) -> None:
    said = problems(tmp_path, "config: conv.yaml", "config: cnov.yaml")
    assert "tiny.yaml:7:13: experiments.2.config:" in said
    assert "cnov.yaml', neither a file nor" in said


def test_a_claim_that_does_not_parse_is_named_with_its_place(tmp_path) -> None:
    said = problems(tmp_path, "dense validation.mae < baseline", "dense is best")
    assert "tiny.yaml:9:12: claims.0.claim: expected `NAME METRIC < RIGHT`" in said


def test_every_wrong_claim_is_named_at_once(tmp_path) -> None:
    said = problems(tmp_path, "validation.mae", "validation.mea")
    assert said.startswith("1 problem") and "published.metric" in said
    said = problems(tmp_path, "dense\n", "desne\n    within: 0.01\n  - claim: no such < 1\n")
    assert said.startswith("2 problems")
    assert "did you mean `dense`" in said


def test_an_unknown_key_and_a_doubled_experiment_are_refused(tmp_path) -> None:
    assert "did you mean `claims`" in problems(tmp_path, "claims:", "claim:")
    assert "dense is here twice" in problems(tmp_path, "config: conv.yaml", "config: dense.yaml")


def test_a_published_figure_of_another_metric_than_the_experiments_own_is_refused(tmp_path) -> None:
    said = problems(tmp_path, "{metric: validation.mae", "{metric: validation.accuracy")
    assert said.startswith("1 problem")
    assert "tiny.yaml:6:16: experiments.1.published.metric: dense has no validation.acc" in said
    assert "its figure is validation.mae" in said
    assert "validation.loss" in problems(tmp_path, "validation.mae, v", "validation.loss, v")


def test_a_settings_problem_inside_a_config_is_reported_through_the_suite(tmp_path) -> None:
    path = suite_file(tmp_path)
    (tmp_path / "conv.yaml").write_text(json.dumps({"name": "conv"}), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"(?s)experiments\.2\.config.*dataset: missing"):
        load_suite(path)


def test_validate_knows_a_suite_from_an_experiment(tmp_path, seqlab_cli) -> None:
    path = suite_file(tmp_path)
    done = seqlab_cli("validate", path, tmp_path / "dense.yaml")
    assert done.returncode == 0
    assert f"{path}: ok: the suite tiny, 3 experiments" in done.stdout
    assert "dense.yaml: ok: dense" in done.stdout
    path.write_text(SUITE.replace("config: conv.yaml", "config: cnov.yaml"), encoding="utf-8")
    done = seqlab_cli("validate", path)
    assert done.returncode == 2
    assert "tiny.yaml:7:13: experiments.2.config:" in done.stderr

"""`KEY=VALUE` replaces what the file says, and is named in every problem that it makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seqlab.errors import ConfigError
from seqlab.experiment.document import Document
from seqlab.experiment.experiment import load_experiment
from seqlab.experiment.overrides import apply_override
from seqlab.experiment.source import read_text
from tests.experiment.examples import SERIES, place_in, write


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write(tmp_path, SERIES)


def applied(text: str, *overrides: str) -> Document:
    source = read_text(text, "f.yaml")
    for override in overrides:
        apply_override(source, override)
    return source


def refusal(path: Path, *overrides: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_experiment(path, *overrides)
    return str(caught.value)


@pytest.mark.parametrize(
    ("override", "data"),
    [
        ("a=2", {"a": 2}),
        ("a=", {"a": None}),
        ("a= ", {"a": None}),
        ("a=b=c", {"a": "b=c"}),
        ("a= 1e-3 ", {"a": 0.001}),
        ("a=no", {"a": "no"}),
        ("a=[1, {b: 2}]", {"a": [1, {"b": 2}]}),
        ("a='5'", {"a": "5"}),
        ("b.c.d=1", {"a": 1, "b": {"c": {"d": 1}}}),
        ("größe=ä", {"a": 1, "größe": "ä"}),
        ("b.0x=1", {"a": 1, "b": {"0x": 1}}),
    ],
)
def test_the_value_is_what_stands_after_the_first_equals_sign_read_as_yaml(
    override: str, data: object
) -> None:
    assert applied("a: 1", override).data == data


def test_a_number_in_the_key_is_an_item_of_a_list() -> None:
    text = "layers: [{units: 1}, {units: 2}]"
    assert applied(text, "layers.1.units=9").data == {"layers": [{"units": 1}, {"units": 9}]}
    assert applied(text, "layers.0=x").data == {"layers": ["x", {"units": 2}]}
    assert applied("rows: [0, 5]", "rows.1=~").data == {"rows": [0, None]}


def test_one_past_the_last_item_appends() -> None:
    assert applied("a: []", "a.0=5", "a.1=6").data == {"a": [5, 6]}


def test_an_empty_block_is_filled() -> None:
    assert applied("training:", "training.epochs=5").data == {"training": {"epochs": 5}}


def test_a_number_may_be_the_key_of_a_block() -> None:
    source = applied("a: {b: 1}", "a.5=x")
    assert source.data == {"a": {"b": 1, "5": "x"}}
    assert str(source.place(("a", "5"))) == "override `a.5=x`"


def test_overrides_are_laid_over_the_file_in_their_order(config: Path) -> None:
    found = load_experiment(config, "training.epochs=5", "training.epochs=7", "seed=3")
    assert (found.training.epochs, found.seed) == (7, 3)
    assert found.model == load_experiment(config).model


def test_an_override_makes_the_blocks_that_are_missing(config: Path) -> None:
    found = load_experiment(config, "training.early_stopping.patience=7")
    assert found.training.early_stopping is not None
    assert found.training.early_stopping.patience == 7
    assert found.training.epochs == 2


@pytest.mark.parametrize(
    "override", ["x", "=5", "a.=5", ".a=5", "a..b=5", " a=5", "a =5", "a-b=5", "-1=5", "a\nb=5", ""]
)
def test_what_is_no_assignment_is_refused_with_an_example(config: Path, override: str) -> None:
    message = refusal(config, override)
    assert f"override `{override}`: expected KEY=VALUE" in message
    assert "training.epochs=5" in message


@pytest.mark.parametrize(
    ("override", "says"),
    [
        ("training.epochs.x=3", "`training.epochs` is 2, which has no `x` inside"),
        ("name.x.y=3", "`name` is 'example', which has no `x` inside"),
        ("model.layers.1.units=3", "no `1` in `model.layers`, a list of 1"),
        ("model.layers.2={units: 3}", "no `2` in `model.layers`, a list of 1"),
        ("model.layers.x=3", "no `x` in `model.layers`, a list of 1"),
        ("model.layers.٣=3", "no `٣` in `model.layers`, a list of 1"),
        (f"model.layers.{'9' * 5000}=3", "in `model.layers`, a list of 1"),
        ("training.blocks.0.x=3", "the file has no list `training.blocks` to change"),
        ("seed=[1,", "not YAML"),
        ("seed=!!int 5", "the tag `!!int`"),
        ("seed=&a [*a]", "contains itself"),
        ("seed=1\n--- 2", "a second document"),
        ("seed=\x1b[31m", "U+001B"),
        ("seed=" + "[" * 100, "nested more than 50"),
    ],
)
def test_an_override_that_cannot_be_laid_over_the_file_is_named_with_the_reason(
    config: Path, override: str, says: str
) -> None:
    message = refusal(config, override)
    assert message.startswith(f"override `{override}`")
    assert says in message


def test_all_overrides_that_cannot_be_used_are_named_at_once(config: Path) -> None:
    message = refusal(config, "bad", "seed=5", "worse", "seed=[")
    assert all(f"override `{name}`" in message for name in ("bad", "worse", "seed=["))


@pytest.mark.parametrize(
    ("override", "key", "says"),
    [
        ("training.epochs=x", "training.epochs", "expected a whole number; given: 'x'"),
        ("training.epochs=", "training.epochs", "expected a whole number; given: nothing"),
        ("training.epoch=5", "training.epoch", "unknown key, did you mean `epochs`?"),
        ("model.layers.0={unit: 3}", "model.layers.0.unit", "did you mean `units`?"),
        ("model.layers=[{unit: 3}]", "model.layers.0.unit", "did you mean `units`?"),
        ("model.kind=dens", "model.kind", "no such kind: 'dens', did you mean `dense`?"),
        ("model={kind: conv1d, layers: []}", "model.layers", "unknown key. Allowed: blocks,"),
        ("dataset=jena", "dataset", "expected a block of keys; given: 'jena'"),
        ("dataset.5=1", "dataset.5", "unknown key"),
        ("training.mixed_precision=yes", "training.mixed_precision", "expected true or false"),
        ("dataset.lookback=721", "dataset.lookback", "must be a multiple of step 6"),
    ],
)
def test_a_problem_that_an_override_makes_is_at_the_override(
    config: Path, override: str, key: str, says: str
) -> None:
    message = refusal(config, override)
    assert f"  override `{override}`: {key}: " in message
    assert says in message
    assert str(config) not in message


def test_a_replaced_block_leaves_no_places_behind(config: Path) -> None:
    message = refusal(config, "model={kind: dense, layers: [{cell: gru}]}")
    assert "override `model=" in message
    assert "model.layers.0.cell: unknown key" in message
    assert str(config) not in message


def test_problems_of_the_file_and_of_overrides_are_told_together(tmp_path: Path) -> None:
    path = write(tmp_path, SERIES.replace("units: 3", "units: x"))
    message = refusal(path, "seed=-1")
    assert message.startswith("2 problems")
    assert f"{path}:{place_in(path.read_text(), 'x}')}: model.layers.0.units: " in message
    assert "override `seed=-1`: seed: expected 0 or more; given: -1" in message


@settings(max_examples=200, deadline=None)
@given(
    st.from_regex(r"(name|model|training|dataset|x)(\.[a-z0-9]{1,6}){0,3}=", fullmatch=True),
    st.text(alphabet="ab1.:{}[],&*!|'\"# \n\t-", max_size=10),
)
def test_any_override_is_applied_or_named_in_the_error(key: str, value: str) -> None:
    source = read_text(SERIES, "f.yaml")
    override = f"{key}{value}"
    try:
        apply_override(source, override)
    except ConfigError as error:
        assert re.match(r"override `", str(error))
        assert override in str(error)
    else:
        here = source.data
        for part in key[:-1].split("."):
            here = here[int(part)] if isinstance(here, list) else here[part]
        assert here == (read_text(value, "f.yaml").data if value.strip() else None)

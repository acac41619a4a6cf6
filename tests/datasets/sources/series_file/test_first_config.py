"""The config that is written is one that seqlab reads."""

from pathlib import Path

from seqlab.datasets.series import Series
from seqlab.datasets.sources.series_file.first_config import first_config
from seqlab.datasets.sources.series_file.looks import look
from seqlab.experiment.experiment import load_experiment
from tests.datasets.sources.series_file.files import series


def write(tmp_path, text, name="my data.csv"):
    (tmp_path / name).write_text(text)
    config = tmp_path / "my.yaml"
    config.write_text(first_config(look(tmp_path / name), "my", name, config))
    return config


def test_the_settings_are_those_that_were_found(tmp_path) -> None:
    text = "shop,date,city,price,sales\n" + "".join(
        f"{shop},{line},{shop} town,{n % 5},{n % 7}\n"
        for shop in ("a: b", "#c", "no")
        for n, line in enumerate(line.split(",")[0] for line in series(200).splitlines()[1:])
    )
    experiment = load_experiment(write(tmp_path, text))
    dataset = experiment.dataset
    assert isinstance(dataset, Series)
    assert (dataset.id_column, dataset.timestamp_column, dataset.freq) == ("shop", "date", "D")
    assert (dataset.target, dataset.known_dynamic_columns) == (("sales",), ("price",))
    assert (dataset.static_columns, dataset.calendar) == (("city",), ("day_of_week", "day_of_year"))
    assert Path(dataset.path) == tmp_path / "my data.csv"
    assert dataset.load().inspect()


def test_short_series_and_other_ways_to_write_are_set(tmp_path) -> None:
    rows = [("a", n) for n in range(60)] + [("b", n) for n in range(4)]
    text = "s;t;y\n" + "".join(
        f"{s};{n % 28 + 1:02}.{n // 28 + 1:02}.2021;{n % 7},5\n" for s, n in rows
    )
    dataset = load_experiment(write(tmp_path, text)).dataset
    assert isinstance(dataset, Series)
    assert (dataset.separator, dataset.decimal) == (";", ",")


def test_what_is_wrong_with_the_file_stands_in_comments(tmp_path) -> None:
    config = write(tmp_path, series(60).replace("2020-01-20", "2020-01-19"))
    assert "# " in config.read_text() and "line 21" in config.read_text()
    assert load_experiment(config).name == "my"

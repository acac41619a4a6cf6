"""Figures become elements of a page: text stays text, ids and styles bother nobody."""

from __future__ import annotations

import re

import pytest
from matplotlib.figure import Figure

from seqlab.plots.style import BASELINE, INK, PALETTE, QUIET, drawing_style
from seqlab.report.picture import DARK, dark_rules, inline_svg
from tests.report.checks import Element, read_page

ATTACK = "<script>alert(1)</script> & \"'> $x$ ]]>"


def figure_of(label: str = "value") -> Figure:
    with drawing_style():
        figure = Figure(figsize=(4, 3), layout="constrained")
        axes = figure.subplots()
        axes.plot([1, 2, 3], [1, 4, 9], marker="o", color=PALETTE[0])
        axes.plot([1, 2, 3], [2, 2, 2], color="#000000", marker="s")
        axes.set_title(label, parse_math=False)
    return figure


def svg_of(label: str = "value", prefix: str = "one", title: str = "a title") -> Element:
    (svg,) = read_page(inline_svg(figure_of(label), prefix, title)).all("svg")
    return svg


def test_text_stays_text_and_is_escaped() -> None:
    svg = svg_of(ATTACK, title=ATTACK)
    assert ATTACK in [one.text for one in svg.all("text")]
    assert svg.all("title")[0].text == ATTACK
    assert not svg.all("script")


@pytest.mark.filterwarnings("error")
def test_letters_that_matplotlib_has_no_font_for_are_those_of_the_reader() -> None:
    assert "温度 🙂" in [one.text for one in svg_of("温度 🙂").all("text")]


def test_two_pictures_of_a_page_share_no_id_and_refer_to_their_own() -> None:
    one, other = (
        {e.attributes["id"] for e in svg_of(prefix=prefix).every() if "id" in e.attributes}
        for prefix in ("one", "other")
    )
    assert one and other and not one & other
    svg = svg_of()
    used = [e.attributes["href"] for e in svg.every() if "href" in e.attributes]
    clips = [e.attributes.get("clip-path", "") for e in svg.every()]
    used += [f"#{match[1]}" for clip in clips if (match := re.fullmatch(r"url\(#(.+)\)", clip))]
    assert used and {name.removeprefix("#") for name in used} <= one


def test_nothing_is_left_that_a_policy_forbids_or_a_page_cannot_use() -> None:
    svg = svg_of()
    assert all("style" not in one.attributes for one in [svg, *svg.every()])
    assert not {one.tag for one in svg.every()} & {"metadata", "style", "image"}
    assert "http" not in inline_svg(figure_of(), "one", "title")


def test_every_colour_that_is_too_dark_or_too_pale_has_a_counterpart() -> None:
    svg = svg_of()
    colours = {
        one.attributes[kind].lower()
        for one in [svg, *svg.every()]
        for kind in ("fill", "stroke")
        if one.attributes.get(kind, "none") != "none"
    }
    assert {"#000000", PALETTE[0].lower()} <= colours
    assert colours <= DARK.keys()
    for light in (INK, QUIET, BASELINE, PALETTE[0]):
        assert f'[stroke="{light.lower()}"]' in dark_rules()
    for light, dark in DARK.items():
        assert contrast(dark, DARK["#ffffff"]) >= 3 or light in ("#ffffff", "#e6e6e6"), light


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as the accessibility guidelines define it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)

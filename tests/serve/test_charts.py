"""Charts: which are drawn, what they hold, that they draw and reach for nothing."""

import json
from typing import Any

import pytest
from litestar.testing import TestClient

from lionrock.answer.observatory import Observatory
from lionrock.derive.forecast import Forecast, Interval, Point, Trial
from lionrock.model.text import LANGUAGES
from lionrock.serve.charts import Drawer, Frame, chart, chartable, marks, scale
from lionrock.serve.charts.fan import Fan, fan_layers
from lionrock.serve.charts.sparks import spark
from lionrock.serve.words import Words

Client = TestClient[Any]
WIDE = Frame()


def _document(observatory: Observatory, id_: str) -> dict[str, Any]:
    document = observatory.indicator_document(id_)
    assert document is not None
    return document


def test_both_values_of_a_conflict_are_drawn(observatory: Observatory) -> None:
    document = _document(observatory, "startups_total")
    spec = chart(document, Words("en"), WIDE)
    assert spec is not None
    of_2023 = {
        (row["mark"], row["value"]) for row in spec["data"]["values"] if row["x"] == "2023-01-01"
    }
    assert of_2023 == {("line", 4257.0), ("other", 4250.0)}
    assert marks(document)[:2] == ["line", "other"]


def test_the_best_rank_is_on_top(observatory: Observatory) -> None:
    spec = chart(_document(observatory, "gii_rank"), Words("en"), WIDE)
    assert spec is not None
    assert spec["layer"][0]["encoding"]["y"]["scale"]["reverse"] is True


def test_places_near_each_other_stand_on_an_axis_of_whole_places(observatory: Observatory) -> None:
    spec = chart(_document(observatory, "gii_cluster_rank"), Words("en"), WIDE)
    assert spec is not None
    assert spec["layer"][0]["encoding"]["y"]["axis"]["values"] == [1, 2]  # and no second 2 for 1.5
    far = chart(_document(observatory, "gii_rank"), Words("en"), WIDE)
    assert far is not None and "values" not in far["layer"][0]["encoding"]["y"]["axis"]


def test_axes_speak_the_language(observatory: Observatory) -> None:
    document = _document(observatory, "hkex_ipo_funds")
    units = [scale(document, Words(lang)).unit for lang in LANGUAGES]
    assert units == ["HK$ billion", "億港元", "亿港元"]


def test_every_chart_can_be_specified(observatory: Observatory) -> None:
    kinds = set()
    for one in observatory.indicators():
        document = _document(observatory, one["id"])
        kind = chartable(document)
        kinds.add(kind)
        for lang in LANGUAGES:
            spec = chart(document, Words(lang), Frame("narrow", True))
            assert (spec is None) == (kind is None)
            if spec is not None:
                assert "url" not in json.dumps(spec)
                assert spec["width"] > 100
    assert kinds == {"lines", "bars", None}


def test_a_chart_is_drawn_once(observatory: Observatory) -> None:
    drawer = Drawer()
    spec = chart(_document(observatory, "gii_rank"), Words("zh-Hant"), WIDE)
    assert spec is not None
    svg = drawer.svg("a", spec)
    assert svg.startswith("<svg") and "<script" not in svg
    assert drawer.svg("a", spec) is svg
    assert drawer.svg("b", spec) is not svg


@pytest.mark.parametrize("shape", ["", "?w=narrow", "?w=half&c=dark", "?w=%3Cx%3E&c=1"])
def test_charts_are_served(site: Client, shape: str) -> None:
    answer = site.get(f"/zh-Hans/chart/startups_total.svg{shape}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")
    outside = answer.text.replace("http://www.w3.org/", "")
    assert "http" not in outside and "style=" not in outside


def test_an_indicator_with_one_value_has_no_chart(site: Client, observatory: Observatory) -> None:
    single = next(
        one["id"] for one in observatory.indicators()
        if chartable(_document(observatory, one["id"])) is None
    )  # fmt: skip
    assert site.get(f"/en/chart/{single}.svg").status_code == 404
    assert "<picture" not in site.get(f"/en/indicator/{single}").text


def test_sparks() -> None:
    points = [("2023", "2023-12-31", 1.0), ("2024", "2024-12-31", 3.0), ("2025", "2025-12-31", 2.0)]
    drawn = spark(points, "companies")
    assert drawn is not None
    assert drawn.path.count("L") == 2 and drawn.path.startswith("M4 36")
    ranked = spark(points, "rank")
    assert ranked is not None and ranked.path.startswith("M4 4")
    assert spark(points[:1], "companies") is None
    assert spark([points[0], points[0]], "companies") is None


WIDTHS = ((0.5, 5), (0.8, 10), (0.95, 20))


def test_a_forecast_is_a_fan_behind_the_line_of_its_series() -> None:
    points = (
        Point(2026, 110, 100, tuple(Interval(level, 110 - w, 110 + w) for level, w in WIDTHS)),
        Point(2027, 120, 100, tuple(Interval(level, 120 - w, 120 + w) for level, w in WIDTHS)),
    )
    fan = Fan(Forecast("x|hk", "drift", points, Trial(9, 5, 4, 0.8)), "hong-kong", 2025, 100)
    rows = fan.rows(10, "year")
    assert len(rows) == 9  # three levels of the year it opens in, and of two ahead
    assert {(row["low"], row["high"]) for row in rows if row["x"] == "2025-01-01"} == {(10, 10)}
    assert {row["naive"] for row in rows} == {10}
    widths = [row["high"] - row["low"] for row in rows if row["x"] == "2027-01-01"]
    assert sorted(widths) == [1, 2, 4]
    frame = Frame()
    layers = fan_layers(rows, {"field": "x"}, {"field": "value"}, frame)
    assert [layer["mark"]["type"] for layer in layers] == ["area"] * 3 + ["line"] * 2
    widest = layers[0]["data"]["values"][-1]  # the 95 % band lies lowest, so all three show
    assert widest["high"] - widest["low"] == 4

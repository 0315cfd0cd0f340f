"""Line charts: how figures moved, what other publishers say, what lies ahead."""

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lionrock.serve.charts.choice import AHEAD, SPANNED, drawn, mark, points
from lionrock.serve.charts.fan import Fan, fan_layers
from lionrock.serve.charts.frame import Frame, Spec, scale, short
from lionrock.serve.charts.theme import config
from lionrock.serve.present import Figures
from lionrock.serve.words import Words

Series = Mapping[str, Any]
_YEARLY = frozenset(("year", "fiscal_year"))
_SCORES = frozenset(("points", "index"))
_NEAR = 0.85  # values this close together would be one flat line above a zero
_FEW_PLACES = 5
_LABEL = 17  # pixels a name needs


def lines(document: Mapping[str, Any], words: Words, frame: Frame, fan: Fan | None = None) -> Spec:
    """A line chart: one line a series, named at its end; the fan of a forecast behind them."""
    shown, by = drawn(document), scale(document, words).factor
    spanned = document["nature"] in SPANNED
    yearly = all(p["kind"] in _YEARLY for s in shown for _, p in points(s, spanned))
    at = "year" if yearly else "middle" if spanned else "end"
    rows = [
        row for place, s in enumerate(shown)
        for row in (
            *_rows(points(s, spanned), set(s["line"]), (place, by), at),
            *_breaks(points(s, spanned), set(s["breaks"]), (place, by), at),
        )
    ]  # fmt: skip
    spread = fan.rows(by, at) if fan is not None else []
    rank = document["unit"] == "rank"
    values = [row["value"] for row in rows] + [row["low"] for row in spread]
    near = document["unit"] in _SCORES or min(values) > _NEAR * max(values)
    y = _value_axis(values, rank, near)
    x: Spec = {
        "field": "x",
        "type": "temporal",
        "title": None,
        "axis": _time_axis(rows + spread, yearly, frame),
    }
    colours = frame.palette.series
    hue: Spec = {
        "field": "who", "type": "nominal", "legend": None,
        "scale": {"domain": list(range(len(shown))), "range": list(colours[: len(shown)])},
    }  # fmt: skip
    layers = fan_layers(spread, x, y, frame) if spread else []
    layers += _line_layers(x, y, hue, frame)
    if len(shown) > 1:
        floor = min(values) if rank or near else min(0, *values)
        apart = (max(values) - floor) * _LABEL / frame.height
        layers.append(_end_labels(_names(rows, shown, words, apart), x, y, hue))
    else:
        layers.append(_end_value(document, words, x, y, frame))
    return {
        "data": {"values": rows},
        "width": frame.width - 56 - (_label_room(shown, words, frame) if len(shown) > 1 else 46),
        "height": frame.height,
        "padding": {"left": 2, "right": 6, "top": 14, "bottom": 4},
        "layer": layers,
        "config": config(frame.palette, words.lang),
    }


def _value_axis(values: Sequence[float], rank: bool, near: bool) -> Spec:
    """The axis of the values: of ranks the best on top, in whole places."""
    axis: Spec = {"tickCount": 5, "format": "d" if rank else ",~r", "orient": "left"}
    if rank:
        axis["tickMinStep"] = 1
        first, last = math.floor(min(values)), math.ceil(max(values))
        if last - first < _FEW_PLACES:  # so near each other, halves would be written as places
            axis["values"] = list(range(first, last + 1))
    return {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": not (rank or near), "reverse": rank, "nice": True},
        "axis": axis,
    }


def _rows(
    placed: list[tuple[int, Mapping[str, Any]]], joined: set[int], who: tuple[int, float],
    at: str,
) -> Iterator[Spec]:  # fmt: skip
    place, by = who
    last = max(joined, default=None)
    for index, point in placed:
        x = _moment(point, at)
        if point["lead"]["value"] is not None:
            yield {
                "x": x, "value": point["lead"]["value"] / by, "who": place,
                "mark": mark(point, index in joined), "end": index == last,
            }  # fmt: skip
        for other in point["others"]:
            if other["value"] is not None and point["conflict"]:
                yield {"x": x, "value": other["value"] / by, "who": place, "mark": "other"}
    for point in _onward(placed, last):
        yield {
            "x": _moment(point, at), "value": point["lead"]["value"] / by, "who": place,
            "mark": "onward",
        }  # fmt: skip


def _breaks(
    placed: list[tuple[int, Mapping[str, Any]]], broken: set[int], who: tuple[int, float], at: str
) -> Iterator[Spec]:
    place, by = who
    for index, point in placed:
        if index in broken:
            value = point["lead"]["value"] / by
            yield {"x": _moment(point, at), "value": value, "who": place, "mark": "break"}


def _onward(
    placed: list[tuple[int, Mapping[str, Any]]], last: int | None
) -> list[Mapping[str, Any]]:
    """The dashed line from the last measured point through what is forecast or aimed at."""
    start = dict(placed).get(-1 if last is None else last)
    if start is None or start["nature"] in AHEAD:
        return []
    ahead = [
        p for _, p in placed
        if p["nature"] in AHEAD and p["lead"]["value"] is not None and p["end"] > start["end"]
    ]  # fmt: skip
    return [start, *ahead] if ahead else []


def _moment(point: Mapping[str, Any], at: str) -> str:
    """Where a period stands on the time axis.

    Years alone stand on their ticks; among other periods a flow stands in the middle of its own,
    a stock at the end.
    """
    if at == "end":
        return str(point["end"])
    if at == "year":
        return f"{point['start'][:4]}-01-01"
    start, end = (dt.date.fromisoformat(point[key]) for key in ("start", "end"))
    return (start + (end - start) / 2).isoformat()


def _time_axis(rows: list[Spec], yearly: bool, frame: Frame) -> Spec:
    years = sorted({int(row["x"][:4]) for row in rows})
    axis: Spec = {"grid": False, "ticks": True, "labelFlush": False, "labelOverlap": True}
    if yearly or years[-1] - years[0] >= 2:
        room = 6 if frame.narrow else 12
        step = -(-(years[-1] - years[0] + 1) // room)
        ticks = range(years[0], years[-1] + (1 if yearly else 2), step)
        axis |= {"values": [f"{year}-01-01" for year in ticks], "format": "%Y"}
        return axis
    return axis | {"tickCount": 4 if frame.narrow else 7, "format": "%Y-%m"}


def _line_layers(x: Spec, y: Spec, hue: Spec, frame: Frame) -> list[Spec]:
    place: Spec = {"x": x, "y": y, "color": hue, "detail": {"field": "who"}}
    dot: Spec = {"type": "point", "filled": True}
    hollow = dot | {"fill": frame.palette.paper, "strokeWidth": 1.6, "opacity": 1}
    dashed = {"type": "line", "strokeDash": [4, 4], "strokeWidth": 1.5}
    solid = {"type": "line", "strokeWidth": 2.2, "strokeJoin": "round"}
    rule: Spec = {"type": "rule", "strokeDash": [2, 3], "strokeWidth": 1, "opacity": 0.8}
    ring = hollow | {"size": 58, "stroke": frame.palette.clash}
    diamond = hollow | {"shape": "diamond", "size": 70}
    return [
        _layer("onward", dashed, place),
        _layer("line", solid, place),
        _layer("line", dot | {"size": 26, "opacity": 1}, place),
        _layer("apart", dot | {"size": 34, "opacity": 0.55}, place),
        _layer("ahead", diamond, {"x": x, "y": y, "stroke": hue}),
        _layer("other", ring, {"x": x, "y": y}),
        _layer("break", rule, {"x": x, "color": hue}),
    ]


def _layer(which: str, mark_: Spec, encoding: Spec) -> Spec:
    only = [{"filter": f"datum.mark === '{which}'"}]
    return {"transform": only, "mark": mark_, "encoding": encoding}


def _end_value(document: Mapping[str, Any], words: Words, x: Spec, y: Spec, frame: Frame) -> Spec:
    series = drawn(document)[0]
    headline = series["headline"]
    value = series["points"][headline]["lead"]["value"] if headline is not None else None
    text = Figures(words).number(value / scale(document, words).factor) if value is not None else ""
    return {
        "transform": [{"filter": "datum.end === true"}],
        "mark": {"type": "text", "align": "center", "dy": -13, "fontWeight": 700, "fontSize": 14,
                 "color": frame.palette.ink},
        "encoding": {"x": x, "y": y, "text": {"value": text}},
    }  # fmt: skip


def _names(rows: list[Spec], shown: list[Series], words: Words, apart: float) -> list[Spec]:
    """A name for the end of every line, moved up where it would cover another."""
    ends = sorted((row for row in rows if row.get("end")), key=lambda row: float(row["value"]))
    names: list[Spec] = []
    for row in ends:
        height = row["value"]
        if names and height - names[-1]["value"] < apart:
            height = names[-1]["value"] + apart
        name = short(shown[row["who"]]["label"][words.lang])
        names.append({"x": row["x"], "value": height, "who": row["who"], "name": name})
    return names


def _end_labels(names: list[Spec], x: Spec, y: Spec, hue: Spec) -> Spec:
    return {
        "data": {"values": names},
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "fontWeight": 600},
        "encoding": {"x": x, "y": y, "color": hue, "text": {"field": "name"}},
    }


def _label_room(shown: list[Series], words: Words, frame: Frame) -> int:
    widths = [
        sum(12 if ord(c) > 0x2E80 else 6.6 for c in short(s["label"][words.lang])) for s in shown
    ]
    return min(int(max(widths)) + 14, 150 if frame.narrow else 210)

"""Charts of indicators as Vega-Lite specifications, in the house style.

A line joins what may be compared; hollow marks are what other publishers say; a forecast or a
target is a diamond on a dashed line. Names stand at the ends of lines, not in a legend.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from lionrock.serve.present import Figures
from lionrock.serve.theme import Palette, config
from lionrock.serve.words import Words

Spec = dict[str, Any]
Series = Mapping[str, Any]
_LINES, _BARS = 6, 18
_YEARLY = frozenset(("year", "fiscal_year"))
_AHEAD = frozenset(("forecast", "target"))
_SPANNED = frozenset(("flow", "rate"))
_LABEL = 17  # pixels a name needs


class Frame(msgspec.Struct, frozen=True):
    """How a chart is to look: its width in pixels and its colours."""

    narrow: bool = False
    dark: bool = False

    @property
    def width(self) -> int:
        """Width of the whole picture."""
        return 358 if self.narrow else 760

    @property
    def height(self) -> int:
        """Height of a line chart's plot."""
        return 240 if self.narrow else 320

    @property
    def palette(self) -> Palette:
        """The colours."""
        return Palette.of(self.dark)


class Scale(msgspec.Struct, frozen=True):
    """What the numbers of an axis are divided by, and what its unit is then called."""

    factor: float
    unit: str


def chartable(document: Mapping[str, Any]) -> str | None:
    """Which chart an indicator's values make: "lines", "bars", or None when there is too little."""
    spanned = document["nature"] in _SPANNED
    if any(len(series["line"]) > 1 or _dated(series, spanned) > 1 for series in document["series"]):
        return "lines"
    known = [s for s in document["series"] if s["headline"] is not None]
    return "bars" if len(known) > 1 else None


def chart(document: Mapping[str, Any], words: Words, frame: Frame) -> Spec | None:
    """The specification of an indicator's chart, or None when there is too little to draw."""
    kind = chartable(document)
    if kind is None:
        return None
    make = _lines if kind == "lines" else _bars
    return make(document, words, frame)


def scale(document: Mapping[str, Any], words: Words) -> Scale:
    """The scale that keeps an indicator's axis free of zeros: billions, 億."""
    values = [abs(p["lead"]["value"]) for s in document["series"] for p in s["points"]
              if p["lead"]["value"] is not None]  # fmt: skip
    figures, unit, top = Figures(words), document["unit"], max(values, default=0)
    money = unit.partition("_")[0] in ("HKD", "USD", "CNY")
    name = figures.unit(unit)
    steps = {"en": ((1e9, "billion"), (1e6, "million"))}.get(
        words.lang, ((1e8, words("hundred_million")), (1e4, words("ten_thousand")))
    )
    for factor, word in steps:
        if top >= factor * (1 if money or words.lang == "en" else 10):
            sign = {"HKD": "HK$", "USD": "US$", "CNY": "RMB"}.get(unit, name)
            pair = f"{sign} {word}" if unit in ("HKD", "USD", "CNY") else f"{word} {name}"
            return Scale(factor, pair if words.lang == "en" else f"{word}{name}")
    return Scale(1, name)


def drawn(document: Mapping[str, Any]) -> list[Series]:
    """The series a line chart has room for: Hong Kong first, then those with most points."""
    spanned = document["nature"] in _SPANNED
    able = [s for s in document["series"] if len(s["line"]) > 1 or _dated(s, spanned) > 1]
    able.sort(key=lambda s: (s["about"] != "hong-kong", -len(s["points"])))
    return able[:_LINES]


def _dated(series: Series, spanned: bool) -> int:
    return len({point["end"] for _, point in _points(series, spanned) if point["lead"]["value"]})


def _points(series: Series, spanned: bool) -> list[tuple[int, Mapping[str, Any]]]:
    """The points that can stand on one axis: of a flow, only those of periods equally long."""
    headline = series["headline"]
    kind = series["points"][headline]["kind"] if spanned and headline is not None else None
    return [
        (index, point)
        for index, point in enumerate(series["points"])
        if point["end"] and kind in (None, point["kind"])
    ]


def _lines(document: Mapping[str, Any], words: Words, frame: Frame) -> Spec:
    shown, by = drawn(document), scale(document, words).factor
    yearly = all(p["kind"] in _YEARLY for s in shown for p in s["points"] if p["end"])
    spanned = document["nature"] in _SPANNED
    rows = [
        row for place, s in enumerate(shown)
        for row in _rows(_points(s, spanned), set(s["line"]), (place, by), yearly)
    ]  # fmt: skip
    rank = document["unit"] == "rank"
    y: Spec = {"field": "value", "type": "quantitative", "title": None}
    values = [row["value"] for row in rows]
    near = min(values) > 0.6 * max(values)
    y["scale"] = {"zero": not (rank or near), "reverse": rank, "nice": True}
    y["axis"] = {"tickCount": 5, "format": "d" if rank else ",~r", "orient": "left"}
    x: Spec = {"field": "x", "type": "temporal", "title": None, "axis": _time_axis(rows, yearly, frame)}
    colours = frame.palette.series
    hue: Spec = {
        "field": "who", "type": "nominal", "legend": None,
        "scale": {"domain": list(range(len(shown))), "range": list(colours[: len(shown)])},
    }  # fmt: skip
    layers = _line_layers(x, y, hue, frame)
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


def _rows(
    points: list[tuple[int, Mapping[str, Any]]], joined: set[int], who: tuple[int, float],
    yearly: bool,
) -> Iterator[Spec]:  # fmt: skip
    place, by = who
    last = max(joined, default=None)
    for index, point in points:
        x = _moment(point, yearly)
        if point["lead"]["value"] is not None:
            yield {
                "x": x, "value": point["lead"]["value"] / by, "who": place,
                "mark": "line" if index in joined else _mark(point), "end": index == last,
            }  # fmt: skip
        for other in point["others"]:
            if other["value"] is not None and point["conflict"]:
                yield {"x": x, "value": other["value"] / by, "who": place, "mark": "other"}
    for point in _onward(points, last):
        yield {
            "x": _moment(point, yearly), "value": point["lead"]["value"] / by, "who": place,
            "mark": "onward",
        }  # fmt: skip


def _onward(
    points: list[tuple[int, Mapping[str, Any]]], last: int | None
) -> list[Mapping[str, Any]]:
    """The dashed line from the last measured point through what is forecast or aimed at."""
    start = dict(points).get(-1 if last is None else last)
    if start is None or start["nature"] in _AHEAD:
        return []
    ahead = [
        p for _, p in points
        if p["nature"] in _AHEAD and p["lead"]["value"] is not None and p["end"] > start["end"]
    ]  # fmt: skip
    return [start, *ahead] if ahead else []


def _mark(point: Mapping[str, Any]) -> str:
    return "ahead" if point["nature"] in _AHEAD else "apart"


def _moment(point: Mapping[str, Any], yearly: bool) -> str:
    """Where a period stands on the time axis: a year on its tick, anything else in its middle."""
    if yearly:
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
    paper, clash = frame.palette.paper, frame.palette.clash
    place: Spec = {"x": x, "y": y, "color": hue, "detail": {"field": "who"}}

    def only(mark: str) -> list[Spec]:
        return [{"filter": f"datum.mark === '{mark}'"}]

    hollow = {"type": "point", "filled": True, "fill": paper, "strokeWidth": 1.6, "opacity": 1}
    return [
        {"transform": only("onward"), "mark": {"type": "line", "strokeDash": [4, 4], "strokeWidth": 1.5},
         "encoding": place},
        {"transform": only("line"), "mark": {"type": "line", "strokeWidth": 2.2, "strokeJoin": "round"},
         "encoding": place},
        {"transform": only("line"), "mark": {"type": "point", "filled": True, "size": 26, "opacity": 1},
         "encoding": place},
        {"transform": only("apart"), "mark": {"type": "point", "filled": True, "size": 34, "opacity": 0.55},
         "encoding": place},
        {"transform": only("ahead"), "mark": hollow | {"shape": "diamond", "size": 70},
         "encoding": {"x": x, "y": y, "stroke": hue}},
        {"transform": only("other"), "mark": hollow | {"size": 58, "stroke": clash},
         "encoding": {"x": x, "y": y}},
    ]  # fmt: skip


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
        name = _short(shown[row["who"]]["label"][words.lang])
        names.append({"x": row["x"], "value": height, "who": row["who"], "name": name})
    return names


def _end_labels(names: list[Spec], x: Spec, y: Spec, hue: Spec) -> Spec:
    return {
        "data": {"values": names},
        "mark": {"type": "text", "align": "left", "dx": 8, "fontSize": 12, "fontWeight": 600},
        "encoding": {"x": x, "y": y, "color": hue, "text": {"field": "name"}},
    }


def _label_room(shown: list[Series], words: Words, frame: Frame) -> int:
    widths = [sum(12 if ord(c) > 0x2E80 else 6.6 for c in _short(s["label"][words.lang])) for s in shown]
    return min(int(max(widths)) + 14, 150 if frame.narrow else 210)


def _short(name: str) -> str:
    room = 14 if any(ord(c) > 0x2E80 for c in name) else 28
    return name if len(name) <= room else f"{name[: room - 1].rstrip()}…"


def _bars(document: Mapping[str, Any], words: Words, frame: Frame) -> Spec:
    by, figures, rows = scale(document, words).factor, Figures(words), []
    for series in document["series"]:
        if series["headline"] is None:
            continue
        lead = series["points"][series["headline"]]["lead"]
        rows.append({
            "who": _short(series["label"][words.lang]), "value": lead["value"] / by,
            "text": figures.number(lead["value"] / by), "id": series["about"],
        })  # fmt: skip
    rank = document["unit"] == "rank"
    rows.sort(key=lambda row: (row["value"], row["id"]), reverse=not rank)
    rows = rows[:_BARS]
    y: Spec = {
        "field": "id", "type": "nominal", "sort": None, "title": None,
        "axis": {"domain": False, "ticks": False, "labelPadding": 8, "labelLimit": 180,
                 "labelExpr": _names_expression(rows)},
    }  # fmt: skip
    x: Spec = {"field": "value", "type": "quantitative", "title": None, "axis": None}
    colour: Spec = {
        "condition": {"test": "datum.id === 'hong-kong'", "value": frame.palette.series[0]},
        "value": frame.palette.series[0] if len(rows) < 4 else frame.palette.quiet,
    }
    label = {"type": "text", "align": "left", "dx": 6, "fontSize": 12, "color": frame.palette.ink}
    return {
        "data": {"values": rows},
        "width": frame.width - (190 if frame.narrow else 260),
        "height": {"step": 26},
        "padding": {"left": 2, "right": 40, "top": 4, "bottom": 4},
        "layer": [
            {"mark": {"type": "bar", "height": 16}, "encoding": {"x": x, "y": y, "color": colour}},
            {"mark": label, "encoding": {"x": x, "y": y, "text": {"field": "text"}}},
        ],
        "config": config(frame.palette, words.lang),
    }


def _names_expression(rows: list[Spec]) -> str:
    """A Vega expression that turns ids into names; JSON is how Vega writes its literals."""
    names = msgspec.json.encode({row["id"]: row["who"] for row in rows}).decode()
    return f"({names})[datum.label]"

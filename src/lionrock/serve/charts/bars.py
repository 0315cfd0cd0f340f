"""Bar charts: the latest figures of many, side by side."""

from collections.abc import Mapping
from typing import Any

import msgspec

from lionrock.serve.charts.frame import Frame, Spec, scale, short
from lionrock.serve.charts.theme import config
from lionrock.serve.present import Figures
from lionrock.serve.words import Words

_BARS = 18


def bars(document: Mapping[str, Any], words: Words, frame: Frame) -> Spec:
    """A bar chart: the latest figure of each series, the highest (of ranks the best) on top."""
    by, figures, rows = scale(document, words).factor, Figures(words), []
    for series in document["series"]:
        if series["headline"] is None:
            continue
        lead = series["points"][series["headline"]]["lead"]
        rows.append({
            "who": short(series["label"][words.lang]), "value": lead["value"] / by,
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

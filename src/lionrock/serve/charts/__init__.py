"""Charts of indicators as Vega-Lite specifications, in the house style, and their drawing.

A line joins what may be compared; hollow marks are what other publishers say; a forecast or a
target is a diamond on a dashed line. Names stand at the ends of lines, not in a legend.
"""

from collections.abc import Mapping
from typing import Any

from lionrock.serve.charts.bars import bars
from lionrock.serve.charts.choice import chartable, drawn, marks
from lionrock.serve.charts.drawing import Drawer
from lionrock.serve.charts.fan import Fan
from lionrock.serve.charts.frame import Frame, Spec, scale
from lionrock.serve.charts.lines import lines
from lionrock.serve.words import Words

__all__ = ["Drawer", "Fan", "Frame", "chart", "chartable", "drawn", "marks", "scale"]


def chart(
    document: Mapping[str, Any], words: Words, frame: Frame, fan: Fan | None = None
) -> Spec | None:
    """The specification of an indicator's chart, or None when there is too little to draw; `fan`
    is drawn where the series it is about is."""
    kind = chartable(document)
    if kind is None:
        return None
    if kind == "bars":
        return bars(document, words, frame)
    first = drawn(document)[0]["about"]
    return lines(document, words, frame, fan if fan and fan.about == first else None)

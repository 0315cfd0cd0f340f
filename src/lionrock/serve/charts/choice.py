"""Which chart suits an indicator, and which of its series and points it has room for."""

from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]
AHEAD = frozenset(("forecast", "target"))
SPANNED = frozenset(("flow", "rate"))
"""Natures of indicators that a period's length changes."""
_LINES = 6


def chartable(document: Mapping[str, Any]) -> str | None:
    """Which chart an indicator's values make: "lines", "bars", or None when there is too little."""
    spanned = document["nature"] in SPANNED
    if any(len(series["line"]) > 1 or _dated(series, spanned) > 1 for series in document["series"]):
        return "lines"
    known = [s for s in document["series"] if s["headline"] is not None]
    return "bars" if len(known) > 1 else None


def drawn(document: Mapping[str, Any]) -> list[Document]:
    """The series a line chart has room for: Hong Kong first, then those with most points."""
    spanned = document["nature"] in SPANNED
    able = [s for s in document["series"] if len(s["line"]) > 1 or _dated(s, spanned) > 1]
    able.sort(key=lambda s: (s["about"] != "hong-kong", -len(s["points"])))
    return able[:_LINES]


def _dated(series: Document, spanned: bool) -> int:
    return len(
        {point["end"] for _, point in points(series, spanned) if point["lead"]["value"] is not None}
    )


def points(series: Document, spanned: bool) -> list[tuple[int, Mapping[str, Any]]]:
    """The points that can stand on one axis: of a flow, only those of periods equally long."""
    headline = series["headline"]
    kind = series["points"][headline]["kind"] if spanned and headline is not None else None
    return [
        (index, point)
        for index, point in enumerate(series["points"])
        if point["end"] and kind in (None, point["kind"])
    ]


def mark(point: Document, joined: bool) -> str:
    """How a leading value is drawn: on the line, ahead of it, or apart."""
    if joined:
        return "line"
    return "ahead" if point["nature"] in AHEAD else "apart"


def marks(document: Document) -> list[str]:
    """What a reader of the chart needs explained, in order."""
    if chartable(document) != "lines":
        return ["bars"]
    found = set()
    for series in drawn(document):
        for index, point in points(series, document["nature"] in SPANNED):
            if point["lead"]["value"] is not None:
                found.add(mark(point, index in series["line"]))
            if index in series["breaks"]:
                found.add("break")
            if point["conflict"]:
                found.add("other")
    return [name for name in ("line", "other", "ahead", "apart", "break") if name in found]

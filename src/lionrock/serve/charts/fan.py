"""The fan of a forecast: bands of 95, 80 and 50 %, the forecast in them, and the naive baseline."""

from typing import Any

import msgspec

from lionrock.derive.forecast import Forecast
from lionrock.serve.charts.frame import Frame, Spec

_SHADES = {0.95: 0.14, 0.8: 0.16, 0.5: 0.2}
"""How dark each band is; they lie upon one another."""


class Fan(msgspec.Struct, frozen=True):
    """A forecast, whom it is about, and the last year and value that it starts from."""

    forecast: Forecast
    about: str
    year: int
    value: float

    def rows(self, by: float, at: str) -> list[Spec]:
        """A row a year and level, from the last measured year, where the fan opens."""
        first = {"x": _moment(self.year, at), "naive": self.value / by, "value": self.value / by}
        opening = [
            first | {"level": level, "low": self.value / by, "high": self.value / by}
            for level in _SHADES
        ]
        return opening + [
            {
                "x": _moment(point.year, at), "level": one.level, "low": one.low / by,
                "high": one.high / by, "value": point.value / by, "naive": point.naive / by,
            }
            for point in self.forecast.points
            for one in point.intervals
        ]  # fmt: skip


def fan_layers(rows: list[Spec], x: Spec, y: Spec, frame: Frame) -> list[Spec]:
    """Bands, widest first, then the naive baseline (dotted) and the forecast (dashed)."""
    colour = frame.palette.series[0]
    layers = [
        _layer(rows, level, {"type": "area", "opacity": shade, "color": colour}, {
            "x": x, "y": y | {"field": "low"}, "y2": {"field": "high"},
        })
        for level, shade in _SHADES.items()
    ]  # fmt: skip
    naive = {"type": "line", "strokeDash": [1, 3], "strokeWidth": 1.5, "color": frame.palette.ink}
    ahead = {"type": "line", "strokeDash": [5, 3], "strokeWidth": 2, "color": colour}
    layers += [
        _layer(rows, 0.8, naive, {"x": x, "y": y | {"field": "naive"}}),
        _layer(rows, 0.8, ahead, {"x": x, "y": y | {"field": "value"}}),
    ]
    return layers


def _layer(rows: list[Spec], level: float, mark: dict[str, Any], encoding: Spec) -> Spec:
    only = [row for row in rows if row["level"] == level]
    return {"data": {"values": only}, "mark": mark, "encoding": encoding}


def _moment(year: int, at: str) -> str:
    """Where a year stands on the time axis, as its measured years do."""
    return f"{year}-{'01-01' if at == 'year' else '12-31' if at == 'end' else '07-02'}"

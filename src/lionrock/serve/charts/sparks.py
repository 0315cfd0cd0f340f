"""Tiny lines that show how a figure moved; drawn straight into the page."""

import datetime as dt
from collections.abc import Sequence

import msgspec

WIDTH, HEIGHT, _EDGE = 200, 40, 4


class Spark(msgspec.Struct, frozen=True):
    """A line as SVG coordinates: `path` for the line, `x` and `y` for its last point."""

    path: str
    x: float
    y: float
    width: int = WIDTH
    height: int = HEIGHT


def spark(points: Sequence[tuple[str, str, float]], unit: str) -> Spark | None:
    """The line through [period, last day, value] points; None when there are fewer than two days.

    A rank is drawn with the best place on top.
    """
    days = [dt.date.fromisoformat(point[1]).toordinal() for point in points]
    if len(set(days)) < 2:
        return None
    values = [-point[2] if unit == "rank" else point[2] for point in points]
    across, up = days[-1] - days[0], (max(values) - min(values)) or 1
    placed = [
        (
            round(_EDGE + (WIDTH - 2 * _EDGE) * (day - days[0]) / across, 1),
            round(HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * (value - min(values)) / up, 1),
        )
        for day, value in zip(days, values, strict=True)
    ]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in placed)
    return Spark(path, *placed[-1])

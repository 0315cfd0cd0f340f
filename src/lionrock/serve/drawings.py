"""Networks and maps of boards as SVG: points, ties and the names there is room for."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

_WIDTH, _EDGE_X, _EDGE_Y = 960, 110, 30
_NETWORK_HEIGHT = 560
_NAMED = 34  # names of a network that are written out, if they fit
_LETTER, _LINE = 6.4, 16  # px a Latin letter and a line of text take; a Chinese one takes two
_ROOM = 26  # letters of a name


class Box(NamedTuple):
    """Where a text stands."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether two boxes overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def drawing(board: Mapping[str, Any], lang: str) -> dict[str, Any]:
    """What the template draws of a network or a map: sizes in px of the view box.

    Names are written where they meet no other name, the weightiest first; every point has its
    whole name for pointers and screen readers.
    """
    nodes = board["nodes"]
    is_map = board["shape"] == "map"
    inner = _WIDTH - 2 * _EDGE_X
    tall = max((node["y"] for node in nodes), default=0)
    height = round(tall * inner) if is_map else _NETWORK_HEIGHT - 2 * _EDGE_Y
    at = {
        node["id"]: (
            _EDGE_X + node["x"] * inner,
            _EDGE_Y + node["y"] * (inner if is_map else height),
        )
        for node in nodes
    }
    most = max((node["n"] for node in nodes), default=1)
    sizes = {node["id"]: 4 + 10 * math.sqrt(node["n"] / most) for node in nodes}
    taken = [
        Box(x - sizes[id_], y - sizes[id_], x + sizes[id_], y + sizes[id_])
        for id_, (x, y) in at.items()
    ]
    shown = []
    for number, node in enumerate(sorted(nodes, key=lambda node: (-node["n"], node["id"]))):
        name = board["labels"][node["id"]][lang]
        x, y = at[node["id"]]
        radius = sizes[node["id"]]
        point = {"id": node["id"], "name": name, "x": _px(x), "y": _px(y), "r": _px(radius)}
        wanted = is_map or number < _NAMED
        shown.append(point | (_label(name, (x, y, radius), taken) if wanted else {"label": ""}))
    return {
        "width": _WIDTH,
        "height": height + 2 * _EDGE_Y,
        "nodes": shown,
        "ties": [_tie(tie, at, board["ties"]) for tie in board["ties"] if _both(tie, at)],
    }  # fmt: skip


def _label(name: str, point: tuple[float, float, float], taken: list[Box]) -> dict[str, Any]:
    """Where a name fits beside its point: right, left, above or below; else it is not written."""
    x, y, radius = point
    text = name if len(name) <= _ROOM else f"{name[: _ROOM - 1]}…"
    wide = sum(_LETTER * (2 if ord(letter) >= 0x2E80 else 1) for letter in text)
    places = (
        ("start", x + radius + 4, y + 4),
        ("end", x - radius - 4, y + 4),
        ("middle", x, y - radius - 5),
        ("middle", x, y + radius + 14),
    )
    for anchor, left, base in places:
        start = {"start": left, "end": left - wide, "middle": left - wide / 2}[anchor]
        box = Box(start, base - _LINE + 4, start + wide, base + 4)
        inside = box.left >= 0 and box.right <= _WIDTH and box.top >= 0
        if inside and not any(box.meets(other) for other in taken):
            taken.append(box)
            return {"label": text, "tx": _px(left), "ty": _px(base), "anchor": anchor}
    return {"label": ""}


def _both(tie: Mapping[str, Any], at: Mapping[str, Any]) -> bool:
    return tie["a"] in at and tie["b"] in at


def _tie(
    tie: Mapping[str, Any], at: Mapping[str, tuple[float, float]], ties: Any
) -> dict[str, Any]:
    """An arc from `a` to `b`, bent to its right, so that the tie back is seen beside it."""
    (x1, y1), (x2, y2) = at[tie["a"]], at[tie["b"]]
    most = max(one["n"] for one in ties)
    bend = 0.12
    middle_x, middle_y = (x1 + x2) / 2 - (y2 - y1) * bend, (y1 + y2) / 2 + (x2 - x1) * bend
    return {
        "path": f"M{_px(x1)} {_px(y1)}Q{_px(middle_x)} {_px(middle_y)} {_px(x2)} {_px(y2)}",
        "width": _px(1 + 7 * math.sqrt(tie["n"] / most) if most > 1 else 1.2),
    }


def _px(value: float) -> float:
    return round(value, 1)

"""Where things stand on a board: a network's names, a map's places, a chain's links."""

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

Point = tuple[float, float]
Places = Mapping[str, Point]
"""Latitude and longitude in degrees."""

_ROUNDS = 300
_EVENLY = 0.6  # how far a network is spread evenly over its room


def spread(names: Sequence[str], ties: Iterable[tuple[str, str, int]]) -> dict[str, Point]:
    """Place tied names near each other and others apart, both coordinates from 0 to 1.

    Fruchterman and Reingold's forces (1991), from a circle in the order of `names`, cooling
    evenly: the same names and ties always stand at the same places.
    """
    count = len(names)
    if count < 2:
        return dict.fromkeys(names, (0.5, 0.5))
    number = {name: place for place, name in enumerate(names)}
    pull = np.zeros((count, count))
    for start, end, weight in ties:
        if start != end:
            pull[number[start], number[end]] += math.log1p(weight)
            pull[number[end], number[start]] += math.log1p(weight)
    turn = np.arange(count) * 2.399963  # the golden angle: no two start in line
    at = np.sqrt(np.arange(1, count + 1) / count)[:, None] * np.stack(
        [np.cos(turn), np.sin(turn)], axis=1
    )
    room = math.sqrt(4 / count)
    for heat in np.linspace(0.2, 0.002, _ROUNDS):
        apart = at[:, None, :] - at[None, :, :]
        far = np.maximum(np.linalg.norm(apart, axis=2), 0.01)
        force = apart / far[:, :, None] * (room**2 / far - pull * far**2 / room)[:, :, None]
        moved = force.sum(axis=1) - at * 0.6 * room  # and towards the middle: parts stay near
        size = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        at = at + moved / size * np.minimum(size, heat)
    low, high = at.min(axis=0), at.max(axis=0)
    # Parts that hang together by nothing drift off and leave the rest no room: places in line
    # count as much as distances.
    rank = at.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / (count - 1)
    at = _EVENLY * rank + (1 - _EVENLY) * (at - low) / np.maximum(high - low, 1e-9)
    return {
        name: (round(float(x), 4), round(float(y), 4))
        for name, (x, y) in zip(names, at, strict=True)
    }


def placed(places: Places) -> dict[str, Point]:
    """Where places lie on a map of their own extent: equirectangular, true to scale in the middle.

    Both coordinates run from 0 to 1 along the longer side; y points south.
    """
    if not places:
        return {}
    names = sorted(places)
    middle = math.cos(math.radians(sum(places[name][0] for name in names) / len(names)))
    x = [places[name][1] * middle for name in names]
    y = [-places[name][0] for name in names]
    size = max(max(x) - min(x), max(y) - min(y)) or 1.0
    return {
        name: (round((a - min(x)) / size, 4), round((b - min(y)) / size, 4))
        for name, a, b in zip(names, x, y, strict=True)
    }


def chains(follows: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Every way from one that follows nothing to one that nothing follows: (before, after) pairs.

    A pair that would close a circle is left out of the ways it closes.
    """
    after: dict[str, list[str]] = {}
    pairs = sorted(follows)
    for start, end in pairs:
        after.setdefault(start, []).append(end)
    ends = {end for _, end in pairs}
    ways: list[list[str]] = []
    open_ = [[start] for start in sorted(after) if start not in ends]
    while open_:
        way = open_.pop(0)
        further = [end for end in after.get(way[-1], ()) if end not in way]
        open_ += [[*way, end] for end in further]
        if not further:
            ways.append(way)
    return sorted(ways)

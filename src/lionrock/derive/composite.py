"""A composite index that hides nothing: scores, what missing cells leave open, what weights do.

After the OECD/JRC Handbook on Constructing Composite Indicators (2008): figures are put on one
scale (0 to 100, higher is better), parts are averaged to pillars and pillars to the score by
weighted arithmetic means, and uncertainty and sensitivity are simulated (its step 7; Saisana,
Saltelli & Tarantola 2005). Nothing is imputed: the score is of what is known, and stands with the
lowest and highest it could be were the missing cells 0 or 100.

Weights are drawn from a flat Dirichlet distribution, over pillars and over the parts of each, so
that every way of weighing is as likely as another. For ranks missing cells are drawn too, evenly
from 0 to 100. Intervals hold 90 % of the draws.
"""

import math
from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Cells = Mapping[str, Mapping[str, float | None]]
"""Pillar → part → score of one place, None where the cell is missing."""
Weights = Mapping[str, tuple[float, Mapping[str, float]]]
"""Pillar → (its weight, part → weight)."""

LEVEL = 0.9
TOP = 100.0
_Real = np.float64


class Score(msgspec.Struct, frozen=True):
    """A weighted mean of the cells that are known (`value`, None when none is), and the `low` and
    `high` it could be were the missing ones 0 or 100."""

    value: float | None
    low: float
    high: float


class Range(msgspec.Struct, frozen=True):
    """What 90 % of the draws lie between."""

    low: float
    high: float


class Standing(msgspec.Struct, frozen=True):
    """A place in the index: its score, by pillar; `weights`: its score under other weights, of what
    is known (None when nothing is); `rank`: where it may stand among all, best first, under other
    weights and with missing cells drawn."""

    total: Score
    pillars: Mapping[str, Score]
    weights: Range | None
    rank: Range
    geometric: float | None


def scaled(value: float, scale: str, bound: float, direction: str) -> float:
    """A figure as a score from 0 to 100. `bound` is the number of ranked places for "rank", the
    highest value for "leader"; a share of 0 to 100 is turned round where lower is better."""
    if scale == "rank":
        found = (bound - value) / (bound - 1) * TOP
    elif scale == "leader":
        found = value / bound * TOP if bound > 0 else 0.0
    else:
        found = TOP - value if direction == "down" else value
    return min(max(found, 0.0), TOP)


def mean(cells: Mapping[str, float | None], weights: Mapping[str, float]) -> Score:
    """The weighted mean of cells, and its bounds."""
    whole = sum(weights[id_] for id_ in cells)
    known = {id_: value for id_, value in cells.items() if value is not None}
    got = sum(weights[id_] * value for id_, value in known.items())
    weight = sum(weights[id_] for id_ in known)
    missing = whole - weight
    value = got / weight if known else None
    return Score(value, got / whole, (got + missing * TOP) / whole)


def total(cells: Cells, weights: Weights) -> tuple[Score, dict[str, Score]]:
    """(the score of a place, its pillars): of what is known; the bounds are of all."""
    pillars = {name: mean(parts, weights[name][1]) for name, parts in cells.items()}
    outer = {name: weights[name][0] for name in cells}
    whole = sum(outer.values())
    known = mean({name: one.value for name, one in pillars.items()}, outer)
    low = sum(outer[name] * one.low for name, one in pillars.items()) / whole
    high = sum(outer[name] * one.high for name, one in pillars.items()) / whole
    return Score(known.value, low, high), pillars


def standings(
    places: Mapping[str, Cells], weights: Weights, draws: int, seed: int
) -> dict[str, Standing]:
    """Every place with its score, its bounds, and what other weights make of them."""
    random = np.random.default_rng(seed)
    outer, inner = _drawn_weights(random, weights, draws)
    known = {id_: _drawn_scores(cells, outer, inner, None) for id_, cells in places.items()}
    filled = np.stack([
        _drawn_scores(cells, outer, inner, random) for cells in places.values()
    ])  # fmt: skip
    ranks = 1 + (filled[:, None, :] < filled[None, :, :]).sum(axis=1)
    found = {}
    for at, (id_, cells) in enumerate(places.items()):
        score, pillars = total(cells, weights)
        drawn = known[id_][~np.isnan(known[id_])]
        found[id_] = Standing(
            score, pillars, _range(drawn) if drawn.size else None, _range(ranks[at], whole=True),
            _geometric(pillars, weights),
        )  # fmt: skip
    return found


def removals(cells: Cells, weights: Weights) -> dict[str, float | None]:
    """The score of a place without each part that is known; None when nothing is left."""
    found: dict[str, float | None] = {}
    for name, parts in cells.items():
        for part, value in parts.items():
            if value is not None:
                left = {**cells, name: {**parts, part: None}}
                found[part] = total(left, weights)[0].value
    return found


def _geometric(pillars: Mapping[str, Score], weights: Weights) -> float | None:
    """The score by the geometric mean of pillars, which lets strength make up less for weakness."""
    known = [(weights[id_][0], one.value) for id_, one in pillars.items() if one.value is not None]
    if not known or any(value <= 0 for _, value in known):
        return 0.0 if known else None
    whole = sum(weight for weight, _ in known)
    return math.exp(sum(weight * math.log(value) for weight, value in known) / whole)


def _drawn_weights(
    random: np.random.Generator, weights: Weights, draws: int
) -> tuple[dict[str, NDArray[_Real]], dict[str, dict[str, NDArray[_Real]]]]:
    """(pillar → its weight in each draw, pillar → part → its weight in each draw)."""
    names = list(weights)
    drawn = random.dirichlet(np.ones(len(names)), draws)
    outer = {name: drawn[:, at] for at, name in enumerate(names)}
    inner: dict[str, dict[str, NDArray[_Real]]] = {}
    for name in names:
        parts = list(weights[name][1])
        shares = random.dirichlet(np.ones(len(parts)), draws)
        inner[name] = {part: shares[:, at] for at, part in enumerate(parts)}
    return outer, inner


def _drawn_scores(
    cells: Cells,
    outer: Mapping[str, NDArray[_Real]],
    inner: Mapping[str, Mapping[str, NDArray[_Real]]],
    random: np.random.Generator | None,
) -> NDArray[_Real]:
    """The score of a place in each draw: of known cells, or with missing ones drawn by `random`."""
    draws = len(next(iter(outer.values())))
    got, weight = np.zeros(draws), np.zeros(draws)
    for name, parts in cells.items():
        inside, share = np.zeros(draws), np.zeros(draws)
        for part, value in parts.items():
            if value is not None:
                inside += inner[name][part] * value
            elif random is not None:
                inside += inner[name][part] * random.uniform(0, TOP, draws)
            else:
                continue
            share += inner[name][part]
        if share.any():
            got += outer[name] * inside / share
            weight += outer[name]
    with np.errstate(invalid="ignore"):
        return got / weight


def _range(drawn: NDArray[Any], whole: bool = False) -> Range:
    """What 90 % of draws lie between; of ranks, whole places."""
    ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    low, high = np.quantile(drawn, ends, method="inverted_cdf" if whole else "linear").tolist()
    return Range(float(low), float(high))

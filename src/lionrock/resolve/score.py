"""Weights and probabilities: which candidate is meant, or none of them.

A pair's log-odds are the weighted sum of its features. A question is a choice between its
candidates and "none" (whose log-odds are 0): a conditional logit (McFadden, 1974), so that two
candidates that look alike share the probability and neither is sure.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lionrock.resolve.features import FEATURES

Array = NDArray[Any]


class Weights(msgspec.Struct, frozen=True):
    """`base`: log-odds of a pair about which nothing is known; `values`: one a feature.

    `match` and `review`: the least probability for each verdict.
    """

    base: float
    values: tuple[float, ...]
    match: float
    review: float

    def log_odds(self, table: Array) -> Array:
        """The log-odds of every pair of a feature table."""
        found: Array = table @ np.array(self.values, np.float32) + np.float32(self.base)
        return found


@cache
def weights() -> Weights:
    """The fitted weights; ValueError when weights.toml and the features do not agree."""
    found = tomllib.loads(files(__package__).joinpath("weights.toml").read_text("utf-8"))
    ids = [feature.id for feature in FEATURES]
    if sorted(found["feature"]) != sorted(ids):
        odd = sorted(set(found["feature"]) ^ set(ids))
        raise ValueError(f"weights.toml: features {', '.join(odd)} stand on one side only")
    values = tuple(float(found["feature"][name]) for name in ids)
    return Weights(float(found["base"]), values, float(found["match"]), float(found["review"]))


def best_rows(questions: Array, organisations: Array, odds: Array) -> Array:
    """Positions of the best pair of each (question, organisation), by question, best first."""
    order = np.lexsort((organisations, -odds, questions))
    seen = questions[order] * np.int64(organisations.max(initial=0) + 1) + organisations[order]
    _, first = np.unique(seen, return_index=True)
    kept: Array = order[np.sort(first)]
    return kept


def probabilities(questions: Array, odds: Array, number: int) -> Array:
    """The probability of each pair, among the pairs of its question and none of them."""
    top = np.zeros(number)
    np.maximum.at(top, questions, odds)
    raised = np.exp(odds - top[questions])
    total = np.exp(-top) + np.bincount(questions, raised, number)
    found: Array = raised / total[questions]
    return found


def written(base: float, values: Sequence[float], limits: tuple[float, float]) -> str:
    """The text of weights.toml for these weights."""
    lines = [
        "# What each feature of features.py is worth, in log-odds; fitted with resolve/fitting.py",
        "# on the tune half of tests/gates and on names spoiled by tests/gates/noise.py.",
        "# A candidate is meant with probability exp(s) / (1 + sum of exp(s) over all candidates),",
        "# where s = base + the sum of its features times their weights.",
        f"base = {base:.3f}",
        "# The least probability of each verdict.",
        f"match = {limits[0]:.2f}",
        f"review = {limits[1]:.2f}",
        "",
        "[feature]",
        *(f"{f.id} = {value:.3f}" for f, value in zip(FEATURES, values, strict=True)),
    ]
    return "\n".join(lines) + "\n"

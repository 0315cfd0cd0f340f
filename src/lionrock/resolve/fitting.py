"""Fitting the weights: maximum likelihood of a conditional logit with an L2 penalty."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[Any]


class Choices(msgspec.Struct, frozen=True):
    """Questions to learn from. Pair i has features `table[i]`, belongs to question
    `questions[i]` and organisation `organisations[i]`; `right[q]` is the organisation that
    question q means, -1 for none; `weight[q]` is how much the question counts."""

    table: Array
    questions: Array
    organisations: Array
    right: Array
    weight: Array


def fit(choices: Choices, signs: Sequence[int], penalty: float = 1.0) -> tuple[float, Array]:
    """(base, values) of the likeliest weights. `signs[f]` is 1 or -1 when feature f may only
    speak for or against, 0 when it may do either.

    Only the best row of an organisation counts, as in answering: it is chosen with the weights
    of the round before, four rounds.
    """
    weights = np.zeros(choices.table.shape[1] + 1)
    for _ in range(4):
        kept = _best(choices, weights)
        weights = _maximise(choices, kept, signs, penalty)
    return float(weights[0]), weights[1:]


def _best(choices: Choices, weights: Array) -> Array:
    odds = choices.table @ weights[1:] + choices.table.sum(axis=1) * 1e-6
    order = np.lexsort((choices.organisations, -odds, choices.questions))
    pair = choices.questions * np.int64(choices.organisations.max() + 1) + choices.organisations
    _, first = np.unique(pair[order], return_index=True)
    found: Array = np.sort(order[first])
    return found


def _maximise(choices: Choices, kept: Array, signs: Sequence[int], penalty: float) -> Array:
    table = np.hstack([np.ones((len(kept), 1)), choices.table[kept]])
    questions = choices.questions[kept]
    right = choices.organisations[kept] == choices.right[questions]
    number, weight = len(choices.right), choices.weight

    def loss(values: Array) -> tuple[float, Array]:
        odds = table @ values
        top = np.zeros(number)
        np.maximum.at(top, questions, odds)
        raised = np.exp(odds - top[questions])
        total = np.exp(-top) + np.bincount(questions, raised, number)
        answered = np.bincount(questions[right], minlength=number) > 0
        chosen = np.bincount(questions[right], odds[right], number) - top
        likelihood = np.where(answered, chosen, -top) - np.log(total)
        error = weight[questions] * (right - raised / total[questions])
        gradient = -(error @ table)
        gradient[1:] += penalty * values[1:]
        return float(-(weight * likelihood).sum() + penalty / 2 * (values[1:] ** 2).sum()), gradient

    bounds = [(None, None)] + [(0 if s > 0 else None, 0 if s < 0 else None) for s in signs]
    start = np.zeros(table.shape[1])
    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found

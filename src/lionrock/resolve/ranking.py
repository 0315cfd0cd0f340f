"""Names → ranked candidates with probabilities, in arrays, one pass for a batch."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lionrock.model.names.segments import Asked
from lionrock.resolve.asked import asked
from lionrock.resolve.blocking import candidates
from lionrock.resolve.compare import compare
from lionrock.resolve.features import FEATURES, table
from lionrock.resolve.index import Index
from lionrock.resolve.score import Weights, best_rows, probabilities
from lionrock.resolve.spelling import Speller

Array = NDArray[Any]
TOP = 5
"""Rows compared for each question, besides those with the same letters."""


class Ranking(msgspec.Struct, frozen=True):
    """Candidates of a batch: question `i` has those from `starts[i]` to `starts[i + 1]`, best
    first, each organisation once. `features` has a row for each."""

    starts: Array
    rows: Array
    organisations: Array
    scores: Array
    odds: Array
    features: Array

    def of(self, question: int) -> range:
        """The positions of a question's candidates."""
        return range(int(self.starts[question]), int(self.starts[question + 1]))


class Ranker:
    """Ranks what an index holds for batches of names."""

    def __init__(self, index: Index, weights: Weights, threads: int = 1) -> None:
        self.index = index
        self.weights = weights
        self._threads = threads
        self._speller = Speller(index.arrays, index.ids, index.vocabulary)

    def rank(self, questions: Sequence[Asked], owners: Sequence[int], number: int) -> Ranking:
        """Candidates for `number` questions; variant i belongs to question `owners[i]`."""
        return _ranked(self._pairs(questions, owners), number)

    def rank_more(
        self, before: Ranking, chosen: list[int], questions: Sequence[Asked], owners: Sequence[int]
    ) -> Ranking:
        """Candidates for the questions `chosen` of a ranking, with those that further variants
        bring; `owners[i]` is a place in `chosen`."""
        counts = np.diff(before.starts)[chosen]
        whose = np.repeat(np.arange(len(chosen)), counts)
        inside = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
        at = np.repeat(before.starts[chosen], counts) + inside
        known = (
            whose, before.rows[at], before.organisations[at], before.odds[at], before.features[at]
        )  # fmt: skip
        both = zip(known, self._pairs(questions, owners), strict=True)
        return _ranked(tuple(map(np.concatenate, both)), len(chosen))

    def _pairs(self, questions: Sequence[Asked], owners: Sequence[int]) -> tuple[Array, ...]:
        """Pairs of a question and a row: whose, row, organisation, log-odds, features."""
        if not questions or not self.index.rows_number:
            none = np.zeros(0, np.int64)
            return none, none, none, np.zeros(0, np.float32), np.zeros((0, len(FEATURES)))
        batch = asked(self.index, self._speller, questions)
        variants, rows = candidates(self.index, batch, TOP, self._threads)
        evidence = compare(self.index, batch, variants, rows, self._threads)
        features = table(evidence)
        organisations = self.index.arrays["row_org"][rows].astype(np.int64)
        whose = np.asarray(owners, np.int64)[variants]
        return whose, rows, organisations, self.weights.log_odds(features), features


def _ranked(pairs: tuple[Array, ...], number: int) -> Ranking:
    whose, rows, organisations, odds, features = pairs
    kept = best_rows(whose, organisations, odds)
    whose, odds = whose[kept], odds[kept]
    scores = probabilities(whose, odds, number)
    starts = np.searchsorted(whose, np.arange(number + 1))
    return Ranking(starts, rows[kept], organisations[kept], scores, odds, features[kept])

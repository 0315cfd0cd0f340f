"""Postings: for each word the rows that have it, as a sparse matrix of weights.

The weight of a word is how much agreeing in it says (inverse document frequency, Robertson and
Sparck Jones 1976), times how far words of its class help to find candidates.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Array = NDArray[Any]
_CLASS_WEIGHT = np.array([1.0, 0.7, 0.5, 0.4, 0.25, 0.9, 0.5], np.float32)
"""How far a word of each class helps to find candidates."""

LEAST_ROWS = 3_000
LISTED = 2_000
"""Rows listed for a word (static index pruning: Carmel and others, SIGIR 2001). A common word finds
the short names that it is most of; long names are found by their other words."""

TELLING = 3
"""Words under which a row is listed in any case when all its words are crowded."""

MANY = 300_000
"""Rows above which more are listed: as the square root of their number, so that a question's cost
grows slower than the index and a common word still lists a fair share of its rows."""


def grown(number: int, rows_number: int) -> int:
    """A bound that holds for indexes of up to MANY rows, for one of so many."""
    return round(number * math.sqrt(max(1.0, rows_number / MANY)))


def idf(df: Array, rows_number: int) -> NDArray[np.float32]:
    """log((n + 1) / (df + 0.5)), at least 0.2, as 32-bit floats.

    A few names say little about how rare a word is: n is at least LEAST_ROWS.
    """
    found = np.log((max(rows_number, LEAST_ROWS) + 1) / (df + 0.5))
    return np.maximum(found, 0.2).astype(np.float32)


def word_weights(df: Array, word_class: Array, rows_number: int) -> NDArray[np.float32]:
    """What each word weighs in a row."""
    found: NDArray[np.float32] = idf(df, rows_number) * _CLASS_WEIGHT[word_class]
    return found


def posting_arrays(row_ptr: Array, row_words: Array, word_class: Array) -> dict[str, Array]:
    """Words by places of rows: where a word's rows are, in order of row, and its weight in each; a
    row has length 1. `place_rows` has the row of each place."""
    rows_number = len(row_ptr) - 1
    df = np.bincount(row_words, minlength=len(word_class))
    weights = word_weights(df, word_class, rows_number)[row_words]
    lengths = np.sqrt(np.maximum(_sums(weights * weights, row_ptr), 1e-9))
    scaled = (weights / np.repeat(lengths, np.diff(row_ptr))).astype(np.float32)
    by_row = csr_matrix((scaled, row_words, row_ptr), (rows_number, len(word_class)))
    turned = by_row.T.tocsr()
    turned.sort_indices()
    listed = _listed(turned, _telling(scaled, row_words, row_ptr, df))
    del by_row, turned, scaled, weights  # the largest part of what a build holds at its peak
    order = _neighbours(listed)
    place = np.empty(rows_number, np.int32)
    place[order] = np.arange(rows_number, dtype=np.int32)
    return {
        "post_ptr": listed.indptr.astype(np.int64),
        "post_places": place[listed.indices],
        "post_weights": listed.data,
        "place_rows": order.astype(np.int32),
    }


def _neighbours(listed: csr_matrix, depth: int = 2) -> Array:
    """The rows in an order in which those that a common word lists lie together: adding up the
    scores of its rows then touches few lines of memory, not one for each."""
    counts = np.diff(listed.indptr)
    rank = np.empty(len(counts), np.int32)  # of a word, the commonest first
    rank[np.argsort(-counts, kind="stable")] = np.arange(len(counts), dtype=np.int32)
    by_row = csr_matrix((np.repeat(rank, counts), listed.indices, listed.indptr), listed.shape)
    by_row = by_row.T.tocsr()
    ranks, some = by_row.data, np.flatnonzero(np.diff(by_row.indptr))
    row = np.repeat(np.arange(listed.shape[1], dtype=np.int32), np.diff(by_row.indptr))
    keys: list[Array] = []
    for _ in range(depth if len(some) else 0):
        key = np.full(listed.shape[1], len(counts), np.int32)
        key[some] = np.minimum.reduceat(ranks, by_row.indptr[some])
        ranks[ranks == key[row]] = len(counts)
        keys.append(key)
    return np.lexsort(keys[::-1]) if keys else np.arange(listed.shape[1])


def _listed(postings: csr_matrix, least: Array) -> csr_matrix:
    """Postings with at most LISTED rows a word (more in a large index), those of most weight; and
    besides those in which the word weighs at least what `least` says of the row."""
    most = grown(LISTED, postings.shape[1])
    counts = np.diff(postings.indptr)
    kept = np.ones(len(postings.data), bool)
    for word in np.flatnonzero(counts > most).tolist():
        start, end = postings.indptr[word], postings.indptr[word + 1]
        light = np.argsort(-postings.data[start:end], kind="stable")[most:]
        telling = postings.data[start:end] >= least[postings.indices[start:end]]
        kept[start + light] = telling[light]
    sums = np.concatenate([[0], np.cumsum(kept, dtype=np.int64)])
    starts = sums[postings.indptr].astype(np.int32)
    return csr_matrix((postings.data[kept], postings.indices[kept], starts), postings.shape)


def _telling(weights: Array, row_words: Array, row_ptr: Array, df: Array) -> Array:
    """For each row, the weight its TELLING heaviest words have at least, when all its words are
    crowded: such a row must be listed under some of them, or nothing finds it (document-centric
    pruning: Büttcher and Clarke, CIKM 2006). Rows with a rarer word need none: infinity."""
    number = len(row_ptr) - 1
    row = np.repeat(np.arange(number), np.diff(row_ptr))
    crowded = df[row_words] > grown(LISTED, number)
    lonely = np.bincount(row, ~crowded, number) == 0
    of = np.flatnonzero(lonely[row])
    order = of[np.lexsort((-weights[of], row[of]))]
    place = np.arange(len(order)) - np.searchsorted(row[order], row[order])
    last = order[place < TELLING]
    found = np.full(number, np.inf, np.float32)
    np.minimum.at(found, row[last], weights[last])
    return found


def _sums(values: Array, starts: Array) -> Array:
    """The sum of each stretch of `values`; stretches may be empty."""
    running = np.zeros(len(values) + 1, np.float64)
    np.cumsum(values, out=running[1:])
    found: Array = running[starts[1:]] - running[starts[:-1]]
    return found

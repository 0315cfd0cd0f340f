"""Blocking: for each question, the few rows worth comparing.

The rarest words of a question are looked up until their rows come to a budget, so that the cost
of a question does not grow with the index. Rows whose key is the same come in any case.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sparse_dot_topn import sp_matmul_topn

from lionrock.resolve.asked import Asked
from lionrock.resolve.index import Index
from lionrock.resolve.postings import grown

Array = NDArray[Any]
BUDGET = 12000
"""Rows that the words of one question may bring (more in a large index); its two rarest
words come in any case."""

WIDE = 40
"""Rows that the lists bring for each question, of which the closest are compared."""

KNOWN_BUDGET = 1000
"""The same for a name that is known letter for letter: only its near twins are sought."""

_BLOCKING_WEIGHT = np.array([1.0, 0.7, 0.5, 0.4, 0.25, 0.9, 0.1], np.float32)


def candidates(index: Index, asked: Asked, top: int, threads: int) -> tuple[Array, Array]:
    """Pairs (question, row), sorted by question; at most `top` and the equal keys for each."""
    a = index.arrays
    equal = _equal(asked.sums, a["key_sums"], a["key_rows"])
    alike = _equal(asked.shapes, a["shape_sums"], a["shape_rows"])
    whole = grown(BUDGET, index.rows_number)
    budget = np.full(len(asked), whole)
    budget[equal[0]] = KNOWN_BUDGET
    query = _pruned(index, asked, budget)
    found = sp_matmul_topn(query, index.postings, top_n=WIDE, n_threads=threads, sort=False)
    questions, rows = _closest(index, asked, found, top)
    sounds = _equal(asked.sounds, a["sound_sums"], a["sound_rows"])
    all_questions = np.concatenate([questions, equal[0], alike[0], sounds[0]]).astype(np.int64)
    all_rows = np.concatenate([rows, equal[1], alike[1], sounds[1]])
    pairs = np.unique(all_questions * index.rows_number + all_rows)
    return pairs // index.rows_number, pairs % index.rows_number


def _closest(index: Index, asked: Asked, found: csr_matrix, top: int) -> tuple[Array, Array]:
    """Of the rows that the lists brought, the `top` closest of each question, sorted by question.

    Lists are cut, so what they say of a row lacks its crowded words: a question that has any is
    compared with all words of its rows.
    """
    questions = np.repeat(np.arange(len(asked)), np.diff(found.indptr))
    rows = index.arrays["place_rows"][found.indices]
    scores = found.data.astype(np.float32)
    known = np.flatnonzero(asked.words < len(index.vocabulary))
    owner = np.repeat(np.arange(len(asked)), np.diff(asked.ptr))[known]
    many = np.diff(found.indptr) > top
    again = np.bincount(owner, index.is_cut[asked.words[known]], len(asked)) > 0
    pairs = np.flatnonzero((again & many)[questions])
    if len(pairs):
        weights = asked.weights[known] * _BLOCKING_WEIGHT[asked.classes[known]]
        asks = owner * np.int64(len(index.vocabulary)) + asked.words[known], weights
        scores[pairs] = _whole_scores(index, asks, questions[pairs], rows[pairs])
    order = np.lexsort((rows, -scores, questions))
    place = np.arange(len(order)) - found.indptr[questions[order]]
    kept = order[place < top]
    return questions[kept], rows[kept]


def _whole_scores(
    index: Index, asks: tuple[Array, Array], questions: Array, rows: Array
) -> NDArray[np.float32]:
    """Cosines of questions with all words of rows, times a question's own length; `asks` are
    question * size of the vocabulary + word, ascending, and their weights."""
    a = index.arrays
    counts = (a["row_ptr"][rows + 1] - a["row_ptr"][rows]).astype(np.int64)
    pair = np.repeat(np.arange(len(rows)), counts)
    inside = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
    words = a["row_words"][a["row_ptr"][rows][pair] + inside]
    wanted = questions[pair] * np.int64(len(index.vocabulary)) + words
    at = np.minimum(np.searchsorted(asks[0], wanted), len(asks[0]) - 1)
    weights = index.word_weights[words]
    hits = np.where(asks[0][at] == wanted, weights * asks[1][at], 0)
    lengths = np.sqrt(np.bincount(pair, weights * weights, len(rows)))
    found = np.bincount(pair, hits, len(rows)) / np.maximum(lengths, 1e-9)
    return found.astype(np.float32)


def _pruned(index: Index, asked: Asked, budget: Array) -> csr_matrix:
    """Questions by words, with only the words that each one's budget allows."""
    known = np.flatnonzero(asked.words < len(index.vocabulary))
    words = asked.words[known]
    owner = np.repeat(np.arange(len(asked)), np.diff(asked.ptr))[known]
    df = np.diff(index.arrays["post_ptr"])[words]
    order = np.lexsort((df, owner))
    owner, words, df, known = owner[order], words[order], df[order], known[order]
    first = np.searchsorted(owner, np.arange(len(asked)))
    place = np.arange(len(owner)) - first[owner]
    running = np.cumsum(df, dtype=np.int64)
    before = np.concatenate([[0], running])[first[owner]] if len(owner) else running
    spent = running - before
    allowed = budget[owner]
    two = (place < 2) & (allowed > KNOWN_BUDGET)
    kept = (df > 0) & ((spent <= allowed) | two | (place < 1))
    weights = asked.weights[known[kept]] * _BLOCKING_WEIGHT[asked.classes[known[kept]]]
    shape = (len(asked), len(index.vocabulary))
    return csr_matrix((weights.astype(np.float32), (owner[kept], words[kept])), shape)


def _equal(sums: Array, known: Array, known_rows: Array) -> tuple[Array, Array]:
    """Pairs (question, row) of equal checksums, at most fifty a question."""
    low = np.searchsorted(known, sums, "left")
    high = np.minimum(np.searchsorted(known, sums, "right"), low + 50)
    counts = high - low
    questions = np.repeat(np.arange(len(sums)), counts)
    inside = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return questions, known_rows[np.repeat(low, counts) + inside]

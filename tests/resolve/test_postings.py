"""Postings: each word lists its rows, wherever they were placed."""

import numpy as np
import pytest

from lionrock.resolve import postings
from lionrock.resolve.postings import MANY, grown, posting_arrays

ROWS = [[0, 1, 4], [1, 2], [1, 4], [3], [0, 1, 2, 3], [], [4], [1]]


def _arrays(rows: list[list[int]]) -> dict[str, np.ndarray]:
    starts = np.cumsum([0, *map(len, rows)])
    words = np.array([word for row in rows for word in row], np.int32)
    return posting_arrays(starts, words, np.zeros(5, np.uint8))


def _rows_of(arrays: dict[str, np.ndarray], word: int) -> list[int]:
    low, high = arrays["post_ptr"][word : word + 2]
    return arrays["place_rows"][arrays["post_places"][low:high]].tolist()


def test_a_word_lists_its_rows_in_order() -> None:
    arrays = _arrays(ROWS)
    for word in range(5):
        assert _rows_of(arrays, word) == [n for n, row in enumerate(ROWS) if word in row]


def test_rows_of_the_commonest_word_lie_together() -> None:
    arrays = _arrays(ROWS)
    assert sorted(arrays["place_rows"].tolist()) == list(range(len(ROWS)))
    low, high = arrays["post_ptr"][1:3]
    assert sorted(arrays["post_places"][low:high].tolist()) == list(range(int(high - low)))


def test_a_common_word_lists_the_rows_it_weighs_most_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "LISTED", 2)
    arrays = _arrays(ROWS)
    assert _rows_of(arrays, 1) == [2, 7]  # beside the next commonest word, and alone
    assert _rows_of(arrays, 3) == [3, 4]


def test_no_rows_are_no_postings() -> None:
    arrays = _arrays([])
    assert arrays["place_rows"].tolist() == arrays["post_places"].tolist() == []


def test_a_large_index_lists_more_rows_as_the_square_root_of_its_size() -> None:
    assert [grown(2_000, rows) for rows in (0, 98_000, MANY)] == [2_000] * 3
    assert grown(2_000, 4 * MANY) == 4_000


def test_what_a_common_word_lists_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "LISTED", 2)
    monkeypatch.setattr(postings, "MANY", 2)  # ROWS are four times as many
    assert len(_rows_of(_arrays(ROWS), 1)) == 4

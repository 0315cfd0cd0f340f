"""Sparse TF-IDF over groups of three characters, ten nearest, raised by its lead over the second.

The score is the cosine and half its distance from the next candidate's. With a second argument
it also writes the ten nearest of every query to that file, for the peer that wants candidates.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.peers.protocol import Task, tell

NEAREST, LEAD, THREADS = 10, 0.5, 2


def main(path: str, blocks: str = "") -> None:
    """Match the task in the file at `path`."""
    task = Task(path)
    begun = time.perf_counter()
    vectors = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 3), sublinear_tf=True, dtype=np.float32
    )
    candidates = vectors.fit_transform(task.candidates)
    built = time.perf_counter()
    queries = vectors.transform(task.queries)
    nearest = sp_matmul_topn(
        queries, candidates.T.tocsr(), top_n=NEAREST, n_threads=THREADS, sort=True
    )
    done = time.perf_counter()
    answers = [_answer(nearest, row) for row in range(nearest.shape[0])]
    using = ("scikit-learn", "sparse-dot-topn", "scipy", "numpy")
    tell(built - begun, done - built, answers, using, folding=task.seconds)
    if blocks:
        rows = zip(nearest.indptr, nearest.indptr[1:], strict=False)
        listed = [nearest.indices[start:end].tolist() for start, end in rows]
        Path(blocks).write_text(json.dumps(listed))


def _answer(nearest: Any, row: int) -> tuple[int, float]:
    start, end = nearest.indptr[row], nearest.indptr[row + 1]
    if start == end:
        return -1, 0.0
    best = float(nearest.data[start])
    second = float(nearest.data[start + 1]) if end > start + 1 else 0.0
    return int(nearest.indices[start]), best + LEAD * (best - second)


if __name__ == "__main__":
    main(*sys.argv[1:])

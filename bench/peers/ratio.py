"""rapidfuzz's ratio of every query with every candidate, on two threads; the best one answers."""

import sys
import time
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.peers.protocol import Task, tell

AT_ONCE, THREADS = 250, 2


def main(path: str) -> None:
    """Match the task in the file at `path`."""
    task = Task(path)
    begun = time.perf_counter()
    answers: list[tuple[int, float]] = []
    for start in range(0, len(task.queries), AT_ONCE):
        scores = process.cdist(
            task.queries[start : start + AT_ONCE],
            task.candidates,
            scorer=fuzz.ratio,
            workers=THREADS,
            dtype=np.uint8,
        )
        answers += [
            (int(at), float(row[at])) for row, at in zip(scores, scores.argmax(1), strict=True)
        ]
    tell(0.0, time.perf_counter() - begun, answers, ("rapidfuzz",), folding=task.seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])

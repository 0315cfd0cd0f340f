"""Splink on DuckDB: record linkage with one field, trained on the task without labels.

Pairs share a rare word (or pair of Chinese characters) or their first signs; the comparison is
of the whole name (Jaro-Winkler) and of the number of words in common.
"""

import logging
import sys
import time
import warnings
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

sys.path.insert(0, str(Path(__file__).parents[2]))
from bench.peers.protocol import Task, tell

EMPTY = frozenset(
    ("limited", "ltd", "co", "inc", "of", "the", "for", "dept", "hk", "hong", "kong", "and",
     "group", "holdings", "llc", "plc")
)  # fmt: skip
FLOOR = -8  # the match weight below which a pair is not reported
_BLOCKS = ("l.t1 = r.t2", "l.t2 = r.t1", "l.t1 = r.t3", "l.t3 = r.t1")


def main(path: str) -> None:
    """Match the task in the file at `path`."""
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    task = Task(path)
    begun = time.perf_counter()
    counts = Counter(word for name in task.candidates for word in set(_words(name)))
    sides = [_table(prefix, names, counts) for prefix, names in _sides(task)]
    database = DuckDBAPI()
    linker = Linker([database.register(side) for side in sides], _settings())
    _train(linker)
    built = time.perf_counter()
    pairs = linker.inference.predict(threshold_match_weight=FLOOR)
    rows = pairs.as_duckdbpyrelation().project("match_weight, unique_id_l, unique_id_r").fetchall()
    answers = [(-1, 0.0)] * len(task.queries)
    for weight, *ids in rows:
        query, candidate = (int(identity[1:]) for identity in sorted(ids, reverse=True))
        if answers[query][0] < 0 or weight > answers[query][1]:
            answers[query] = (candidate, weight)
    done = time.perf_counter()
    tell(built - begun, done - built, answers, ("splink", "duckdb"), pairs=len(rows))


def _sides(task: Task) -> tuple[tuple[str, list[str]], ...]:
    return ("q", task.queries), ("c", task.candidates)


def _settings() -> SettingsCreator:
    return SettingsCreator(
        link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("t1"), block_on("t2"), block_on("t1", "t3"), block_on("start"), *_BLOCKS,
        ],
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85, 0.75]),
            compare.ArrayIntersectAtSizes("words", [5, 4, 3, 2, 1]),
        ],
        retain_intermediate_calculation_columns=False,
    )  # fmt: skip


def _train(linker: Linker) -> None:
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("name")], recall=0.4)
    training.estimate_u_using_random_sampling(max_pairs=2e6)
    for block in (block_on("t1", "t2"), block_on("start")):
        training.estimate_parameters_using_expectation_maximisation(block)


def _words(name: str) -> list[str]:
    found = []
    for word in name.split():
        if "\u3400" <= word[0] <= "\u9fff":
            found += [word[at : at + 2] for at in range(len(word) - 1)] or [word]
        elif word not in EMPTY:
            found.append(word)
    return found


def _table(prefix: str, names: Sequence[str], counts: Counter[str]) -> pyarrow.Table:
    rows = []
    for number, name in enumerate(names):
        words = _words(name)
        known = {word for word in words if counts[word]}
        rare = [*sorted(known, key=lambda word: (counts[word], word)), None, None, None]
        rows.append({
            "unique_id": f"{prefix}{number}", "name": name, "words": words, "t1": rare[0],
            "t2": rare[1], "t3": rare[2], "start": name.replace(" ", "")[:5],
        })  # fmt: skip
    return pyarrow.Table.from_pylist(rows)


if __name__ == "__main__":
    main(*sys.argv[1:])

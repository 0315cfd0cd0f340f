"""Names as phrases: finding all of them in a text in one walk.

A tree of words in arrays. States are numbered breadth first, state 0 is the root; an edge is the
number state * v + word, in ascending order, so that a walk of many texts at once is a binary
search for each step (`walk`).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_LONGEST = 60


def phrase_arrays(phrases: tuple[Array, Array, Array], size: int) -> dict[str, Array]:
    """The arrays of a tree of (rows, starts, words): the words of phrase i of row `rows[i]` are
    `words[starts[i]:starts[i + 1]]`. `size` is the number of words there are."""
    rows, starts, words = phrases
    lengths = np.diff(starts)
    kept = (lengths > 0) & (lengths <= _LONGEST)
    rows, first, lengths = rows[kept], starts[:-1][kept], lengths[kept]
    state = np.zeros(len(rows), np.int64)
    keys: list[Array] = []
    targets: list[Array] = []
    states = 1
    for depth in range(int(lengths.max(initial=0))):
        alive = np.flatnonzero(lengths > depth)
        step = state[alive] * size + words[first[alive] + depth]
        edges, which = np.unique(step, return_inverse=True)
        numbers = states + np.arange(len(edges))
        keys.append(edges)
        targets.append(numbers)
        state[alive] = numbers[which]
        states += len(edges)
    all_keys = np.concatenate(keys) if keys else np.zeros(0, np.int64)
    all_targets = np.concatenate(targets) if targets else np.zeros(0, np.int64)
    order = np.argsort(all_keys, kind="stable")
    counts = np.bincount(state, minlength=states)
    ends_ptr = np.zeros(states + 1, np.int64)
    np.cumsum(counts, out=ends_ptr[1:])
    return {
        "step_keys": all_keys[order],
        "step_next": all_targets[order].astype(np.int32),
        "ends_ptr": ends_ptr,
        "ends_rows": rows[np.argsort(state, kind="stable")].astype(np.int32),
    }


def walk(arrays: dict[str, Array], words: Array, ends: Array, size: int) -> tuple[Array, ...]:
    """Every phrase in `words` (ids, -1 for an unknown word) as (start, end, state) arrays.

    `ends[i]` is where the text that holds word i stops: no phrase goes beyond it. Sorted by
    start, then end.
    """
    keys, targets, ends_ptr = arrays["step_keys"], arrays["step_next"], arrays["ends_ptr"]
    start = np.flatnonzero(words >= 0)
    position = start.copy()
    state = np.zeros(len(start), np.int64)
    found: list[tuple[Array, Array, Array]] = []
    while len(start) and len(keys):
        wanted = state * size + words[position]
        at = np.searchsorted(keys, wanted)
        good = keys[np.minimum(at, len(keys) - 1)] == wanted
        start, position, state = start[good], position[good] + 1, targets[at[good]].astype(np.int64)
        final = ends_ptr[state + 1] > ends_ptr[state]
        found.append((start[final], position[final], state[final]))
        more = position < ends[start]
        more[more] &= words[position[more]] >= 0
        start, position, state = start[more], position[more], state[more]
    if not found:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing
    columns = [np.concatenate(column) for column in zip(*found, strict=True)]
    order = np.lexsort((columns[1], columns[0]))
    return tuple(column[order] for column in columns)

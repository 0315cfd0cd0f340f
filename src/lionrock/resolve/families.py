"""Families: an organisation and its campuses elsewhere, told apart by places alone.

A row that is another organisation's row with place words added, and whose organisation stands
where the other does not, is a campus of it: HKUST (Guangzhou) of HKUST, City University of Hong
Kong (Dongguan) of City University of Hong Kong. Which of them is meant is decided by the places
that a name or an address mentions, never by how alike the names are.
"""

from collections import defaultdict
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
CAMPUS_WORDS = ("campus", "校区", "分校", "校園")
_Rows = tuple[Array, Array, Array]


def ragged(lists: list[list[int]]) -> tuple[Array, Array]:
    """Lists of numbers as (starts, numbers)."""
    starts = np.zeros(len(lists) + 1, np.int64)
    np.cumsum([len(one) for one in lists], out=starts[1:])
    numbers = np.fromiter((n for one in lists for n in one), np.int32, int(starts[-1]))
    return starts, numbers


def family_arrays(
    rows: _Rows, near: list[frozenset[int]], campus: frozenset[int]
) -> dict[str, Array]:
    """For each organisation: `own`, the place words that tell it from the one it is a campus of;
    `other`, those of its sibling campuses; `base`, the organisation it is a campus of, or -1.

    `rows` is (row_org, row_ptr, row_words); `near` the place words of each organisation;
    `campus` the words that only say "campus".
    """
    bases = _bases(rows, near, campus)
    own: list[frozenset[int]] = [frozenset()] * len(near)
    for branch, base in bases.items():
        own[branch] = near[branch] - near[base]
    members: defaultdict[int, set[int]] = defaultdict(set)
    for branch, base in bases.items():
        members[base] |= {branch}
    other: list[frozenset[int]] = [frozenset()] * len(near)
    for base, branches in members.items():
        for one in (base, *branches):
            words = frozenset().union(*(own[b] for b in branches if b != one))
            other[one] = words - own[one] - (near[one] if one == base else frozenset())
    own_ptr, own_words = ragged([sorted(one) for one in own])
    other_ptr, other_words = ragged([sorted(one) for one in other])
    return {
        "own_ptr": own_ptr,
        "own_words": own_words,
        "other_ptr": other_ptr,
        "other_words": other_words,
        "base": np.array([bases.get(n, -1) for n in range(len(near))], np.int32),
    }


def _bases(rows: _Rows, near: list[frozenset[int]], campus: frozenset[int]) -> dict[int, int]:
    """Campus → the organisation it is a campus of."""
    row_org, row_ptr, row_words = (array.tolist() for array in rows)
    sets = [frozenset(row_words[low:high]) for low, high in pairwise(row_ptr)]
    named: defaultdict[frozenset[int], list[int]] = defaultdict(list)
    for owner, words in zip(row_org, sets, strict=True):
        named[words].append(owner)
    bases: dict[int, int] = {}
    for owner, words in zip(row_org, sets, strict=True):
        places = words & near[owner]
        for stem in (words - places - campus, *(words - {one} - campus for one in places)):
            for base in named.get(stem, ()) if stem and stem != words else ():
                if base != owner and bases.get(base) != owner and near[owner] - near[base]:
                    bases.setdefault(owner, base)
    return bases

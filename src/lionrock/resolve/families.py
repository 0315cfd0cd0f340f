"""Families: an organisation and its campuses elsewhere, told apart by places alone.

A row that is another organisation's row with place words added, and whose organisation stands
where the other does not, is a campus of it: HKUST (Guangzhou) of HKUST, City University of Hong
Kong (Dongguan) of City University of Hong Kong. Which of them is meant is decided by the places
that a name or an address mentions, never by how alike the names are.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_BITS = 2**64 - 1
CAMPUS_WORDS = ("campus", "校区", "分校", "校園")
Rows = tuple[Array, Array, Array]


def ragged(lists: list[list[int]]) -> tuple[Array, Array]:
    """Lists of numbers as (starts, numbers)."""
    starts = np.zeros(len(lists) + 1, np.int64)
    np.cumsum([len(one) for one in lists], out=starts[1:])
    numbers = np.fromiter((n for one in lists for n in one), np.int32, int(starts[-1]))
    return starts, numbers


def family_arrays(
    rows: Rows, near: list[frozenset[int]], campus: frozenset[int]
) -> dict[str, Array]:
    """For each organisation: `own`, the place words that tell it from the one it is a campus of;
    `other`, those of its sibling campuses; `base`, the organisation it is a campus of, or -1.

    `rows` is (row_org, row_ptr, row_words); `near` the place words of each organisation;
    `campus` the words that only say "campus".
    """
    bases = _Families(rows, near, campus).bases()
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


class _Families:
    """Looks for rows that are another organisation's row with place words added."""

    def __init__(self, rows: Rows, near: list[frozenset[int]], campus: frozenset[int]) -> None:
        self._rows, self._near, self._campus = rows, near, campus
        _, row_ptr, row_words = rows
        marks = _marks(int(row_words.max(initial=0)) + 1)
        self._marks: list[int] = marks.tolist()
        sums = np.zeros(len(row_words) + 1, np.uint64)
        np.cumsum(marks[row_words], out=sums[1:])
        sums = sums[row_ptr[1:]] - sums[row_ptr[:-1]]
        self._order = np.argsort(sums, kind="stable")
        self._sorted = sums[self._order]

    def bases(self) -> dict[int, int]:
        """Campus → the organisation it is a campus of."""
        row_org, row_ptr, row_words = self._rows
        asked: list[tuple[int, frozenset[int]]] = []
        wanted: list[int] = []
        for row in self._placed().tolist():
            owner = int(row_org[row])
            words = frozenset(row_words[row_ptr[row] : row_ptr[row + 1]].tolist())
            places = words & self._near[owner]
            plain = words - self._campus
            for stem in (plain - places, *(plain - {one} for one in places)):
                if stem and stem != words:
                    asked.append((owner, stem))
                    wanted.append(sum(map(self._marks.__getitem__, stem)) & _BITS)
        found: dict[int, int] = {}
        for (owner, _), named in zip(asked, self._named(asked, wanted), strict=True):
            for base in named:
                apart = self._near[owner] - self._near[base]
                if base != owner and found.get(base) != owner and apart:
                    found.setdefault(owner, base)
        return found

    def _placed(self) -> Array:
        """Rows with a word of a place their organisation stands in, or one that says "campus"."""
        row_org, row_ptr, row_words = self._rows
        telling = {word for words in self._near for word in words} | self._campus
        if not telling:
            return np.zeros(0, np.int64)
        hits = np.isin(row_words, np.fromiter(telling, np.int64, len(telling)))
        owner = np.repeat(np.arange(len(row_org)), np.diff(row_ptr))
        return np.unique(owner[hits])

    def _named(
        self, asked: list[tuple[int, frozenset[int]]], sums: list[int]
    ) -> Iterator[list[int]]:
        """For each set of words asked for, with the sum of its marks, the organisations that have
        a row of just these words, in the order of their rows."""
        row_org, row_ptr, row_words = self._rows
        wanted = np.array(sums, np.uint64)
        low = np.searchsorted(self._sorted, wanted, "left").tolist()
        high = np.searchsorted(self._sorted, wanted, "right").tolist()
        for (_, words), first, last in zip(asked, low, high, strict=True):
            yield [
                int(row_org[row])
                for row in self._order[first:last].tolist()
                if words == frozenset(row_words[row_ptr[row] : row_ptr[row + 1]].tolist())
            ]


def _marks(size: int) -> NDArray[np.uint64]:
    """A number of 64 bits for each word; the sum of a row's tells it from other rows (splitmix64,
    Steele and others, OOPSLA 2014)."""
    mark = np.arange(1, size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mark = (mark ^ (mark >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mark = (mark ^ (mark >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mark ^ (mark >> np.uint64(31))

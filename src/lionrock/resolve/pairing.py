"""Pairs of names, scored in batches: how likely two are one body, and whether that is doubted.

The matcher compares a question with the rows of an index. Here every pair is a question of its
own and the index holds nothing but the batch's names; what a word weighs comes from the build's
index, and a spelling is mended against the other name of the pair alone. So a pair's score does
not depend on the pairs beside it, nor on the engine that deals them out; and since each name is
asked about the other, it does not depend on which stands left.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from rapidfuzz.distance import OSA

from lionrock.model.fold import is_cjk
from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.names.reading import units
from lionrock.model.names.segments import asked_name
from lionrock.model.names.words import words
from lionrock.model.text import T
from lionrock.resolve.addresses import chain
from lionrock.resolve.asked import Array, Asked
from lionrock.resolve.compare import compare
from lionrock.resolve.doubts import doubt
from lionrock.resolve.features import table
from lionrock.resolve.index import Index, index_of, open_index
from lionrock.resolve.keys import checksum, class_of, key_of
from lionrock.resolve.ranking import Ranking
from lionrock.resolve.rows import RowType
from lionrock.resolve.score import Weights, weights
from lionrock.store.engine import Row, RowsToRows

Told = tuple[str, str]
"""A name, and the id of the place its address tells, or an empty text."""

BATCH = 5_000
_MENDED = 5
"""Letters a word must have for its spelling to be mended."""
_ASIDE = 0.15
"""What a place of the address weighs, against a word of the name (as in asked.py)."""


class Pairing:
    """Scores pairs of names. `known` is the build's index: it says what words weigh."""

    def __init__(self, known: Index, fitted: Weights | None = None) -> None:
        self._known = known
        self._weights = fitted or weights()

    def score(self, pairs: Sequence[tuple[Told, Told]]) -> list[tuple[float, str]]:
        """For each pair the probability that both are one (four decimals), and the verdict:
        "same", "different" (likely, but for a doubt that likeness cannot settle), or "unsure".

        The more cautious of the two directions counts. A Chinese name is only asked about in
        English: the reading of it, against the Latin name of the other.
        """
        found: list[tuple[float, str]] = []
        for at in range(0, len(pairs), BATCH):
            batch = [_alike(*pair) for pair in pairs[at : at + BATCH]]
            there = self._directed(batch)
            back = self._directed([(right, left) for left, right in batch])
            for (left, right), one, other in zip(batch, there, back, strict=True):
                crossed = _chinese(left[0]) != _chinese(right[0])
                told = (other if _chinese(left[0]) else one,) if crossed else (one, other)
                score = round(min(likely for likely, _ in told), 4)
                if score < self._weights.match:
                    found.append((score, "unsure"))
                else:
                    doubted = any(doubted for _, doubted in told)
                    found.append((score, "different" if doubted else "same"))
        return found

    def rows(self, rows: list[Row]) -> list[Row]:
        """Rows (id, other id, name, place, other name, other place) → rows (id, other id, score,
        verdict)."""
        told = self.score([((row[2], row[3]), (row[4], row[5])) for row in rows])
        return [(row[0], row[1], *one) for row, one in zip(rows, told, strict=True)]

    def _directed(self, pairs: Sequence[tuple[Told, Told]]) -> list[tuple[float, bool]]:
        """How likely the left one of each pair means the right one, and whether it is doubted."""
        if not pairs:
            return []
        numbers = {told: n for n, told in enumerate(dict.fromkeys(right for _, right in pairs))}
        index = index_of(_organisation(n, told) for told, n in numbers.items())
        asked = self._asked(index, pairs)
        index.idf = self._idf(index.vocabulary)
        index.unknown_idf = self._known.unknown_idf
        questions, rows = _rows(index, [numbers[right] for _, right in pairs])
        if not len(rows):
            return [(0.0, False)] * len(pairs)
        features = table(compare(index, asked, questions, rows))
        values = np.array(self._weights.values, np.float64)
        odds = (features.astype(np.float64) * values).sum(axis=1) + self._weights.base
        order = np.lexsort((rows, -odds, questions))
        _, first = np.unique(questions[order], return_index=True)
        best = order[first]
        scores = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        orgs = index.arrays["row_org"][rows].astype(np.int64)
        ranking = Ranking(np.zeros(1, np.int64), rows, orgs, scores, odds, features)
        found = [(0.0, False)] * len(pairs)
        for at in best.tolist():
            number, score = int(questions[at]), float(scores[at])
            doubted = score >= self._weights.match and (
                doubt(index, pairs[number][0][0], ranking, (at, index.keys[int(rows[at])].decode()))
                is not None
            )
            found[number] = (score, doubted)
        return found

    def _idf(self, vocabulary: Sequence[str]) -> Array:
        ids, idf = self._known.ids, self._known.idf
        return np.array(
            [idf[ids[word]] if word in ids else self._known.unknown_idf for word in vocabulary],
            np.float32,
        )

    def _asked(self, index: Index, pairs: Sequence[tuple[Told, Told]]) -> Asked:
        """Each pair's left name as a question to its right one."""
        strange: dict[str, int] = {}
        read = [asked_name(left[0]) for left, _ in pairs]
        lists: list[list[int]] = []
        guesses: list[bool] = []
        asides: list[bool] = []
        for one, (left, right) in zip(read, pairs, strict=True):
            mended = _mended(one.units, right[0])
            beside = [unit for unit in _place_units(left[1]) if unit not in mended]
            numbered = {
                index.ids.get(unit, -1)
                if unit in index.ids
                else len(index.ids) + strange.setdefault(unit, len(strange)): (guess, aside)
                for found, aside in ((mended, False), (dict.fromkeys(beside, False), True))
                for unit, guess in found.items()
            }
            lists.append(sorted(numbered))
            guesses += [numbered[n][0] for n in lists[-1]]
            asides += [numbered[n][1] for n in lists[-1]]
        ptr = np.zeros(len(lists) + 1, np.int64)
        np.cumsum([len(one) for one in lists], out=ptr[1:])
        numbers = np.array([n for one in lists for n in one], np.int64)
        vocabulary = [*index.vocabulary, *strange]
        classes = np.array([class_of(word) for word in vocabulary], np.uint8)
        weigh = self._idf(vocabulary)[numbers]
        return Asked(
            ptr, numbers, np.where(asides, _ASIDE * weigh, weigh), classes[numbers],
            np.array(guesses, bool),
            [key_of(one.spelled) for one in read],
            np.array([checksum(one.units) for one in read], np.uint32),
            np.array([one.shape for one in read], np.uint32),
            np.array([one.sound for one in read], np.uint32),
            np.zeros(len(read), bool),
        )  # fmt: skip


def open_pairing(folder: Path) -> RowsToRows:
    """What scores rows of pairs, with the weights of the index in `folder`; for a worker, where
    this function is called by name. FileNotFoundError when there is no index."""
    return Pairing(open_index(folder)).rows


def _alike(left: Told, right: Told) -> tuple[Told, Told]:
    """A pair with both in the narrower place when one place lies in the other's, or is unknown."""
    (name, here), (other, there) = left, right
    if there in chain(here) or not there:
        there = here
    elif here in chain(there) or not here:
        here = there
    return (name, here), (other, there)


def _organisation(number: int, told: Told) -> Organisation:
    name, place = told
    cities = (place,) if place else ()
    return Organisation(str(number), "", T(name, name, name), (OrganisationName(name),), cities)


def _rows(index: Index, organisations: Sequence[int]) -> tuple[Array, Array]:
    """Pairs (question, row) of each question's organisation, but no rows of initials."""
    row_org, row_type = index.arrays["row_org"], index.arrays["row_type"]
    rows = np.flatnonzero(row_type != RowType.INITIALS)
    rows = rows[np.argsort(row_org[rows], kind="stable")]
    wanted = np.array(organisations)
    low = np.searchsorted(row_org[rows], wanted, "left")
    counts = np.searchsorted(row_org[rows], wanted, "right") - low
    questions = np.repeat(np.arange(len(wanted)), counts)
    inside = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return questions, rows[np.repeat(low, counts) + inside]


def _mended(found: Sequence[str], other: str) -> dict[str, bool]:
    """The units of a name, each with whether it is a guess: a word that the other name lacks and
    has with one letter changed, left out, added or swapped is taken for it."""
    theirs = _units(other)
    pairs: dict[str, bool] = {}
    for unit in found:
        near = None
        if unit not in theirs and len(unit) >= _MENDED and unit.isascii() and unit.isalpha():
            near = next(
                (
                    word
                    for word in theirs
                    if len(word) >= _MENDED
                    and word not in found
                    and word not in words().classes
                    and OSA.distance(unit, word, score_cutoff=1) <= 1
                ),
                None,
            )
        pairs.setdefault(near or unit, near is not None)
    return pairs


@lru_cache(maxsize=100_000)
def _units(name: str) -> tuple[str, ...]:
    return tuple(sorted(set(units(name))))


def _place_units(place: str) -> tuple[str, ...]:
    """The words of a place, as an address has them."""
    found = words().places.get(place)
    return tuple(units(found.en[0])) if found is not None and found.en else ()


def _chinese(text: str) -> bool:
    return any(is_cjk(character) for character in text)

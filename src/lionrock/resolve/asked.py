"""Names that are asked for, as numbers: the words of a batch of them, ready to be compared."""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from lionrock.model.names.segments import Asked as AskedName
from lionrock.model.names.words import words as word_tables
from lionrock.resolve.index import Index
from lionrock.resolve.keys import checksum, class_of, key_of
from lionrock.resolve.spelling import Speller

Array = NDArray[Any]
_ASIDE = 0.15
"""What a word beside the name weighs, against one in it."""


class Asked(msgspec.Struct, frozen=True):
    """Questions as arrays: `ptr[i]:ptr[i+1]` are the words of question i, ascending.

    `words`: ids, those beyond the vocabulary unknown; `weights`: how much each says;
    `classes`: WordClass; `guessed`: True where the spelling was mended; `keys`: what is compared
    letter by letter; `sums`, `shapes` and `sounds`: checksums of
    whole names, of how they look and sound; `translated`: True for a reading of a Chinese name.
    """

    ptr: Array
    words: Array
    weights: Array
    classes: Array
    guessed: Array
    keys: list[str]
    sums: Array
    shapes: Array
    sounds: Array
    translated: Array

    def __len__(self) -> int:
        return len(self.keys)


def asked(index: Index, speller: Speller, questions: Sequence[AskedName]) -> Asked:
    """The questions as numbers; words no row holds get new ids."""
    ids = index.ids
    own = [one for one in questions if not one.translated]
    unknown = [unit for one in own for unit in one.units if unit not in ids]
    likely = speller.likely(unknown) if unknown else {}
    strange: dict[str, int] = {}
    lengths: list[int] = []
    words: list[int] = []
    guesses: list[int] = []
    asides: list[int] = []
    for one in questions:
        known = {ids.get(unit, -1) for unit in one.units}
        if -1 not in known and not one.aside:  # nearly all: every word is known
            lengths.append(len(known))
            words += sorted(known)
            continue
        pairs = _numbered(one, index, likely, strange)
        aside = {ids[unit] for unit in one.aside if unit in ids and ids[unit] not in pairs}
        ordered = sorted((*pairs, *aside))
        lengths.append(len(ordered))
        guesses += [len(words) + n for n, number in enumerate(ordered) if pairs.get(number)]
        asides += [len(words) + n for n, number in enumerate(ordered) if number in aside]
        words += ordered
    array = np.array(words, np.int64)
    guessed, beside = np.zeros((2, len(array)), bool)
    guessed[guesses] = beside[asides] = True
    ptr = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=ptr[1:])
    weights, classes = _of_words(index, strange)
    found = np.where(beside, _ASIDE * weights[array], weights[array])
    return Asked(
        ptr, array, found, classes[array], guessed,
        [key_of(one.spelled) for one in questions],
        np.array([checksum(one.units) for one in questions], np.uint32),
        np.array([one.shape for one in questions], np.uint32),
        np.array([one.sound for one in questions], np.uint32),
        np.array([one.translated for one in questions], bool),
    )  # fmt: skip


def _of_words(index: Index, strange: dict[str, int]) -> tuple[Array, Array]:
    """Weights and classes of the index's words, and after them of those it does not know."""
    if not strange:
        return index.idf, index.arrays["word_class"]
    more = np.array([class_of(unit) for unit in strange], np.uint8)
    weights = np.full(len(strange), index.unknown_idf, np.float32)
    return (
        np.concatenate([index.idf, weights]),
        np.concatenate([index.arrays["word_class"], more]),
    )


def _numbered(
    one: AskedName, index: Index, likely: dict[str, tuple[int, ...]], strange: dict[str, int]
) -> dict[int, bool]:
    """The word ids of a question, with whether each is a guess."""
    known = [index.ids.get(unit, -1) for unit in one.units]
    if -1 not in known:
        return dict.fromkeys(known, False)
    if one.translated:
        size = len(index.ids)
        return {
            n if n >= 0 else size + strange.setdefault(unit, len(strange)): False
            for unit, n in zip(one.units, known, strict=True)
        }
    return _mended(one.units, known, index, likely, strange)


def _mended(
    found: list[str],
    known: list[int],
    index: Index,
    likely: dict[str, tuple[int, ...]],
    strange: dict[str, int],
) -> dict[int, bool]:
    """Word ids with whether they are guesses: neighbours joined, spellings mended, else new."""
    pairs: dict[int, bool] = {}
    at = 0
    while at < len(found):
        if at + 1 < len(found) and -1 in known[at : at + 2]:
            moved = _moved(found[at], found[at + 1], index.ids)
            if moved:
                for number in moved:
                    pairs.setdefault(number, len(moved) > 1)
                at += 2
                continue
        if known[at] >= 0:
            pairs[known[at]] = False
        elif likely[found[at]]:
            for number in likely[found[at]]:
                pairs.setdefault(number, True)
        else:
            number = len(index.ids) + strange.setdefault(found[at], len(strange))
            pairs[number] = False
        at += 1
    return pairs


def _moved(left: str, right: str, ids: dict[str, int]) -> tuple[int, ...]:
    """The known words that two neighbours make when joined, or when a letter changes sides."""
    whole = ids.get(left + right)
    if whole is not None:
        return (whole,)
    stops = word_tables().stops
    for a, b in ((left + right[0], right[1:]), (left[:-1], left[-1] + right)):
        known = [ids.get(a, -1), ids.get(b, -1)]
        if len(a) > 1 and len(b) > 1 and all(n >= 0 for n in known):
            return tuple(known)
        if (a in stops and known[1] >= 0) or (b in stops and known[0] >= 0):
            return (max(known),)
    return ()

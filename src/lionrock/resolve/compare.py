"""Pairs of a question and a row, as columns of evidence: what agrees, what is missing, how much.

A column is an array with one number a pair. Amounts are sums of word weights (idf), so that to
agree in a rare word says more than in a common one (Fellegi and Sunter, 1969).
"""

from operator import eq
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from lionrock.model.names.words import WordClass
from lionrock.resolve.asked import Asked
from lionrock.resolve.index import Index

Array = NDArray[Any]
CLASSES = len(WordClass)
_SPACED = 60.0
"""Likeness in letters, of 100, below which no two names differ by their spaces alone."""


class Evidence(msgspec.Struct, frozen=True):
    """Columns over pairs. Those by class have the shape (pairs, CLASSES).

    `asked_*` concern the words of the question, `row_*` those of the row: `hit` found on the
    other side, `miss` not found. `explained`: place words of the question that the row lacks but
    its organisation stands in; `elsewhere`: those of a place it does not stand in. `guessed`:
    the part of the hits that rests on a mended spelling. `same`: equal letters; `letters`: share
    of letters in common (normalised indel similarity); `row_type`: RowType; `look_alike` and
    `sound_alike`: equal but for characters that look or sound alike, or Chinese in Latin letters:
    no word of such a pair counts as missing, nor a place of one that sounds alike as elsewhere;
    `translated`: the question is a reading of a
    Chinese name. `campus` has three columns: the question names the place that tells this
    campus from its siblings; this is a campus whose place it does not name; it names a
    sibling's place. `key_length`: bytes of the question in UTF-8, since a Chinese character says
    about as much as three letters.
    """

    asked_hit: Array
    asked_miss: Array
    row_hit: Array
    row_miss: Array
    explained: Array
    elsewhere: Array
    guessed: Array
    same: Array
    letters: Array
    row_type: Array
    key_length: Array
    look_alike: Array
    sound_alike: Array
    translated: Array
    campus: Array


def compare(
    index: Index, asked: Asked, questions: Array, rows: Array, threads: int = 1
) -> Evidence:
    """The evidence of pairs (questions[i], rows[i])."""
    a = index.arrays
    pairs = len(questions)
    row_at, row_pair = _gather(a["row_ptr"], rows)
    ask_at, ask_pair = _gather(asked.ptr, questions)
    row_words = a["row_words"][row_at]
    ask_words = asked.words[ask_at]
    wide = np.int64(len(index.vocabulary) + len(asked.words) + 1)
    row_found = _contains(ask_pair * wide + ask_words, row_pair * wide + row_words)
    ask_found = _contains(row_pair * wide + row_words, ask_pair * wide + ask_words)
    weights, classes = asked.weights[ask_at], asked.classes[ask_at]
    asked_hit = _by_class(ask_pair, classes, weights * ask_found, pairs)
    asked_miss = _by_class(ask_pair, classes, weights * ~ask_found, pairs)
    row_weights, row_classes = index.idf[row_words], a["word_class"][row_words]
    lost = (classes == WordClass.PLACE) & ~ask_found
    explained, elsewhere = _places(index, rows, (ask_pair[lost], ask_words[lost], weights[lost]))
    look, sound = _alike(index, asked, (questions, rows))
    row_hit = _by_class(row_pair, row_classes, row_weights * row_found, pairs)
    row_miss = _by_class(row_pair, row_classes, row_weights * ~row_found, pairs)
    said = np.ix_(look | sound, np.arange(CLASSES) != WordClass.LEGAL)
    for hit, miss in ((asked_hit, asked_miss), (row_hit, row_miss)):
        hit[said] += miss[said]
        miss[said] = 0
    explained[sound] = elsewhere[sound] = 0
    guessed = np.bincount(ask_pair, weights * ask_found * asked.guessed[ask_at], pairs)
    return Evidence(
        asked_hit, asked_miss,
        row_hit, row_miss,
        explained, elsewhere, guessed,
        *_letters(index, asked, (questions, rows), threads),
        a["row_type"][rows],
        np.array([len(key.encode("utf-8", "replace")) for key in asked.keys], np.int32)[questions],
        look, sound,
        asked.translated[questions],
        _campus(index, a["row_org"][rows], ask_pair * wide + ask_words, wide),
    )  # fmt: skip


def _alike(index: Index, asked: Asked, pairs: tuple[Array, Array]) -> tuple[Array, Array]:
    """Whether the names of each pair look alike, and whether they sound alike."""
    questions, rows = pairs
    shapes, sounds = index.arrays["row_shape"][rows], index.arrays["row_sound"][rows]
    return (
        (shapes == asked.shapes[questions]) & (shapes > 0),
        (sounds == asked.sounds[questions]) & (sounds > 0),
    )


def _gather(ptr: Array, numbers: Array) -> tuple[Array, Array]:
    """Positions of the words of `ptr`'s entries `numbers`, and which pair each belongs to."""
    low, high = ptr[numbers], ptr[numbers + 1]
    counts = high - low
    pair = np.repeat(np.arange(len(numbers)), counts)
    inside = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(low, counts) + inside, pair


def _contains(keys: Array, wanted: Array) -> Array:
    """For each of `wanted`, whether `keys` holds it; both ascending."""
    if not len(keys):
        return np.zeros(len(wanted), bool)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Array = keys[at] == wanted
    return found


def _by_class(pair: Array, classes: Array, weights: Array, pairs: int) -> Array:
    cells = pair * CLASSES + classes
    return np.bincount(cells, weights, pairs * CLASSES).reshape(pairs, CLASSES)


def _places(index: Index, rows: Array, lost: tuple[Array, Array, Array]) -> tuple[Array, Array]:
    """Weights of lost place words that the organisation's own places explain, and that do not."""
    pair, words, weights = lost
    orgs = index.arrays["row_org"][rows]
    at, near_pair = _gather(index.arrays["near_ptr"], orgs)
    wide = np.int64(len(index.vocabulary) + int(words.max(initial=0)) + 1)
    near = near_pair * wide + index.arrays["near_words"][at]
    stands = _contains(near, pair * wide + words)
    somewhere = np.bincount(near_pair, minlength=len(rows))[pair] > 0
    explained = np.bincount(pair, weights * stands, len(rows))
    elsewhere = np.bincount(pair, weights * (~stands & somewhere), len(rows))
    return explained, elsewhere


def _letters(
    index: Index, asked: Asked, pairs: tuple[Array, Array], threads: int
) -> tuple[Array, Array]:
    left = [asked.keys[n] for n in pairs[0].tolist()]
    right = index.keys.texts(pairs[1].tolist())
    same = np.fromiter(map(eq, left, right), bool, len(left))
    if not left:
        return same, np.zeros(0, np.float32)
    letters = process.cpdist(left, right, scorer=fuzz.ratio, workers=threads, dtype=np.float32)
    for n in np.flatnonzero(~same & (letters >= _SPACED)).tolist():
        same[n] = left[n].replace(" ", "") == right[n].replace(" ", "")
    return same, letters / 100


def _campus(index: Index, orgs: Array, asked_keys: Array, wide: np.int64) -> Array:
    """The columns `campus` of Evidence; `asked_keys` are pair * wide + word, ascending."""
    a = index.arrays
    named = []
    for pointers, words in (("own_ptr", "own_words"), ("other_ptr", "other_words")):
        at, pair = _gather(a[pointers], orgs)
        found = _contains(asked_keys, pair * wide + a[words][at])
        named.append(np.bincount(pair, found, len(orgs)) > 0)
    own = a["own_ptr"][orgs + 1] > a["own_ptr"][orgs]
    return np.stack([named[0], own & ~named[0], named[1] & ~named[0]], axis=1)

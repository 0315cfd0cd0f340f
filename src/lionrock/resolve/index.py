"""The index of names: built once from organisations, opened in milliseconds, never changed.

Its arrays, n rows (names), m organisations, v words:
    row_org[n], row_type[n]           which organisation a row belongs to, and its RowType
    row_ptr[n+1], row_words[...]      the words of a row, ascending
    post_ptr[v+1], post_rows, post_weights   a word's rows, with weights that make a row's length
                                      1; of a common word the LISTED in which it weighs most
    word_class[v], word_df[v]         WordClass; in how many rows
    key_data, key_ptr                 a row's words without legal forms, as written, for comparing
    key_sums, key_rows                checksum of a key → row, ascending by sum
    org_data, org_ptr; id_data, id_ptr   an organisation as JSON; its id
    shape_sums, shape_rows, row_shape[n]   how a Chinese name looks (model/names/shapes.py)
    near_ptr[m+1], near_words[...]    words of the places an organisation stands in
    own_ptr, own_words; other_ptr, other_words   place words of a campus, and of its siblings
    miss_sums, miss_words             checksum of a word with a letter left out → word
    step_keys, step_next, step_first, ends_ptr, ends_rows   the phrases (phrases.py)
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from lionrock.model.fold import is_cjk
from lionrock.model.match import Organisation
from lionrock.model.names.places import standing
from lionrock.model.names.reading import spans, units
from lionrock.model.names.segments import with_places
from lionrock.model.names.shapes import shape
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.families import CAMPUS_WORDS, family_arrays, ragged
from lionrock.resolve.phrases import phrase_arrays
from lionrock.resolve.rows import Row, RowType, rows
from lionrock.resolve.spelling import miss_arrays
from lionrock.store.arrays import Blobs, joined, open_arrays, write_arrays

Array = NDArray[Any]
_CLASS_WEIGHT = np.array([1.0, 0.7, 0.5, 0.4, 0.25, 0.9, 0.5], np.float32)
"""How far a word of each class helps to find candidates."""

LISTED = 2_000
"""Rows listed for a word (static index pruning: Carmel and others, SIGIR 2001). A common word finds
the short names that it is most of; long names are found by their other words."""

_REMEMBERED = 50_000


class Index:
    """An opened index; safe to share between threads and forked processes."""

    def __init__(self, arrays: dict[str, Array], vocabulary: list[str]) -> None:
        self.arrays = arrays
        self.vocabulary = vocabulary
        self.ids = dict(zip(vocabulary, range(len(vocabulary)), strict=True))
        self.keys = Blobs(arrays["key_data"], arrays["key_ptr"])
        self._organisations = Blobs(arrays["org_data"], arrays["org_ptr"])
        self._ids = Blobs(arrays["id_data"], arrays["id_ptr"])
        self._decoder = msgspec.json.Decoder(Organisation)
        self.organisation = lru_cache(_REMEMBERED)(self._organisation)
        self.rows_number = len(arrays["row_org"])

    def __len__(self) -> int:
        return len(self._organisations)

    def _organisation(self, n: int) -> Organisation:
        return self._decoder.decode(self._organisations[n])

    def organisations(self) -> Iterator[Organisation]:
        """Every organisation, in order of number."""
        return (self._organisation(number) for number in range(len(self)))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Id of an organisation → its number."""
        return {id_: number for number, id_ in enumerate(self._ids.texts(list(range(len(self)))))}

    @cached_property
    def idf(self) -> NDArray[np.float32]:
        """The weight of each word: how much agreeing in it says (Robertson and Sparck Jones)."""
        return idf(self.arrays["word_df"], self.rows_number)

    @cached_property
    def unknown_idf(self) -> float:
        """The weight of a word that stands in no row."""
        return float(idf(np.array([0]), self.rows_number)[0])

    @cached_property
    def postings(self) -> csr_matrix:
        """Words by rows, weighted so that each row has length 1."""
        a = self.arrays
        shape = (len(self.vocabulary), self.rows_number)
        return csr_matrix((a["post_weights"], a["post_rows"], a["post_ptr"]), shape, copy=False)


def idf(df: Array, rows_number: int) -> NDArray[np.float32]:
    """log((n + 1) / (df + 0.5)), at least 0.2, as 32-bit floats."""
    found = np.log((rows_number + 1) / (df + 0.5))
    return np.maximum(found, 0.2).astype(np.float32)


def build_index(organisations: Iterable[Organisation], folder: Path) -> None:
    """Write the index of `organisations` into `folder`; store.files.WriteFailed on a full disk."""
    write_arrays(folder, *_arrays(organisations))


def index_of(organisations: Iterable[Organisation]) -> Index:
    """An index that is only kept in memory."""
    return Index(*_arrays(organisations))


def open_index(folder: Path) -> Index:
    """Open what `build_index` wrote; FileNotFoundError when there is none."""
    return Index(*open_arrays(folder))


def _arrays(organisations: Iterable[Organisation]) -> tuple[dict[str, Array], list[str]]:
    gathered = _Gathered()
    for organisation in organisations:
        gathered.add(organisation)
    return gathered.arrays(), list(gathered.ids)


def key_of(found: Sequence[str]) -> str:
    """The units of a name that are compared letter by letter: all but its legal form."""
    classes = words().classes
    core = [unit for unit in found if classes.get(unit) != WordClass.LEGAL]
    return " ".join(core or found)


def checksum(found: Sequence[str]) -> int:
    """32 bits of the units of a name without its legal form, however they are parted; equal
    sums are compared again where it matters."""
    return zlib.crc32(key_of(found).replace(" ", "").encode("utf-8", "replace"))


def class_of(word: str) -> int:
    """The class of a word that may stand in no list: a number, else a name."""
    known = words().classes.get(word)
    if known is not None:
        return int(known)
    return int(WordClass.NUMBER if word.isdecimal() else WordClass.NAME)


class _Gathered:
    """Organisations on their way into arrays."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.row_org: list[int] = []
        self.row_type: list[int] = []
        self.row_words: list[list[int]] = []
        self.keys: list[bytes] = []
        self.sums: list[int] = []
        self.phrases: list[tuple[int, list[int]]] = []
        self.organisations: list[bytes] = []
        self.org_ids: list[bytes] = []
        self.near: list[list[int]] = []
        self.shapes: list[int] = []
        self.initials: list[tuple[int, Row]] = []
        self.given: set[tuple[str, ...]] = set()

    def add(self, organisation: Organisation) -> None:
        """Take in an organisation: its rows, their words, keys and phrases."""
        number = len(self.organisations)
        self.org_ids.append(organisation.id.encode())
        self.organisations.append(msgspec.json.encode(organisation))
        for row in rows(organisation):
            if row.type == RowType.INITIALS:
                self.initials.append((number, row))
                continue
            self._row(number, row)
        places = words().places
        near = {
            unit
            for place in standing(organisation.cities, organisation.country)
            for unit in units(next(iter(places[place].en), ""))
        }
        self.near.append(sorted(self._id(unit) for unit in near))

    def _row(self, number: int, row: Row) -> None:
        if row.type <= RowType.FORMER:
            self.given.add(row.units)
            self.phrases.append((len(self.row_org), self._phrase(row)))
        self.row_org.append(number)
        self.row_type.append(row.type)
        self.row_words.append(sorted({self._id(unit) for unit in row.units}))
        self.keys.append(key_of(row.spelled).encode("utf-8", "replace"))
        self.sums.append(checksum(row.units))
        self.shapes.append(shape(row.text) if row.type <= RowType.FORMER else 0)

    def _id(self, word: str) -> int:
        return self.ids.setdefault(word, len(self.ids))

    def _phrase(self, row: Row) -> list[int]:
        """The words of a row as they follow each other in a text, legal forms at its end left."""
        found = [unit for span in spans(with_places(row.text[:500])) for unit in span.word.phrase]
        classes = words().classes
        while len(found) > 1 and classes.get(found[-1]) == WordClass.LEGAL:
            found.pop()
        return [self._id(unit) for unit in _without_chinese_forms(found)]

    def arrays(self) -> dict[str, Array]:
        """Everything the index keeps. Initials that are somebody's given name are dropped."""
        for number, row in self.initials:
            if row.units not in self.given:
                self._row(number, row)
        row_ptr, row_words = ragged(self.row_words)
        near_ptr, near_words = ragged(self.near)
        key_data, key_ptr = joined(self.keys)
        org_data, org_ptr = joined(self.organisations)
        id_data, id_ptr = joined(self.org_ids)
        sums = np.array(self.sums, np.uint32)
        order = np.argsort(sums, kind="stable")
        shapes = np.array(self.shapes, np.uint32)
        by_shape = np.flatnonzero(shapes)
        by_shape = by_shape[np.argsort(shapes[by_shape], kind="stable")]
        word_class = np.array([class_of(word) for word in self.ids], np.uint8)
        postings = _postings(row_ptr, row_words, word_class)
        return {
            "row_org": np.array(self.row_org, np.int32),
            "row_type": np.array(self.row_type, np.uint8),
            "row_ptr": row_ptr,
            "row_words": row_words,
            "word_class": word_class,
            "word_df": np.bincount(row_words, minlength=len(word_class)).astype(np.int32),
            "post_ptr": postings.indptr.astype(np.int64),
            "post_rows": postings.indices.astype(np.int32),
            "post_weights": postings.data,
            "key_data": key_data,
            "key_ptr": key_ptr,
            "key_sums": sums[order],
            "key_rows": order.astype(np.int32),
            "org_data": org_data,
            "org_ptr": org_ptr,
            "id_data": id_data,
            "id_ptr": id_ptr,
            "shape_sums": shapes[by_shape],
            "shape_rows": by_shape.astype(np.int32),
            "row_shape": shapes,
            "near_ptr": near_ptr,
            "near_words": near_words,
            **family_arrays(
                (np.array(self.row_org, np.int32), row_ptr, row_words),
                [frozenset(one) for one in self.near],
                frozenset(self.ids[word] for word in CAMPUS_WORDS if word in self.ids),
            ),
            **miss_arrays(list(self.ids)),
            **phrase_arrays(self.phrases, len(self.ids)),
        }


def _without_chinese_forms(phrase: list[str]) -> list[str]:
    """A phrase without the characters of a legal form at its end."""
    tail = "".join(phrase) if phrase and is_cjk(phrase[-1]) else ""
    for form in ("股份有限公司", "有限责任公司", "有限公司", "公司") if tail else ():
        if tail.endswith(form) and len(tail) > len(form) + 1:
            return phrase[: -len(form)]
    return phrase


def _postings(row_ptr: Array, row_words: Array, word_class: Array) -> csr_matrix:
    """Words by rows; a row's weights have length 1."""
    rows_number = len(row_ptr) - 1
    df = np.bincount(row_words, minlength=len(word_class))
    weights = (idf(df, rows_number) * _CLASS_WEIGHT[word_class])[row_words]
    lengths = np.sqrt(np.maximum(_sums(weights * weights, row_ptr), 1e-9))
    scaled = (weights / np.repeat(lengths, np.diff(row_ptr))).astype(np.float32)
    by_row = csr_matrix((scaled, row_words, row_ptr), (rows_number, len(word_class)))
    turned = by_row.T.tocsr()
    turned.sort_indices()
    return _listed(turned)


def _listed(postings: csr_matrix) -> csr_matrix:
    """Postings with at most LISTED rows a word, those of most weight."""
    counts = np.diff(postings.indptr)
    kept = np.ones(len(postings.data), bool)
    for word in np.flatnonzero(counts > LISTED).tolist():
        start, end = postings.indptr[word], postings.indptr[word + 1]
        light = np.argsort(-postings.data[start:end], kind="stable")[LISTED:]
        kept[start + light] = False
    starts = np.concatenate([[0], np.cumsum(np.minimum(counts, LISTED))])
    return csr_matrix((postings.data[kept], postings.indices[kept], starts), postings.shape)


def _sums(values: Array, starts: Array) -> Array:
    """The sum of each stretch of `values`; stretches may be empty."""
    running = np.zeros(len(values) + 1, np.float64)
    np.cumsum(values, out=running[1:])
    found: Array = running[starts[1:]] - running[starts[:-1]]
    return found

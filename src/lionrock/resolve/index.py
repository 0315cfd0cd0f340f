"""The index of names: built once from organisations, opened in milliseconds, never changed.

Its arrays, n rows (names), m organisations, v words:
    row_org[n], row_type[n]           which organisation a row belongs to, and its RowType
    row_ptr[n+1], row_words[...]      the words of a row, ascending
    post_ptr[v+1], post_places, post_weights   places of a word's rows, with weights that make a
                                      row's length 1; of a common word those of most weight
    place_rows[n]                     the row of each place (postings.py)
    word_class[v], word_df[v]         WordClass; in how many rows
    key_data, key_ptr                 a row's words without legal forms, as written, for comparing
    key_sums, key_rows                checksum of a key → row, ascending by sum
    org_data, org_ptr; id_data, id_ptr   an organisation as JSON; its id
    shape_sums, shape_rows, row_shape[n]   how a name looks (model/names/shapes.py)
    sound_sums, sound_rows, row_sound[n]   how a Chinese name sounds
    heard_sums, heard_sounds          checksum of a Chinese name in Latin letters → how it sounds
    near_ptr[m+1], near_words[...]    words of the places an organisation stands in
    part_ptr[m+1], parts[...]         the organisations that are part of one
    own_ptr, own_words; other_ptr, other_words   place words of a campus, and of its siblings
    miss_sums, miss_words             checksum of a word with a letter left out → word
    step_keys, step_next, step_first, ends_ptr, ends_rows   the phrases (phrases.py)
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from lionrock.model.match import Organisation
from lionrock.resolve.building import gather
from lionrock.resolve.families import CAMPUS_WORDS, Rows, family_arrays, ragged
from lionrock.resolve.gathering import Gathered
from lionrock.resolve.keys import checksum, class_of
from lionrock.resolve.phrases import phrase_arrays
from lionrock.resolve.postings import idf, posting_arrays, word_weights
from lionrock.resolve.rows import RowType
from lionrock.resolve.spelling import miss_arrays
from lionrock.store.arrays import Blobs, open_arrays, write_arrays

Array = NDArray[Any]
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

    def words_of(self, row: int) -> list[str]:
        """The words of a row, in order of number."""
        starts, words = self.arrays["row_ptr"], self.arrays["row_words"]
        return [self.vocabulary[n] for n in words[starts[row] : starts[row + 1]].tolist()]

    def row_spelled(self, found: Sequence[str]) -> int | None:
        """The first row whose units, without their legal form and however they are parted, have
        the checksum of those found; None when there is none."""
        sums = self.arrays["key_sums"]
        wanted = np.uint32(checksum(found))  # as it is, Python's number would have all sums copied
        at = int(np.searchsorted(sums, wanted))
        return int(self.arrays["key_rows"][at]) if at < len(sums) and sums[at] == wanted else None

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
    def is_cut(self) -> Array:
        """Of each word, whether rows that have it are left out of its list."""
        listed: Array = np.diff(self.arrays["post_ptr"])
        return self.arrays["word_df"] > listed

    @cached_property
    def word_weights(self) -> Array:
        """What each word weighs in a row, before rows are made of length 1."""
        return word_weights(self.arrays["word_df"], self.arrays["word_class"], self.rows_number)

    @cached_property
    def postings(self) -> csr_matrix:
        """Words by places of rows, weighted so that each row has length 1."""
        a = self.arrays
        shape = (len(self.vocabulary), self.rows_number)
        return csr_matrix((a["post_weights"], a["post_places"], a["post_ptr"]), shape, copy=False)


def build_index(organisations: Iterable[Organisation], folder: Path) -> None:
    """Write the index of `organisations` into `folder`; store.files.WriteFailed on a full disk.
    Several processes read them when they are many."""
    write_arrays(folder, *_arrays(gather(organisations)))


def index_of(organisations: Iterable[Organisation]) -> Index:
    """An index that is only kept in memory."""
    return Index(*_arrays(gather(organisations, processes=1)))


def open_index(folder: Path) -> Index:
    """Open what `build_index` wrote; FileNotFoundError when there is none."""
    return Index(*open_arrays(folder))


def _arrays(gathered: Gathered) -> tuple[dict[str, Array], list[str]]:
    """Everything the index keeps, and its words."""
    row_ptr, row_words = gathered.row_words.starts(), np.array(gathered.row_words.numbers, np.int32)
    row_org = np.array(gathered.row_org, np.int32)
    row_type = np.array(gathered.row_type, np.uint8)
    word_class = np.array([class_of(word) for word in gathered.ids], np.uint8)
    near_ptr, near_words = ragged([sorted(one) for one in gathered.near])
    campus = frozenset(gathered.ids[word] for word in CAMPUS_WORDS if word in gathered.ids)
    phrases = np.array(gathered.phrase_rows, np.int32), gathered.phrases.starts()
    written = np.array(gathered.phrases.numbers, np.int32)
    arrays: dict[str, Array] = {
        "row_org": row_org,
        "row_type": row_type,
        "row_ptr": row_ptr,
        "row_words": row_words,
        "word_class": word_class,
        "word_df": np.bincount(row_words, minlength=len(word_class)).astype(np.int32),
        "near_ptr": near_ptr,
        "near_words": near_words,
        **gathered.texts(),
        **gathered.checksums(),
        **gathered.parts(),
        **posting_arrays(row_ptr, row_words, word_class),
        **family_arrays(_borne(row_org, row_ptr, row_words, row_type), gathered.near, campus),
        **miss_arrays(list(gathered.ids)),
        **phrase_arrays((*phrases, written), len(gathered.ids)),
    }
    return arrays, list(gathered.ids)


def _borne(row_org: Array, row_ptr: Array, row_words: Array, row_type: Array) -> Rows:
    """The rows whose names organisations bear today. Only these make families: by its sound 深技大
    would be a campus of 暨大, and by a former name one university of another."""
    borne = row_type < RowType.FORMER
    sizes = np.diff(row_ptr)
    starts = np.zeros(int(borne.sum()) + 1, np.int64)
    np.cumsum(sizes[borne], out=starts[1:])
    return row_org[borne], starts, row_words[np.repeat(borne, sizes)]

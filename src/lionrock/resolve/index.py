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

from array import array
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
from lionrock.model.names.shapes import alike
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.families import CAMPUS_WORDS, family_arrays, ragged
from lionrock.resolve.keys import checksum, class_of, key_of
from lionrock.resolve.phrases import phrase_arrays
from lionrock.resolve.postings import idf, posting_arrays
from lionrock.resolve.rows import Row, RowType, rows
from lionrock.resolve.spelling import miss_arrays
from lionrock.resolve.transcriptions import TRANSCRIBED, heard_arrays, transcriptions
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
    def postings(self) -> csr_matrix:
        """Words by places of rows, weighted so that each row has length 1."""
        a = self.arrays
        shape = (len(self.vocabulary), self.rows_number)
        return csr_matrix((a["post_weights"], a["post_places"], a["post_ptr"]), shape, copy=False)


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


class _Lists:
    """Lists of numbers, one after the other, as small as arrays are."""

    def __init__(self, type_: str) -> None:
        self.numbers = array(type_)
        self._lengths = array("i")

    def add(self, found: Iterable[int]) -> None:
        """Put a list after those there are."""
        before = len(self.numbers)
        self.numbers.extend(found)
        self._lengths.append(len(self.numbers) - before)

    def starts(self) -> Array:
        """Where each list begins, and where the last one ends."""
        starts = np.zeros(len(self._lengths) + 1, np.int64)
        np.cumsum(np.array(self._lengths, np.int64), out=starts[1:])
        return starts

    def __len__(self) -> int:
        return len(self._lengths)


class _Gathered:
    """Organisations on their way into arrays."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self.row_org, self.row_type = array("i"), array("B")
        self.row_words, self.keys = _Lists("i"), _Lists("B")
        self.sums, self.shapes, self.sounds = array("I"), array("I"), array("I")
        self.heard: set[tuple[int, int]] = set()
        self.phrase_rows, self.phrases = array("i"), _Lists("i")
        self.organisations, self.org_ids = _Lists("B"), _Lists("B")
        self.near: list[frozenset[int]] = []
        self.parents: list[tuple[str, ...]] = []
        self.numbers: dict[str, int] = {}
        self.initials: list[tuple[int, str]] = []
        self.given: set[str] = set()

    def add(self, organisation: Organisation) -> None:
        """Take in an organisation: its rows, their words, keys and phrases."""
        number = len(self.organisations)
        self.org_ids.add(organisation.id.encode())
        self.organisations.add(msgspec.json.encode(organisation))
        self.numbers[organisation.id] = number
        self.parents.append(organisation.parents)
        for row in rows(organisation):
            if row.type == RowType.INITIALS:
                self.initials.append((number, row.units[0]))
                continue
            self._row(number, row)
        places = words().places
        near = {
            unit
            for place in standing(organisation.cities, organisation.country)
            for unit in units(next(iter(places[place].en), ""))
        }
        self.near.append(frozenset(self._id(unit) for unit in sorted(near)))

    def _row(self, number: int, row: Row) -> None:
        if row.type <= RowType.FORMER:
            if len(row.units) == 1:
                self.given.add(row.units[0])
            self.phrase_rows.append(len(self.row_org))
            self.phrases.add(self._phrase(row))
        self.row_org.append(number)
        self.row_type.append(row.type)
        self.row_words.add(sorted({self._id(unit) for unit in row.units}))
        self.keys.add(key_of(row.spelled).encode("utf-8", "replace"))
        self.sums.append(checksum(row.units))
        look, sound = _alike(row)
        self.shapes.append(look)
        self.sounds.append(sound)
        if sound and row.type <= RowType.FORMER and len(self.heard) < TRANSCRIBED:
            self.heard.update(transcriptions(row.text, sound))

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
        for number, letters in self.initials:
            if letters not in self.given:
                self._row(number, Row(RowType.INITIALS, letters, (letters,), (letters,)))
        row_ptr, row_words = self.row_words.starts(), np.array(self.row_words.numbers, np.int32)
        row_org = np.array(self.row_org, np.int32)
        word_class = np.array([class_of(word) for word in self.ids], np.uint8)
        near_ptr, near_words = ragged([sorted(one) for one in self.near])
        campus = frozenset(self.ids[word] for word in CAMPUS_WORDS if word in self.ids)
        phrases = np.array(self.phrase_rows, np.int32), self.phrases.starts()
        return {
            "row_org": row_org,
            "row_type": np.array(self.row_type, np.uint8),
            "row_ptr": row_ptr,
            "row_words": row_words,
            "word_class": word_class,
            "word_df": np.bincount(row_words, minlength=len(word_class)).astype(np.int32),
            "near_ptr": near_ptr,
            "near_words": near_words,
            **self._texts(),
            **self._checksums(),
            **self._parts(),
            **posting_arrays(row_ptr, row_words, word_class),
            **family_arrays((row_org, row_ptr, row_words), self.near, campus),
            **miss_arrays(list(self.ids)),
            **phrase_arrays((*phrases, np.array(self.phrases.numbers, np.int32)), len(self.ids)),
        }

    def _parts(self) -> dict[str, Array]:
        parts: list[list[int]] = [[] for _ in self.parents]
        for number, parents in enumerate(self.parents):
            for parent in parents:
                if parent in self.numbers:
                    parts[self.numbers[parent]].append(number)
        starts, numbers = ragged(parts)
        return {"part_ptr": starts, "parts": numbers}

    def _texts(self) -> dict[str, Array]:
        """What is kept as bytes: keys, organisations, their ids."""
        found = {}
        for name, kept in (("key", self.keys), ("org", self.organisations), ("id", self.org_ids)):
            found[f"{name}_data"] = np.frombuffer(kept.numbers, np.uint8)
            found[f"{name}_ptr"] = kept.starts()
        return found

    def _checksums(self) -> dict[str, Array]:
        sums = np.array(self.sums, np.uint32)
        order = np.argsort(sums, kind="stable")
        found = {"key_sums": sums[order], "key_rows": order.astype(np.int32)}
        for name, kept in (("shape", self.shapes), ("sound", self.sounds)):
            of_row = np.array(kept, np.uint32)
            some = np.flatnonzero(of_row)
            some = some[np.argsort(of_row[some], kind="stable")]
            found[f"{name}_sums"] = of_row[some]
            found[f"{name}_rows"] = some.astype(np.int32)
            found[f"row_{name}"] = of_row
        return {**found, **heard_arrays(self.heard)}


def _without_chinese_forms(phrase: list[str]) -> list[str]:
    """A phrase without the characters of a legal form at its end."""
    tail = "".join(phrase) if phrase and is_cjk(phrase[-1]) else ""
    for form in ("股份有限公司", "有限责任公司", "有限公司", "公司") if tail else ():
        if tail.endswith(form) and len(tail) > len(form) + 1:
            return phrase[: -len(form)]
    return phrase


def _alike(row: Row) -> tuple[int, int]:
    """How a row looks and sounds; romanised ones look alike however their syllables are joined."""
    if row.type <= RowType.FORMER:
        return alike(row.text, row.spelled)
    if row.type == RowType.ROMANISED:
        return alike(" ".join(row.spelled), row.spelled)
    return 0, 0

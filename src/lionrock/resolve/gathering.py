"""Organisations on their way into an index: their rows, words, keys and phrases as flat arrays.

What is gathered of one batch can be put after what was gathered of those before it, so that
several processes can each read some (building.py); words get the same numbers either way.
"""

from array import array
from collections.abc import Iterable

import msgspec
import numpy as np

from lionrock.model.fold import is_cjk
from lionrock.model.match import Organisation
from lionrock.model.names.places import standing
from lionrock.model.names.reading import units
from lionrock.model.names.shapes import alike
from lionrock.model.names.words import WordClass, words
from lionrock.resolve.families import ragged
from lionrock.resolve.keys import Array, checksum, key_of
from lionrock.resolve.rows import Row, RowType, rows
from lionrock.resolve.transcriptions import TRANSCRIBED, heard_arrays, transcriptions


class Lists:
    """Lists of numbers, one after the other, as small as arrays are."""

    def __init__(self, type_: str) -> None:
        self.numbers = array(type_)
        self._lengths = array("i")

    def add(self, found: Iterable[int]) -> None:
        """Put a list after those there are."""
        before = len(self.numbers)
        self.numbers.extend(found)
        self._lengths.append(len(self.numbers) - before)

    def add_bytes(self, found: bytes) -> None:
        """Put a list of bytes after those there are, at once: one by one takes far longer."""
        self.numbers.frombytes(found)
        self._lengths.append(len(found))

    def absorb(self, more: "Lists", numbers: Array | None = None) -> None:
        """Put other lists after these, with other `numbers` when given."""
        if numbers is None:
            self.numbers.extend(more.numbers)
        else:
            self.numbers.frombytes(numbers.astype(self.numbers.typecode).tobytes())
        self._lengths.extend(more._lengths)

    def starts(self) -> Array:
        """Where each list begins, and where the last one ends."""
        starts = np.zeros(len(self._lengths) + 1, np.int64)
        np.cumsum(np.array(self._lengths, np.int64), out=starts[1:])
        return starts

    def __len__(self) -> int:
        return len(self._lengths)


class Gathered:
    """What was read of organisations; `transcribe` says whether their Chinese names are to be
    found by how they sound in Latin letters too, until there are TRANSCRIBED of those."""

    def __init__(self, transcribe: bool = True) -> None:
        self.ids: dict[str, int] = {}
        self.row_org, self.row_type = array("i"), array("B")
        self.row_words, self.keys = Lists("i"), Lists("B")
        self.sums, self.shapes, self.sounds = array("I"), array("I"), array("I")
        self._transcribe = transcribe
        self._heard: set[tuple[int, int]] = set()
        self._heard_by_name: list[tuple[tuple[int, int], ...]] = []
        self.phrase_rows, self.phrases = array("i"), Lists("i")
        self.organisations, self.org_ids = Lists("B"), Lists("B")
        self._standing: dict[tuple[tuple[str, ...], str], frozenset[int]] = {}
        self.near: list[frozenset[int]] = []
        self._parents: dict[int, tuple[str, ...]] = {}
        self._numbers: dict[str, int] = {}
        self._initials: list[tuple[int, str]] = []
        self._given: set[str] = set()

    @property
    def all_heard(self) -> bool:
        """Whether no more names are found by how they sound."""
        return len(self._heard) >= TRANSCRIBED

    def add(self, organisation: Organisation) -> None:
        """Take in an organisation: its rows, their words, keys and phrases."""
        number = len(self.organisations)
        self.org_ids.add_bytes(organisation.id.encode())
        self.organisations.add_bytes(msgspec.json.encode(organisation))
        self._numbers[organisation.id] = number
        if organisation.parents:
            self._parents[number] = organisation.parents
        for row in rows(organisation):
            if row.type == RowType.INITIALS:
                self._initials.append((number, row.units[0]))
                continue
            self._row(number, row)
        where = organisation.cities, organisation.country
        near = self._standing.get(where)
        if near is None:
            near = self._standing[where] = frozenset(map(self._id, _place_units(*where)))
        self.near.append(near)

    def _row(self, number: int, row: Row) -> None:
        if row.type <= RowType.FORMER:
            if len(row.units) == 1:
                self._given.add(row.units[0])
            self.phrase_rows.append(len(self.row_org))
            self.phrases.add(self._phrase(row))
        self.row_org.append(number)
        self.row_type.append(row.type)
        self.row_words.add(sorted({self._id(unit) for unit in row.units}))
        self.keys.add_bytes(key_of(row.spelled).encode("utf-8", "replace"))
        self.sums.append(checksum(row.units))
        look, sound = _alike(row)
        self.shapes.append(look)
        self.sounds.append(sound)
        if sound and row.type <= RowType.FORMER and self._transcribe and not self.all_heard:
            found = tuple(transcriptions(row.text, sound))
            self._heard.update(found)
            self._heard_by_name.append(found)

    def _id(self, word: str) -> int:
        return self.ids.setdefault(word, len(self.ids))

    def _phrase(self, row: Row) -> list[int]:
        """The words of a row as they follow each other in a text, legal forms at its end left."""
        found = list(row.phrase)
        classes = words().classes
        while len(found) > 1 and classes.get(found[-1]) == WordClass.LEGAL:
            found.pop()
        return [self._id(unit) for unit in _without_chinese_forms(found)]

    def absorb(self, more: "Gathered") -> None:
        """Put what was gathered of the organisations that follow after this."""
        before, rows_before = len(self.organisations), len(self.row_org)
        ids = np.array([self._id(word) for word in more.ids], np.int32)
        self.row_org.extend(number + before for number in more.row_org)
        self.row_type.extend(more.row_type)
        self.row_words.absorb(more.row_words, _renumbered(more.row_words, ids))
        self.phrase_rows.extend(row + rows_before for row in more.phrase_rows)
        self.phrases.absorb(more.phrases, ids[np.array(more.phrases.numbers, np.int64)])
        for kept, added in (
            (self.keys, more.keys), (self.organisations, more.organisations),
            (self.org_ids, more.org_ids),
        ):  # fmt: skip
            kept.absorb(added)
        for kept_sums, added_sums in (
            (self.sums, more.sums), (self.shapes, more.shapes), (self.sounds, more.sounds)
        ):  # fmt: skip
            kept_sums.extend(added_sums)
        for found in more._heard_by_name:
            if not self.all_heard:
                self._heard.update(found)
        for where, near in more._standing.items():
            if where not in self._standing:
                self._standing[where] = frozenset(ids[list(near)].tolist())
        told = {near: self._standing[where] for where, near in more._standing.items()}
        self.near += [told[near] for near in more.near]
        self._parents |= {number + before: one for number, one in more._parents.items()}
        self._numbers |= {id_: number + before for id_, number in more._numbers.items()}
        self._initials += [(number + before, letters) for number, letters in more._initials]
        self._given |= more._given

    def end(self) -> None:
        """Take in initials, but for those that are somebody's given name; nothing can be added
        after that."""
        for number, letters in self._initials:
            if letters not in self._given:
                one = (letters,)
                self._row(number, Row(RowType.INITIALS, letters, one, one, one))
        self._initials = []

    def checksums(self) -> dict[str, Array]:
        """What names are found by when they are equal, look alike or sound alike."""
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
        return {**found, **heard_arrays(self._heard)}

    def parts(self) -> dict[str, Array]:
        """The organisations that are part of each."""
        parts: list[list[int]] = [[] for _ in range(len(self.organisations))]
        for number, parents in self._parents.items():
            for parent in parents:
                if parent in self._numbers:
                    parts[self._numbers[parent]].append(number)
        starts, numbers = ragged(parts)
        return {"part_ptr": starts, "parts": numbers}

    def texts(self) -> dict[str, Array]:
        """What is kept as bytes: keys, organisations, their ids."""
        found = {}
        for name, kept in (("key", self.keys), ("org", self.organisations), ("id", self.org_ids)):
            found[f"{name}_data"] = np.frombuffer(kept.numbers, np.uint8)
            found[f"{name}_ptr"] = kept.starts()
        return found


def _renumbered(lists: Lists, ids: Array) -> Array:
    """The numbers of lists by their new `ids`, each list ascending again."""
    numbers = ids[np.array(lists.numbers, np.int64)]
    whose = np.repeat(np.arange(len(lists)), np.diff(lists.starts()))
    return np.asarray(numbers[np.lexsort((numbers, whose))])


def _place_units(cities: tuple[str, ...], country: str) -> list[str]:
    """The words of the places that an organisation stands in."""
    places = words().places
    return sorted(
        {
            unit
            for place in standing(cities, country)
            for unit in units(next(iter(places[place].en), ""))
        }
    )


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

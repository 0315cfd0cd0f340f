"""Affiliation strings in which nothing known was found: the name of the body that each holds.

Of every affiliation one segment is taken: the widest body it names, so no department. A segment
without a word for a sort of body ("University", "Ltd") is not taken for a name: "Independent
Researcher" names nobody.
"""

import hashlib
import re
from collections.abc import Iterator

import msgspec

from lionrock.model.fold import is_cjk
from lionrock.model.judgement import OF_NAME
from lionrock.model.names.reading import units
from lionrock.model.names.segments import asked_name
from lionrock.model.names.translate import english_readings
from lionrock.model.names.words import WordClass
from lionrock.resolve.addresses import chain, places_in
from lionrock.resolve.context import fits
from lionrock.resolve.keys import class_of, key_of
from lionrock.resolve.passage import Passage, passage
from lionrock.store.engine import Row, RowsToRows

_LONGEST, _FEWEST, _MOST = 150, 2, 16
_WIDE = frozenset(("university", "hospital", "academy", "council", "ministry", "大学", "医院"))
_CHINESE = re.compile(
    "^.{2,30}?(?:大學|大学|有限公司|公司|研究院|研究所|醫院|医院|科學院|科学院|實驗室|实验室)"
)
_TELLING = (WordClass.NAME, WordClass.NUMBER)


class UnknownName(msgspec.Struct, frozen=True):
    """A name that stands in an affiliation string.

    `id` is made of its units, spelled alike, and of `place` (where the address says it is: the
    id of a place, or empty): the same name in another city is another. It may be found again by
    `letters`, those of its units, and of a Chinese name also those of an English reading; and by
    `words`, the telling ones of all its readings.
    """

    id: str
    text: str
    letters: str
    place: str
    words: tuple[str, ...]


def unknown_names(text: str) -> list[UnknownName]:
    """The names in a string, each once, at most one a part; [] when none can be told."""
    read = passage(text)
    found: dict[str, UnknownName] = {}
    for first, last in _parts(read):
        best: tuple[int, int, int, str] | None = None
        for start, end in _segments(read, first, last):
            name = _name(read.between(start, end))
            rank = _rank(name) if fits(read.tokens, start, end, [False] * len(read.tokens)) else 0
            if rank and (best is None or rank >= best[0]):
                best = (rank, start, end, name)
        if best is not None:
            one = _read(best[3], _place(read, (first, last), best[1:3]))
            found.setdefault(one.id, one)
    return list(found.values())


def open_reading() -> RowsToRows:
    """What reads rows (string) as rows (string, id of a name, name, letters, place, words), none or
    several a string; for a worker, where this function is called by name."""
    return _read_rows


def _read_rows(rows: list[Row]) -> list[Row]:
    return [
        (raw, one.id, one.text, one.letters, one.place, list(one.words))
        for (raw,) in rows
        for one in unknown_names(raw)
    ]


def _read(text: str, place: str) -> UnknownName:
    asked = asked_name(text)
    key = key_of(asked.spelled)
    readings = english_readings(text) if not text.isascii() else ()
    telling = {
        unit
        for reading in (asked.units, *readings)
        for unit in reading
        if class_of(unit) in _TELLING
    }
    id_ = OF_NAME + hashlib.sha256(f"{key}\n{place}".encode("utf-8", "replace")).hexdigest()[:16]
    letters = " ".join("".join(spelled) for spelled in (key.split(), *readings[:1]))
    return UnknownName(id_, text, letters, place, tuple(sorted(telling)))


def _parts(read: Passage) -> Iterator[tuple[int, int]]:
    return _runs([token.part for token in read.tokens], 0)


def _segments(read: Passage, first: int, last: int) -> Iterator[tuple[int, int]]:
    return _runs([token.segment for token in read.tokens[first:last]], first)


def _runs(numbers: list[int], offset: int) -> Iterator[tuple[int, int]]:
    """Where runs of equal numbers begin and end."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[start]:
            yield offset + start, offset + at
            start = at


def _name(text: str) -> str:
    """A segment on one line; of a Chinese one the body, without the unit that follows it."""
    text = " ".join(text.split())[:_LONGEST]
    if text and is_cjk(text[0]):
        found = _CHINESE.match(text)
        return found.group() if found else text
    return text


def _rank(text: str) -> int:
    """How wide a body a segment names: 2 wide, 1 another, 0 none that can be told."""
    found = units(text)
    classes = [class_of(unit) for unit in found]
    if not _FEWEST <= len(found) <= _MOST or classes[0] == WordClass.UNIT:
        return 0
    if not any(sort in _TELLING or sort == WordClass.GENERIC for sort in classes):
        return 0
    if WordClass.LEGAL in classes or _WIDE & set(found):
        return 2
    return int(WordClass.KIND in classes)


def _place(read: Passage, part: tuple[int, int], name: tuple[int, int]) -> str:
    """The narrowest place that the address in a part tells for certain; of two that do not lie
    in each other, the first."""
    tokens = read.tokens
    taken = [not part[0] <= at < part[1] or name[0] <= at < name[1] for at in range(len(tokens))]
    best = ""
    for seen in places_in(tokens, taken):
        if seen.certain and (not best or best in chain(seen.place)):
            best = seen.place
    return best

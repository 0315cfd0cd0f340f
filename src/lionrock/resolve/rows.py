"""An organisation as rows of the index: one for every name it can be met under.

Besides the names its sources give, an organisation is met under the initials of its English
names and under an English reading of Chinese names when it has no English one. Such derived rows
say so, and count as weak evidence.
"""

from collections.abc import Iterator
from enum import IntEnum

import msgspec

from lionrock.model.fold import is_cjk
from lionrock.model.match import Organisation
from lionrock.model.names.reading import units, units_and_stops
from lionrock.model.names.romanise import romanised
from lionrock.model.names.segments import with_places
from lionrock.model.names.translate import english_readings
from lionrock.model.names.words import WordClass, words


class RowType(IntEnum):
    """Where a row comes from: names that were given first, derived ones after."""

    OFFICIAL = 0
    ALIAS = 1
    ABBREVIATION = 2
    FORMER = 3
    INITIALS = 4
    TRANSLATED = 5
    ROMANISED = 6


_TYPES = {
    "official": RowType.OFFICIAL,
    "alias": RowType.ALIAS,
    "abbreviation": RowType.ABBREVIATION,
    "former": RowType.FORMER,
}
_SHORTEST_INITIALS = 3
_ROMANISED, _READ = 8, 2
"""Chinese names of an organisation that are also written in Latin letters, and, where it has an
English name too, that are also read as English."""


class Row(msgspec.Struct, frozen=True):
    """A name: its type, what is shown, its units in order (legal forms among them), and the same
    with stop words."""

    type: RowType
    text: str
    units: tuple[str, ...]
    spelled: tuple[str, ...]


def rows(organisation: Organisation) -> Iterator[Row]:
    """The rows of an organisation, each spelling once, the best type first."""
    seen: set[tuple[str, ...]] = set()
    given = sorted(organisation.names, key=lambda name: _TYPES[name.type])
    for name in given:
        only, spelled = units_and_stops(with_places(name.text))
        row = Row(_TYPES[name.type], name.text, tuple(only), tuple(spelled))
        if row.units and row.spelled not in seen:
            seen.add(row.spelled)
            yield row
    english = [name.text for name in given if not _has_chinese(name.text)]
    for row in _initials(english):
        if row.spelled not in seen:
            seen.add(row.spelled)
            yield row
    official = any(name.type == "official" and not _has_chinese(name.text) for name in given)
    for row in _derived([name.text for name in given if _has_chinese(name.text)], official):
        if row.spelled not in seen:
            seen.add(row.spelled)
            yield row


def _derived(chinese: list[str], named: bool) -> Iterator[Row]:
    """Chinese names in English and in Latin letters; `named` when an English name is known, and
    a reading is only one more spelling of it."""
    for text in chinese[: _READ if named else None]:
        for reading in english_readings(text)[: 1 if named else 2]:
            yield Row(RowType.TRANSLATED, text, reading, reading)
    for text in chinese[:_ROMANISED]:
        for spelling in romanised(text):
            read = tuple(units(" ".join(spelling)))  # zhongguo is china when it is asked for
            yield Row(RowType.ROMANISED, text, read, read)


def _has_chinese(text: str) -> bool:
    return not text.isascii() and any(is_cjk(character) for character in text)


def _initials(names: list[str]) -> Iterator[Row]:
    classes = words().classes
    for text in names[:4]:
        core = [u for u in units(text) if classes.get(u) != WordClass.LEGAL]
        letters = "".join(unit[0] for unit in core)
        if _SHORTEST_INITIALS <= len(letters) <= 8 and letters.isalpha():
            yield Row(RowType.INITIALS, text, (letters,), (letters,))

"""An organisation as rows of the index: one for every name it can be met under.

Besides the names its sources give, an organisation is met under the initials of its English
names and under an English reading of Chinese names when it has no English one. Such derived rows
say so, and count as weak evidence.
"""

from collections.abc import Iterator
from enum import IntEnum
from itertools import chain

import msgspec

from lionrock.model.fold import has_cjk
from lionrock.model.match import Organisation, OrganisationName
from lionrock.model.names.reading import units, with_stops, written_words
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
_SHORTEST_INITIALS, _LONGEST_INITIALS, _INITIALS_OF = 3, 8, 4
_LONGEST_PHRASE = 500
"""Characters of a name that is looked for in a text."""
_ROMANISED, _READ = 8, 2
"""Chinese names of an organisation that are also written in Latin letters, and, where it has an
English name too, that are also read as English."""


class Row(msgspec.Struct, frozen=True, gc=False):
    """A name: its type, what is shown, its units in order (legal forms among them), the same with
    stop words, and, of one that was given, its words as they follow each other in a text."""

    type: RowType
    text: str
    units: tuple[str, ...]
    spelled: tuple[str, ...]
    phrase: tuple[str, ...] = ()


def rows(organisation: Organisation) -> Iterator[Row]:
    """The rows of an organisation, each spelling once, the best type first."""
    seen: set[tuple[str, ...]] = set()
    english: list[tuple[str, list[str]]] = []
    chinese: list[str] = []
    official = False
    for name in sorted(organisation.names, key=lambda name: _TYPES[name.type]):
        row, core = _given(name)
        if has_cjk(name.text):
            chinese.append(name.text)
        else:
            english.append((name.text, core))
            official = official or name.type == "official"
        if row.units and row.spelled not in seen:
            seen.add(row.spelled)
            yield row
    for row in chain(_initials(english), _derived(chinese, official)):
        if row.spelled not in seen:
            seen.add(row.spelled)
            yield row


def _given(name: OrganisationName) -> tuple[Row, list[str]]:
    """The row of a name that was given, and the units that initials are of."""
    text = with_places(name.text)
    found = written_words(text)
    only, spelled = with_stops(found)
    short = found if len(text) <= _LONGEST_PHRASE else written_words(text[:_LONGEST_PHRASE])
    phrase = tuple(chain.from_iterable([word.phrase for word in short]))
    if len(phrase) == 1 and any(word.stop for word in short):
        phrase = ()  # Food On: of its two words a text would be searched for one
    kept = tuple(only)
    row = Row(
        _TYPES[name.type], name.text, kept, kept if spelled is only else tuple(spelled), phrase
    )
    return row, only if text == name.text else units(name.text)


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


def _initials(names: list[tuple[str, list[str]]]) -> Iterator[Row]:
    classes = words().classes
    for text, found in names[:_INITIALS_OF]:
        letters = "".join([u[0] for u in found if classes.get(u) != WordClass.LEGAL])
        if _SHORTEST_INITIALS <= len(letters) <= _LONGEST_INITIALS and letters.isalpha():
            yield Row(RowType.INITIALS, text, (letters,), (letters,))

"""A name or an affiliation, in any script, as the units that matching compares.

A Latin word is one unit, in full ("Univ." is university) and without accents; Chinese gives the
words the lexicon knows and pairs of the other characters; a place is the same unit in every
script; stop words give none. Words are read once and remembered, since the same few thousand
make up nearly all names.
"""

import re
from functools import cache
from itertools import chain

import msgspec

from lionrock.model.fold import fold, is_cjk
from lionrock.model.names.chinese import pairs, pieces, without_legal
from lionrock.model.names.words import words

LONGEST = 2_000
"""Characters of a text that are read; what comes after is no name."""

_SILENT = frozenset(("the", "and", "et", "e", "y", "und"))
_REMEMBERED = 100_000
_LONGEST_WORD = 60
_HAN = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005\u3007"
_WORD = re.compile(
    "(?:[A-Za-z]\\.){2,}[A-Za-z]?(?![A-Za-z])"  # H.K.
    f"|[{_HAN}]+"
    "|(?<![^\\W_])[A-Za-z] ?& ?[A-Za-z](?![^\\W_])"  # R&D
    f"|(?:(?![{_HAN}_])\\w)+(?:['’ʼ`](?:(?![{_HAN}_])\\w)+)*"
)
_ASCII_WORD = re.compile(
    "(?:[A-Za-z]\\.){2,}[A-Za-z]?(?![A-Za-z])"
    "|(?<![A-Za-z0-9])[A-Za-z] ?& ?[A-Za-z](?![A-Za-z0-9])"
    "|[A-Za-z0-9]+(?:['`][A-Za-z0-9]+)*"
)
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_LOOKALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеоорсухіјѕԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυ",
    "ABESIJKMHOPCTYXaeoopcyxijsdqwABEZHIKMNOPTYXovpu",
)


class Word(msgspec.Struct, frozen=True, gc=False):
    """What one written word comes to: `units` for comparing, `phrase` for finding in a text.

    A phrase has single Chinese characters where units have words. `stop` is a stop word that
    still tells names apart letter by letter (of, for, de), else empty.
    """

    units: tuple[str, ...]
    phrase: tuple[str, ...]
    stop: str = ""


class Span(msgspec.Struct, frozen=True, gc=False):
    """A written word in its text: the reading, and where it stands (characters)."""

    word: Word
    start: int
    end: int


def readable(text: str) -> str:
    """`text` without characters nobody sees, cut to LONGEST."""
    text = text[:LONGEST]
    return text if text.isascii() else _UNSEEN.sub("", text)


def units(text: str) -> list[str]:
    """The units of a name, in order; empty when it holds no letter or digit."""
    text = readable(text)
    known = _read_words()
    found = (_ASCII_WORD if text.isascii() else _WORD).findall(text)
    return list(chain.from_iterable([known[word].units for word in found]))


def written_words(text: str) -> list[Word]:
    """What each written word of a text comes to, in order."""
    text = readable(text)
    known = _read_words()
    return [known[word] for word in (_ASCII_WORD if text.isascii() else _WORD).findall(text)]


def units_and_stops(text: str) -> tuple[list[str], list[str]]:
    """The units of a name, and the same with its stop words between them."""
    return with_stops(written_words(text))


def with_stops(found: list[Word]) -> tuple[list[str], list[str]]:
    """The units of words that were read, and the same with the stop words between them."""
    only = list(chain.from_iterable([word.units for word in found]))
    if not [word for word in found if word.stop]:  # a list is quicker than any() of so few
        return only, only
    return only, [one for word in found for one in (word.units or (word.stop,)) if one]


def spans(text: str) -> list[Span]:
    """The words of a text that says anything, with their places in `readable(text)`."""
    known = _read_words()
    pattern = _ASCII_WORD if text.isascii() else _WORD
    return [
        Span(known[match.group()], match.start(), match.end()) for match in pattern.finditer(text)
    ]


class _Memory(dict[str, Word]):
    """Written word → reading, worked out when first met; forgets everything when it is full."""

    def __missing__(self, written: str) -> Word:
        if len(self) >= _REMEMBERED:
            self.clear()
        word = self[written] = _word(written)
        return word


@cache
def _read_words() -> _Memory:
    return _Memory()


def _word(written: str) -> Word:
    found: list[str] = []
    phrase: list[str] = []
    plain = written.isascii() and written.isalnum()  # nearly all: folding is lower case alone
    parts = [written.lower()] if plain else fold(_latin(written)).split()
    if len(parts) == 1 and parts[0] in words().stops:
        return Word((), (), "" if parts[0] in _SILENT else parts[0])
    for part in parts:
        if is_cjk(part):
            more = _chinese(part)
            found += more
            phrase += part
        else:
            full = _full(part[:_LONGEST_WORD])
            found += full
            phrase += full
    return Word(tuple(found), tuple(phrase))


def _latin(written: str) -> str:
    """Letters of other alphabets that look like Latin ones, when the whole word does."""
    if written.isascii():
        return written
    mapped = written.translate(_LOOKALIKE)
    return mapped if mapped.isascii() else written


def _full(part: str) -> tuple[str, ...]:
    table = words()
    legal = table.legal.get(part)
    if legal is not None:
        return legal
    return tuple(w for w in table.short.get(part, (part,)) if w not in table.stops)


def _chinese(run: str) -> list[str]:
    table = words()
    run, legal = without_legal(run)
    found: list[str] = []
    for piece in pieces(run):
        if piece.sort == "place":
            place = table.places[table.place_names[piece.text]]
            found += place.en[0].split() if place.en else [piece.text]
        elif piece.sort == "word":
            found.append(piece.text)
        else:
            found += pairs(piece.text)
    return found + list(legal)

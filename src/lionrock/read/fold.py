"""Folding that keeps every position: one character for one character."""

import codecs
import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from lionrock.model.fold import fold

_SHORT = 200
"""Characters from which one look-up for all is faster than one for each."""
_UNKNOWN = 0xFFFF


def folded_letters(text: str) -> str:
    """`text` with traditional characters simplified and full-width ones made half-width, each
    character where it was; case and punctuation stay."""
    if text.isascii():
        return text
    if len(text) < _SHORT:
        return "".join(map(_letter, text))
    return _looked_up(text, _table(small=False), _letter)


def small_letters(text: str) -> str:
    """`lowered(folded_letters(text))`, in one look-up where the text is long."""
    if text.isascii() or len(text) < _SHORT:
        return lowered(folded_letters(text))
    return _looked_up(text, _table(small=True), _small)


def _looked_up(text: str, table: npt.NDArray[np.uint16], letter: Callable[[str], str]) -> str:
    encoded = text.encode("utf-16-le", "surrogatepass")
    if len(encoded) != 2 * len(text):
        return _beyond(text, table, letter)
    folded = _of_table(np.frombuffer(encoded, np.uint16), table, letter)
    return codecs.utf_16_le_decode(folded.data, "surrogatepass")[0]


def _of_table(
    points: npt.NDArray[np.uint16], table: npt.NDArray[np.uint16], letter: Callable[[str], str]
) -> npt.NDArray[np.uint16]:
    folded = table.take(points, mode="clip")
    if folded.size and folded.max() == _UNKNOWN:
        for point in np.unique(points[folded == _UNKNOWN]).tolist():
            table[point] = ord(letter(chr(point)))
        folded = table.take(points, mode="clip")
    return folded


def _beyond(text: str, table: npt.NDArray[np.uint16], letter: Callable[[str], str]) -> str:
    """The same where characters beyond the first 65,536 stand in the text (emoji, rare Han)."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    far = points > _UNKNOWN
    folded = points.copy()
    folded[~far] = _of_table(points[~far].astype(np.uint16), table, letter)
    listed, where = np.unique(points[far], return_inverse=True)
    folded[far] = np.array([ord(letter(chr(one))) for one in listed.tolist()], np.uint32)[where]
    return codecs.utf_32_le_decode(folded.data, "surrogatepass")[0]


def _small(character: str) -> str:
    lower = _letter(character).lower()
    return lower if len(lower) == 1 else " "


def lowered(folded: str) -> str:
    """Folded text in small letters, each where it was: what grows by it (İ) becomes a space."""
    lower = folded.lower()
    if len(lower) == len(folded):
        return lower
    return "".join(c if len(c) == 1 else " " for c in map(str.lower, folded))


@cache
def _table(small: bool) -> npt.NDArray[np.uint16]:
    """Code point → its folded form (in small letters), worked out when it is first met."""
    table = np.full(_UNKNOWN + 1, _UNKNOWN, np.uint16)
    table[:128] = [ord(chr(point).lower()) if small else point for point in range(128)]
    return table


@lru_cache(maxsize=50_000)
def _letter(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.east_asian_width(character) == "F":
        half = unicodedata.normalize("NFKC", character)
        return half if len(half) == 1 else character
    if "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff":
        found = fold(character)
        # Some rare characters' simplified forms lie beyond the table's 16 bits: they stay.
        return found if len(found) == 1 and ord(found) <= _UNKNOWN else character
    return character


@cache
def folded_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression to be used on folded text: its own letters folded as that is (划 and
    劃 become one letter, ， a comma), so that it may be written as one would write."""
    return re.compile("".join(map(_literal, source)), flags)


def _literal(character: str) -> str:
    found = _letter(character)
    return found if found == character or not found.isascii() else re.escape(found)

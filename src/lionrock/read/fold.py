"""Folding that keeps every position: one character for one character."""

import re
import sys
import unicodedata
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from lionrock.model.fold import fold

_SHORT = 200
"""Characters from which one look-up for all is faster than one for each."""
_UNKNOWN = 0xFFFFFFFF


def folded_letters(text: str) -> str:
    """`text` with traditional characters simplified and full-width ones made half-width, each
    character where it was; case and punctuation stay."""
    if text.isascii():
        return text
    if len(text) < _SHORT:
        return "".join(map(_letter, text))
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    table = _table()
    folded = table[points]
    unknown = folded == _UNKNOWN
    if unknown.any():
        for point in np.unique(points[unknown]).tolist():
            table[point] = ord(_letter(chr(point)))
        folded = table[points]
    return folded.tobytes().decode("utf-32-le", "surrogatepass")


def lowered(folded: str) -> str:
    """Folded text in small letters, each where it was: what grows by it (İ) becomes a space."""
    lower = folded.lower()
    if len(lower) == len(folded):
        return lower
    return "".join(c if len(c) == 1 else " " for c in map(str.lower, folded))


@cache
def _table() -> npt.NDArray[np.uint32]:
    """Code point → its folded form, worked out when it is first met; ASCII stays as it is."""
    table = np.full(sys.maxunicode + 1, _UNKNOWN, np.uint32)
    table[:128] = np.arange(128)
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
        return found if len(found) == 1 else character
    return character


@cache
def folded_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression to be used on folded text: its own letters folded as that is (划 and
    劃 become one letter, ， a comma), so that it may be written as one would write."""
    return re.compile("".join(map(_literal, source)), flags)


def _literal(character: str) -> str:
    found = _letter(character)
    return found if found == character or not found.isascii() else re.escape(found)

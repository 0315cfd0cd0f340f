"""Keys of names: what is compared letter by letter, its checksum, and the class of a word."""

import zlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from numpy.typing import NDArray

from lionrock.model.names.words import WordClass, words

Array = NDArray[Any]


def key_of(found: Sequence[str]) -> str:
    """The units of a name that are compared letter by letter: all but its legal form."""
    legal = _legal_words()
    if legal.isdisjoint(found):
        return " ".join(found)
    return " ".join([unit for unit in found if unit not in legal] or found)


@cache
def _legal_words() -> frozenset[str]:
    return frozenset(w for w, class_ in words().classes.items() if class_ == WordClass.LEGAL)


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

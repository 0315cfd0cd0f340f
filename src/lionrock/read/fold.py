"""Folding that keeps every position: one character for one character."""

import re
import unicodedata
from functools import lru_cache

from lionrock.model.fold import fold


def folded_letters(text: str) -> str:
    """`text` with traditional characters simplified and full-width ones made half-width, each
    character where it was; case and punctuation stay."""
    if text.isascii():
        return text
    return "".join(map(_letter, text))


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


def folded_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression to be used on folded text: its own letters folded as that is (划 and
    劃 become one letter, ， a comma), so that it may be written as one would write."""
    return re.compile("".join(map(_literal, source)), flags)


def _literal(character: str) -> str:
    found = _letter(character)
    return found if found == character or not found.isascii() else re.escape(found)

"""Folding that keeps every position: one character for one character."""

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

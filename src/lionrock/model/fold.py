"""Folding: one spelling for every way of writing the same words.

Traditional, simplified and variant characters, upper and lower case, full and half width,
accents and punctuation all come out alike, so that comparing two folded strings compares what
they say. A folded string is for matching only and is never shown to a reader.

Characters are folded one by one. OpenCC's phrase tables choose better characters for reading
(乾隆 stays 乾隆 while 乾淨 becomes 干净), but their choice depends on the neighbours, so that a
simplified text and the simplified form of its traditional twin can come out different.
"""

import re
import unicodedata
from functools import cache, lru_cache

import opencc

# Pairs that OpenCC's character tables keep apart because the right choice needs context, or that
# they leave alone: folding must not depend on context, so all of them merge.
_VARIANTS = str.maketrans(
    "著瞭藉覆划麽馀锺彷沈钜祇衹厰吿谘徵於麺妳牠缐乾",
    "着了借复画么余钟仿沉巨只只厂告咨征于面你它线干",
)
_IGNORED_MARKS = (
    range(0x02BC, 0x02BD),  # the apostrophe that is a letter
    range(0x0300, 0x0370),  # accents
    range(0x20D0, 0x2100),  # enclosing marks, as in keycap emoji
    range(0xFE00, 0xFE10),  # variation selectors
    range(0xE0100, 0xE01F0),
)

# Each pattern begins with the rare character itself: the scan skips to it.
_APOSTROPHE = re.compile(r"['’ʼ`](?<=\w['’ʼ`])(?:s\b)?", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Za-z]\.(?<![A-Za-z][A-Za-z]\.)(?:[A-Za-z]\.)+[A-Za-z]?(?![A-Za-z])")
_AMPERSAND = re.compile(r"\b([A-Za-z]) ?& ?([A-Za-z])\b")
_PLUS = re.compile(r"\+(?<=\w\+)")

_SHORT = 120
"""Characters of a text whose folding is remembered: matching folds a name in many places."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005\u3007"
_KANA = "\u3041-\u30ff"
_CJK_RUN = re.compile(f"([{_HAN}{_KANA}]+)")


def fold(text: str) -> str:
    """Return the one spelling of `text` that all its variants share.

    Lower case, simplified characters, no accents, words parted by single spaces and nothing
    else; a run of Chinese is a word, whether or not the writer left a space beside it.
    Idempotent; never raises, whatever the characters (lone surrogates become spaces).
    """
    return _remembered(text) if len(text) <= _SHORT else _folded(text)


def _folded(text: str) -> str:
    replaced = _replaced(text)
    if not replaced.isascii():
        replaced = " ".join(_CJK_RUN.split(replaced))
    return " ".join(replaced.split())


_remembered = lru_cache(maxsize=20_000)(_folded)


def tokens(text: str) -> list[str]:
    """Cut `text` into the tokens that search compares: words, and pairs of Chinese characters.

    A run of Chinese gives its overlapping pairs (香港大學 → 香港, 港大, 大学), a run of one
    character that character. `text` is folded first, so "H.K." and "HK" give the same token.
    """
    return bigrams(fold(text)).split()


def bigrams(folded: str) -> str:
    """Return folded text with each run of Chinese replaced by its overlapping pairs.

    Tokens are parted by spaces: the form that a whitespace tokenizer indexes.
    """
    if folded.isascii():
        return folded
    return _CJK_RUN.sub(_spaced_pairs, folded)


def is_cjk(word: str) -> bool:
    """Say whether a word of folded text is a run of Chinese characters or kana."""
    return not word.isascii() and _first()[word[0]]


class _First(dict[str, bool]):
    """Character → whether it is Chinese or kana, worked out when the character is first met."""

    def __missing__(self, character: str) -> bool:
        found = self[character] = _CJK_RUN.match(character) is not None
        return found


@cache
def _first() -> _First:
    return _First()


def has_cjk(text: str) -> bool:
    """Say whether a text, folded or not, holds a Chinese character or kana."""
    return not text.isascii() and _CJK_RUN.search(text) is not None


def _spaced_pairs(match: re.Match[str]) -> str:
    run = match.group()
    if len(run) == 1:
        return run
    return " ".join(map(str.__add__, run, run[1:]))


def _replaced(text: str) -> str:
    """Fold every character; spaces are not tidied yet."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if "'" in text or "’" in text or "`" in text or "ʼ" in text:
        text = _APOSTROPHE.sub("", text)
    if "." in text:
        text = _INITIALS.sub(_without_dots, text)
    if "&" in text:
        text = _AMPERSAND.sub(r"\1\2", text)
    if "+" in text:
        text = _PLUS.sub(" plus ", text)
    folded = text.translate(_table())
    if folded.isascii() or unicodedata.is_normalized("NFKC", folded):
        return folded
    return _replaced(folded)  # dropping a mark let its neighbours combine


def _without_dots(match: re.Match[str]) -> str:
    return match.group().replace(".", "")


class _Table(dict[int, str]):
    """Code point → its folded form, worked out when the character is first met."""

    def __missing__(self, point: int) -> str:
        folded = _folded_character(chr(point))
        self[point] = folded
        return folded


@cache
def _table() -> _Table:
    return _Table()


@cache
def _converters() -> tuple[opencc.OpenCC, ...]:
    return tuple(opencc.OpenCC(name) for name in ("hk2s", "tw2s", "t2s"))


def _folded_character(character: str) -> str:
    for _ in range(4):  # a fold of a fold can still move once or twice; then it rests
        before = character
        character = "".join(map(_folded_once, unicodedata.normalize("NFKC", before)))
        if character == before:
            break
    return character


def _folded_once(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character.casefold())
    kept = "".join(map(_letter_or_space, decomposed))
    composed = unicodedata.normalize("NFKC", kept)
    return "".join(map(_simplified, composed))


def _letter_or_space(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf" or any(ord(character) in marks for marks in _IGNORED_MARKS):
        return ""
    return character if category[0] in "LNM" else " "


def _simplified(character: str) -> str:
    if _CJK_RUN.match(character):
        for converter in _converters():
            character = converter.convert(character)
    return character.translate(_VARIANTS)

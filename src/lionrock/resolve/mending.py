"""Names that a hand or a scanner spoiled, put right where only one reading is left.

Only names that are not sure as they stand are mended. A word is mended when what is written is no
word at all and what it comes to is one: "Techno1ogies", "Univ ersity", "UNIVERSITYOFMACAU". The
words of a candidate's name are taken for those of the question when all but one are the same and
that one is a letter off ("Bank of Eost Asia"). What could itself be a name is left alone: Hunan is
not a misspelt Henan, and a character that stands in no word may be anybody's name.
"""

import re
from functools import cache, lru_cache

import msgspec
from rapidfuzz.distance import OSA

from lionrock.model.fold import fold, has_cjk, is_cjk
from lionrock.model.names.chinese import pieces, without_legal
from lionrock.model.names.reading import units
from lionrock.model.names.segments import Asked, asked_name
from lionrock.model.names.words import words
from lionrock.resolve.index import Index

_WORD = re.compile(r"[^\W_]+")
_MIXED = re.compile(r"(?=\w*\d)(?=\w*[^\W\d_]{2})\w+")
_MISREAD = (("0", "o"), ("1", "l"), ("1", "i"), ("5", "s"), ("8", "b"))
_BROKEN = re.compile(r"(?<![^\W_])([^\W\d_]+) ([a-z]+)(?![^\W_])")
_SYLLABLES = re.compile(
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:i?ang|i?ong|[aeiu]?ng|uang|i?an|uan|[aeiu]n|i?ao|u?ai|[eu]i|i[aeu]|ou|u[aeo]|er|[aeiouv]))+"
)
_LONGEST, _RUN_TOGETHER, _LEAST_KEY = 200, 12, 10
_LEAST_MENDED, _LEAST_CHINESE = 6, 5


class Mender:
    """Mends names with the words and names an index knows."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def readings(self, text: str, rows: list[int]) -> list[Asked]:
        """Other readings of a name; `rows` are those of its first candidates."""
        text = text[:_LONGEST]
        if has_cjk(text):
            near = self._near_chinese(text, rows)
            return [asked_name(near)] if near else []
        words_mended = self._words_mended(text)
        found = [asked_name(words_mended)] if words_mended != text else []
        near = self._near_latin(units(words_mended), rows)
        return [*found, asked_name(near)] if near else found

    def _is_word(self, written: str) -> bool:
        return written in self._index.ids or written in _written()

    def _words_mended(self, text: str) -> str:
        """A Latin text with its words mended; the same when there is nothing to mend."""
        text = _MIXED.sub(self._scanned, text.replace("|", "l"))
        text = _BROKEN.sub(self._joined, text)
        if " " not in text and len(text) >= _RUN_TOGETHER and text.isalpha():
            return self._parted(text.lower()) or text
        return _WORD.sub(self._mistyped, text)

    def _scanned(self, match: re.Match[str]) -> str:
        for wrong, right in _MISREAD:
            written = match[0].lower().replace(wrong, right)
            if written.isalpha() and self._is_word(written):
                return written
        return match[0]

    def _joined(self, match: re.Match[str]) -> str:
        """Two pieces as one word, when that is a word and the second piece is none."""
        whole, second = (match[1] + match[2]).lower(), match[2]
        broken = not (self._is_word(second) or second in words().stops)
        return whole if broken and self._is_word(whole) else match[0]

    def _mistyped(self, match: re.Match[str]) -> str:
        """The long form of a common word that a word is one letter off from: tehcnologies."""
        written = match[0].lower()
        if len(written) < _LEAST_MENDED or not written.isalpha() or self._is_word(written):
            return match[0]
        return _long_form(written) or match[0]

    def _parted(self, run: str) -> str | None:
        """A run of letters as words of which every one is known, the longest ones first."""
        best: list[tuple[int, str] | None] = [None] * (len(run) + 1)
        best[0] = (0, "")
        for end in range(2, len(run) + 1):
            for start in range(max(0, end - 20), end - 1):
                before, part = best[start], run[start:end]
                if before is None or not (self._is_word(part) or part in words().stops):
                    continue
                found = (before[0] + len(part) ** 2, f"{before[1]} {part}".strip())
                best[end] = max(best[end] or found, found)
        whole = best[-1]
        return whole[1] if whole else None

    def _near_latin(self, found: list[str], rows: list[int]) -> str | None:
        """The one candidate's name that is this one but for a mistyped word."""
        near: dict[int, str] = {}
        if sum(map(len, found)) >= _LEAST_KEY:
            for row in rows:
                key = self._index.keys[row].decode("utf-8", "replace")
                if self._one_off(found, units(key)):
                    near.setdefault(int(self._index.arrays["row_org"][row]), key)
        return next(iter(near.values())) if len(near) == 1 else None

    def _one_off(self, found: list[str], known: list[str]) -> bool:
        if len(found) != len(known) or len(found) < 3:
            return False
        odd = [(a, b) for a, b in zip(found, known, strict=True) if a != b]
        if len(odd) != 1:
            return False
        ((written, meant),) = odd
        if len(written) < 3 or not written.isalpha() or self._is_word(written):
            return False
        if _SYLLABLES.fullmatch(written) and _SYLLABLES.fullmatch(meant):
            return False
        limit = 1 if len(meant) < 9 else 2
        return OSA.distance(written, meant, score_cutoff=limit) <= limit

    def _near_chinese(self, text: str, rows: list[int]) -> str | None:
        """The one candidate's name that differs in a character which makes no word here, and a
        word there."""
        asked = _core(text)
        near: dict[int, str] = {}
        for row in rows if len(asked) >= _LEAST_CHINESE else ():
            organisation = int(self._index.arrays["row_org"][row])
            for name in self._index.organisation(organisation).names:
                known = _core(name.text)
                if len(known) == len(asked) and _misspelt(asked, known):
                    near.setdefault(organisation, name.text)
        return next(iter(near.values())) if len(near) == 1 else None


@lru_cache(maxsize=20_000)
def _core(text: str) -> str:
    run = fold(text).replace(" ", "")
    return without_legal(run)[0] if is_cjk(run) else ""


def _misspelt(asked: str, known: str) -> bool:
    odd = [at for at, (a, b) in enumerate(zip(asked, known, strict=True)) if a != b]
    return len(odd) == 1 and _sort(asked, odd[0]) == "rest" and _sort(known, odd[0]) == "word"


def _sort(run: str, at: int) -> str:
    """Whether the character at a place belongs to a word, a place or to neither."""
    end = 0
    for piece in pieces(run):
        end += len(piece.text)
        if at < end:
            return piece.sort
    return "rest"


@cache
def _written() -> frozenset[str]:
    """Every Latin word that the tables read: classes, shortenings, legal forms."""
    table = words()
    return frozenset(
        word for word in (*table.classes, *table.short, *table.legal) if word.isascii()
    )


@lru_cache(maxsize=20_000)
def _long_form(written: str) -> str | None:
    """The first word of `_long_forms` that is one letter off."""
    forms = _long_forms()
    near = {at for left in _left_out(written) for at in forms.by_letters.get(left, ())}
    return next(
        (forms.words[at] for at in sorted(near) if _is_near(written, forms.words[at])), None
    )


def _is_near(written: str, known: str) -> bool:
    return OSA.distance(written, known, score_cutoff=1) <= 1


def _left_out(word: str) -> set[str]:
    """A word and its forms with one letter left out: words one letter off share one (Garbe)."""
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}


class _Forms(msgspec.Struct, frozen=True):
    """Common words in order; their forms with a letter left out → which words have them."""

    words: tuple[str, ...]
    by_letters: dict[str, list[int]]


@cache
def _long_forms() -> _Forms:
    table = words()
    found = tuple(
        sorted(
            word
            for word in (*table.short, *table.legal)
            if word.isalpha() and word.isascii() and len(word) >= _LEAST_MENDED
        )
    )
    by_letters: dict[str, list[int]] = {}
    for at, word in enumerate(found):
        for left in _left_out(word):
            by_letters.setdefault(left, []).append(at)
    return _Forms(found, by_letters)

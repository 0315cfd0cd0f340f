"""What a regular expression needs: strings of which every match holds one, and its greatest length.

Reads the part of Python's syntax that word lists are written in (groups, alternatives, classes,
repeats, assertions); of anything else it says that nothing is known, which is always true.
"""

import re
from functools import lru_cache

import msgspec

Needed = frozenset[str] | None
WIDEST = 1_000_000
_REPEAT = re.compile(r"(?:(?P<sign>[*+?])|\{(?P<low>\d*)(?P<comma>,?)(?P<high>\d*)\})[?+]?")
_GROUP = re.compile(r"\((?:\?(?:(?P<look><?[=!])|P=(?P<back>\w+)\)|(?P<note>#)|P<\w+>|>|"
                    r"(?:[aiLmsux]*(?:-[imsx]+)?)(?P<flags>[:)])))?")  # fmt: skip
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_NO_WIDTH = frozenset("bBAZ")
_CODED = {"x": 2, "u": 4, "U": 8}


class Found(msgspec.Struct, frozen=True):
    """Of a pattern: the strings needed, in small letters, and the length of the longest match."""

    needed: Needed
    width: int


class _Unknown(Exception):
    """Syntax that is not read here."""


class _Part(msgspec.Struct, frozen=True):
    """One part of a sequence; `letter` where it is a single letter that must stand there."""

    needed: Needed
    width: int
    letter: str | None = None


@lru_cache(maxsize=5_000)
def found(pattern: re.Pattern[str]) -> Found:
    """What is known of a pattern; of one that cannot be read, that it may match anywhere."""
    if pattern.flags & re.VERBOSE:
        return Found(None, WIDEST)
    try:
        part, end = _Reader(pattern.pattern).alternatives(0)
    except _Unknown:
        return Found(None, WIDEST)
    if end != len(pattern.pattern):
        return Found(None, WIDEST)
    return Found(part.needed, min(part.width, WIDEST))


class _Reader:
    """Reads one pattern's source by descent; every method returns a part and where it ends."""

    def __init__(self, source: str) -> None:
        self._source = source

    def alternatives(self, at: int) -> tuple[_Part, int]:
        branches = []
        while True:
            part, at = self._sequence(at)
            branches.append(part)
            if self._source[at : at + 1] != "|":
                return _either(branches), at
            at += 1

    def _sequence(self, at: int) -> tuple[_Part, int]:
        parts = []
        while at < len(self._source) and self._source[at] not in "|)":
            part, at = self._atom(at)
            match = _REPEAT.match(self._source, at)
            if match and (match["sign"] or match["low"] or match["comma"]):
                part, at = _repeated(part, match), match.end()
            parts.append(part)
        return _joined(parts), at

    def _atom(self, at: int) -> tuple[_Part, int]:
        sign = self._source[at]
        if sign == "(":
            return self._group(at)
        if sign == "[":
            return _Part(None, 1), self._class_end(at)
        if sign == "\\":
            return self._escape(at + 1)
        if sign in "^$":
            return _Part(None, 0), at + 1
        if sign == ".":
            return _Part(None, 1), at + 1
        return _letter(sign), at + 1

    def _group(self, at: int) -> tuple[_Part, int]:
        match = _GROUP.match(self._source, at)
        if match is None or match["note"] or (match.end() == at + 1 and self._is_other(at + 1)):
            raise _Unknown
        if match["back"]:
            return _Part(None, WIDEST), match.end()
        if match["flags"] == ")":
            return _Part(None, 0), match.end()
        part, end = self.alternatives(match.end())
        if self._source[end : end + 1] != ")":
            raise _Unknown
        looks = match["look"] is not None
        return (_Part(None, 0) if looks else _Part(part.needed, part.width)), end + 1

    def _is_other(self, at: int) -> bool:
        return self._source[at : at + 1] == "?"

    def _class_end(self, at: int) -> int:
        at += 2 if self._source[at + 1 : at + 2] == "^" else 1
        first = at
        while at < len(self._source):
            if self._source[at] == "\\":
                at += 1
            elif self._source[at] == "]" and at > first:
                return at + 1
            at += 1
        raise _Unknown

    def _escape(self, at: int) -> tuple[_Part, int]:
        sign = self._source[at]
        if sign in _NO_WIDTH:
            return _Part(None, 0), at + 1
        if sign in _CODED:
            end = at + 1 + _CODED[sign]
            return _letter(chr(int(self._source[at + 1 : end], 16))), end
        if sign in _PLAIN:
            return _letter(_PLAIN[sign]), at + 1
        if sign.isdigit() or sign == "N":
            raise _Unknown
        if sign.isascii() and sign.isalpha():
            return _Part(None, 1), at + 1
        return _letter(sign), at + 1


def _letter(sign: str) -> _Part:
    small = sign.lower()
    if len(small) != 1:
        return _Part(None, 1)
    return _Part(frozenset([small]), 1, small)


def _repeated(part: _Part, match: re.Match[str]) -> _Part:
    if match["sign"]:
        low, high = int(match["sign"] == "+"), 1 if match["sign"] == "?" else WIDEST
    else:
        low = int(match["low"] or 0)
        high = int(match["high"] or WIDEST) if match["comma"] else low
    width = min(WIDEST, part.width * high)
    if part.letter is not None and low == high == 1:
        return part
    return _Part(part.needed if low else None, width)


def _joined(parts: list[_Part]) -> _Part:
    """Of parts that follow one another any will do: the one whose shortest string is longest."""
    options: list[frozenset[str]] = []
    letters = ""
    for part in (*parts, _Part(None, 0)):
        if part.letter is not None:
            letters += part.letter
            continue
        if letters:
            options.append(frozenset([letters]))
            letters = ""
        if part.needed is not None:
            options.append(part.needed)
    best = max(options, key=lambda one: (min(map(len, one)), -len(one)), default=None)
    return _Part(best, sum(part.width for part in parts))


def _either(branches: list[_Part]) -> _Part:
    width = max(part.width for part in branches)
    strings: set[str] = set()
    for part in branches:
        if part.needed is None:
            return _Part(None, width)
        strings |= part.needed
    # A string that holds another is found where that one is.
    shortest = {one for one in strings if not any(two != one and two in one for two in strings)}
    return _Part(frozenset(shortest), width)

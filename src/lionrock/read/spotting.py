"""Where patterns could match at all: one automaton over letters that each of them needs.

A pattern of words (launch(?:ed|es)?|roll(?:ed|s)? out) can match only where one of a few strings
stands ("launch", "roll"). An automaton finds the strings of all patterns in one walk, so that a
pattern is tried only where it has a chance. What it finds does not change: the strings are drawn
from the pattern's own parse, and one that needs no string is tried everywhere.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick_rs

_AHEAD = 16
"""Characters that a pattern may look at after its match."""
_WIDEST = 1_000_000
Needed = frozenset[str] | None


class Spotter:
    """Tells which of some patterns could match in which part of a text; safe between threads."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self.patterns = tuple(patterns)
        self._always: list[int] = []
        of: dict[str, list[int]] = defaultdict(list)
        for number, pattern in enumerate(patterns):
            strings = needed(pattern)
            if strings is None:
                self._always.append(number)
            for one in strings or ():
                of[one].append(number)
        self._of = [tuple(numbers) for numbers in of.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(of), matchkind=ahocorasick_rs.MatchKind.Standard
        )

    def spotted(self, lower: str) -> "Spotted":
        """What stands in a text, given in small letters."""
        found = self._automaton.find_matches_as_indexes(lower, overlapping=True)
        return Spotted(
            sorted((start, number) for number, start, _ in found), self._of, self._always
        )

    def matches(self, text: str, lower: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Every pattern with its matches in a text, as `finditer` gives them: the patterns in
        order, each tried only around the strings that it needs."""
        places: dict[int, list[int]] = {number: [] for number in range(len(self.patterns))}
        for string, start, _ in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            for number in self._of[string]:
                places[number].append(start)
        for number, pattern in enumerate(self.patterns):
            windows = [(0, len(text))]
            if number not in self._always:
                windows = _windows(sorted(places[number]), _longest(pattern), len(text))
            for start, end in windows:
                for match in pattern.finditer(text, start, end):
                    yield number, match


class Spotted:
    """Where the strings stand in one text."""

    def __init__(
        self, found: list[tuple[int, int]], of: Sequence[tuple[int, ...]], always: Sequence[int]
    ) -> None:
        self._found, self._of, self._always = found, of, always

    def within(self, start: int, end: int) -> list[int]:
        """Numbers of the patterns that could match between `start` and `end`, in order."""
        numbers = set(self._always)
        for at in range(bisect_left(self._found, (start, -1)), len(self._found)):
            begins, string = self._found[at]
            if begins >= end:
                break
            numbers.update(self._of[string])
        return sorted(numbers)


def _windows(places: Sequence[int], longest: int, size: int) -> list[tuple[int, int]]:
    """Stretches of a text that hold every match of a pattern, and what it looks ahead to."""
    found: list[tuple[int, int]] = []
    for place in places:
        start, end = max(0, place - longest), min(size, place + longest + _AHEAD)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


@cache
def _longest(pattern: re.Pattern[str]) -> int:
    """Characters of the longest match that a pattern can have."""
    return int(min(parser.parse(pattern.pattern, pattern.flags).getwidth()[1], _WIDEST))


def needed(pattern: re.Pattern[str]) -> Needed:
    """Strings in small letters of which every match holds one; None where there are none."""
    return _of_sequence(parser.parse(pattern.pattern, pattern.flags))


def _of_sequence(items: Any) -> Needed:
    """Of parts that follow one another any will do: the one whose shortest string is longest."""
    options = [found for found in _options(items) if found is not None]
    return max(options, key=lambda found: (min(map(len, found)), -len(found)), default=None)


def _options(items: Any) -> Iterator[Needed]:
    letters: list[str] = []
    for kind, value in items:
        if kind is op.LITERAL and len(chr(value).lower()) == 1:
            letters.append(chr(value).lower())
            continue
        if letters:
            yield frozenset(["".join(letters)])
            letters = []
        yield _of_part(kind, value)
    if letters:
        yield frozenset(["".join(letters)])


def _of_part(kind: Any, value: Any) -> Needed:
    if kind is op.SUBPATTERN:
        return _of_sequence(value[-1])
    if kind is op.ATOMIC_GROUP:
        return _of_sequence(value)
    if kind is op.BRANCH:
        parts = [_of_sequence(one) for one in value[1]]
        if any(part is None for part in parts):
            return None
        return frozenset().union(*(part for part in parts if part is not None))
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT) and value[0] >= 1:
        return _of_sequence(value[2])
    return None

"""Where patterns could match at all: one automaton over letters that each of them needs.

A pattern of words (launch(?:ed|es)?|roll(?:ed|s)? out) can match only where one of a few strings
stands ("launch", "roll"). An automaton finds the strings of all patterns in one walk, so that a
pattern is tried only where it has a chance. What it finds does not change: the strings are drawn
from the pattern itself (pattern.py), and one that needs no string is tried everywhere.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

import ahocorasick_rs

from lionrock.read.pattern import found as known

_AHEAD = 16
"""Characters that a pattern may look at after its match."""


class Spotter:
    """Tells which of some patterns could match in which part of a text; safe between threads."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        self.patterns = tuple(patterns)
        self._always: list[int] = []
        of: dict[str, list[int]] = defaultdict(list)
        for number, pattern in enumerate(patterns):
            strings = known(pattern).needed
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
                windows = _windows(sorted(places[number]), known(pattern).width, len(text))
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

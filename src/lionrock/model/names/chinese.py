"""Runs of Chinese characters: their words, legal forms and English reading.

Words are found by longest match from the left in the lexicon and the places; what no word covers
is kept as overlapping pairs of characters. The same run always gives the same words, which is
all that comparing needs.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

import msgspec

from lionrock.model.names.words import Words, words

_LONGEST = 12


class Piece(msgspec.Struct, frozen=True):
    """A part of a run: its characters, and whether the lexicon, the places or neither know it."""

    text: str
    sort: str


def without_legal(run: str) -> tuple[str, tuple[str, ...]]:
    """A folded run without legal forms at its end and company prefixes, and their words.

    商汤科技有限公司 → (商汤科技, (limited,)); a run that is nothing but a form leaves nothing.
    """
    found = _legal_pattern().search(run) if run[-1:] in _legal_ends() else None
    legal: tuple[str, ...] = ()
    if found:
        for form in _form_pattern().findall(found.group()):
            legal += words().legal[form]
        run = run[: found.start()]
    if run[:1] in _prefix_starts():
        for prefix in words().prefixes:
            if run.startswith(prefix) and len(run) > len(prefix) + 1:
                return run[len(prefix) :], legal
    return run, legal


def pieces(run: str) -> Iterator[Piece]:
    """The words of a folded run, from the left; `sort` is place, word or rest."""
    table, at, rest = words(), 0, 0
    known = _known()
    while at < len(run):
        sizes = known.get(run[at])
        size = _match(run, at, sizes) if sizes else 0
        if not size:
            at += 1
            continue
        if rest < at:
            yield Piece(run[rest:at], "rest")
        word = run[at : at + size]
        yield Piece(word, "place" if word in table.place_names else "word")
        at += size
        rest = at
    if rest < len(run):
        yield Piece(run[rest:], "rest")


def pairs(run: str) -> list[str]:
    """The overlapping pairs of a run; the run itself when it is a single character."""
    return [run] if len(run) == 1 else [a + b for a, b in pairwise(run)]


def _match(run: str, at: int, known: Mapping[int, frozenset[str]]) -> int:
    """The length of the longest word at `at`, 0 when none stands there."""
    for size, listed in known.items():
        if run[at : at + size] in listed:
            return size
    return 0


@cache
def _known() -> Mapping[str, Mapping[int, frozenset[str]]]:
    """First character → length, the longest first → words of the lexicon and the places."""
    table: Words = words()
    found: dict[str, dict[int, set[str]]] = {}
    for word in {*table.place_names, *table.english}:
        if 1 < len(word) <= _LONGEST:
            found.setdefault(word[0], {}).setdefault(len(word), set()).add(word)
    return {
        first: {size: frozenset(sizes[size]) for size in sorted(sizes, reverse=True)}
        for first, sizes in found.items()
    }


@cache
def _legal_ends() -> frozenset[str]:
    return frozenset(form[-1] for form in _chinese_forms())


@cache
def _prefix_starts() -> frozenset[str]:
    return frozenset(prefix[0] for prefix in words().prefixes if prefix)


@cache
def _chinese_forms() -> tuple[str, ...]:
    return tuple(sorted((f for f in words().legal if not f.isascii()), key=len, reverse=True))


@cache
def _form_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _chinese_forms())))


@cache
def _legal_pattern() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, _chinese_forms()))})+$")

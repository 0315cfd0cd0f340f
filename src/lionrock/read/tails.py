"""Names told without their owner's: "its Artificial Intelligence Supercomputing Centre" after
Cyberport, 數碼港的人工智能超算中心.

A name that begins with another's whole name has a tail; a tail names its bearer only where a text
has named that owner before.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from lionrock.read.fold import folded_letters

TAIL = "tail:"
"""Before the kind of an entity that a tail names."""
WORDS, LETTERS = 3, 4
"""Least of a tail: English words, Chinese characters …"""
PLACED_WORDS, PLACED_LETTERS = 5, 6
"""… and where the owner is only the place it is in."""
_SPACE = re.compile(r"[\s'’-]+s?\s*")
_HAN = re.compile("[\u3400-\u9fff]")
_LEADING = re.compile(r"^(?:['’]s|的|[-–:])?\s*")
_BROKEN = re.compile("[(（)）,，]|^(?:of|for|and|in|at) |^[市省区區县縣镇大特州]", re.IGNORECASE)
"""What no name begins with, or has in its middle: the first name went on."""


def tails(
    named: Iterable[tuple[str, str]], places: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    """(tail, entity, owner) of names, given as (name, entity); `places` are the ids of places."""
    every = [(text.removeprefix("The "), id_) for text, id_ in named]
    owners: dict[str, set[str]] = defaultdict(set)
    for text, id_ in every:
        if len(text) > 1:
            owners[_folded(text)].add(id_)
    for text, id_ in every:
        for cut in _cuts(text):
            for owner in sorted(owners.get(_folded(text[:cut].rstrip()), ())):
                tail = _LEADING.sub("", text[cut:].lstrip())
                if owner != id_ and _telling(tail, owner in places):
                    yield tail, id_, owner


def settled(
    listed: Iterable[tuple[str, str]], owners: Mapping[str, frozenset[str]], named: set[str]
) -> tuple[str, str] | None:
    """The bearer of a tail whose owner was named before, the first of one owner's; None where
    nobody's owner was, or those of several owners were."""
    found = [(id_, kind) for id_, kind in listed if owners[id_] & named]
    if not found or not frozenset.intersection(*(owners[id_] for id_, _ in found)) & named:
        return None
    return found[0][0], found[0][1].removeprefix(TAIL)


def _cuts(text: str) -> Iterator[int]:
    """Where a name may be parted: after each word, after each character of a Chinese one."""
    if text.isascii():
        yield from (match.start() for match in _SPACE.finditer(text))
    else:
        yield from range(2, len(text) - LETTERS + 1)


def _telling(tail: str, placed: bool) -> bool:
    if _BROKEN.search(tail):
        return False
    words, letters = (PLACED_WORDS, PLACED_LETTERS) if placed else (WORDS, LETTERS)
    if tail.isascii():
        return len(tail.split()) >= words
    return len(_HAN.findall(tail)) >= letters


def _folded(text: str) -> str:
    return folded_letters(text).lower()

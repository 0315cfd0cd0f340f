"""What an order of places is an order by: the field it ranks, and the part of the world.

"First in Asia for AI" is told by no ranking of whole universities, nor by one of the world.
"""

import re
from functools import cache, lru_cache

from lionrock.answer.checking.figure import Figure
from lionrock.answer.checking.ranks import fold_kept, ranks
from lionrock.answer.checking.terms import words

_CLAUSE = re.compile(r"[,;:，；：。、—(（)）]|\.(?=\s|$)")
_REGIONS = (
    ("asia", re.compile(r"\basian?\b|\basia-pacific\b|亚洲|亚太")),
    ("china", re.compile(r"\b(?:in|within) (?:mainland )?china\b|\bnational(?:ly)?\b|全国|内地排")),
    ("world", re.compile(r"\bworld\b|\bworldwide\b|\bglobal(?:ly)?\b|全球|世界")),
)


@cache
def _fields() -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = []
    for name, listed in words("orders").items():
        some = sorted(listed.split(", "), key=len, reverse=True)
        latin = "|".join(rf"\b{re.escape(one)}\b" if one.isascii() else one for one in some)
        made.append((name, re.compile(latin)))
    return tuple(made)


@lru_cache(maxsize=2_000)
def fields(text: str) -> frozenset[str]:
    """The fields that a text names: ai, fintech, data_science…"""
    folded = fold_kept(text)
    found = set()
    for name, pattern in _fields():
        if pattern.search(folded):
            found.add(name)
            folded = pattern.sub(" ", folded)
    return frozenset(found)


@lru_cache(maxsize=2_000)
def region(text: str) -> str | None:
    """The part of the world that a text ranks within, where it says so."""
    folded = fold_kept(text)
    return next((name for name, pattern in _REGIONS if pattern.search(folded)), None)


def told(text: str) -> tuple[frozenset[str], str | None]:
    """The fields and the region of the parts of a sentence that claim a place."""
    parts = [part for part in _CLAUSE.split(text) if ranks(part)] or [text]
    some = " ; ".join(parts)
    return fields(some), region(some)


def is_by(figure: Figure, said: frozenset[str], where: str | None) -> bool:
    """Whether a ranking on record orders by every field, and in the region, that a claim says."""
    return said <= fields(figure.name.en) and where in (None, _region(figure))


def is_just_by(figure: Figure, said: frozenset[str], where: str | None) -> bool:
    """Whether it orders by nothing else: only then can it contradict the claim."""
    return fields(figure.name.en) <= said and is_by(figure, said, where)


def _region(figure: Figure) -> str:
    return region(figure.name.en) or "world"

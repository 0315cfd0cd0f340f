"""Amounts that only make sense together: between A and B; so many, up from so many."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from lionrock.model.reading import Amount
from lionrock.read.fold import folded_pattern
from lionrock.read.numbers import DIGITS, english

_BETWEEN = folded_pattern(r"\bbetween\s+$|(?:介乎|介于)$", re.I)
_BARE = re.compile(rf"\bbetween\s+({DIGITS})\s+and\s+$", re.I)
_AND = folded_pattern(r"\s+and\s+|[与至到和]")
_AGAINST = re.compile(
    rf"\b(?:from|against|compared (?:with|to)|versus)\s+(?:just |only |about )?({DIGITS})"
    r"(?=[,.;)]?(?:\s+(?:in|at|by|a|last|the)\b|\s*$|[.;)]))",
    re.I,
)
_FAR = 120  # characters from the number that tells what is counted


def paired(text: str, plain: str, found: Sequence[Amount]) -> list[Amount]:
    """The amounts with ranges told by "between", and with bare numbers that another is held
    against: they count what that one counts."""
    return list(_between(text, plain, [*found, *_against(text, plain, found)]))


def _between(text: str, plain: str, found: list[Amount]) -> Iterator[Amount]:
    waiting = sorted(found, key=lambda one: one.start)
    while waiting:
        one = waiting.pop(0)
        if waiting and _is_range(plain, one, waiting[0]):
            high = waiting.pop(0)
            yield msgspec.structs.replace(
                high, start=one.start, text=text[one.start : high.end], low=one.value,
                high=high.value, value=(one.value + high.value) / 2, bound="range",
            )  # fmt: skip
        else:
            yield _from(text, plain, one)


def _from(text: str, plain: str, high: Amount) -> Amount:
    """A counted amount with the bare number before it: between 15 and 20 start-ups."""
    match = _BARE.search(plain, max(0, high.start - 32), high.start)
    low = english(match[1]) if match is not None and high.bound == "exact" else None
    if match is None or low is None or low >= high.value:
        return high
    return msgspec.structs.replace(
        high, start=match.start(1), text=text[match.start(1) : high.end], low=low,
        high=high.value, value=(low + high.value) / 2, bound="range",
    )  # fmt: skip


def _is_range(plain: str, low: Amount, high: Amount) -> bool:
    """Whether two amounts are the ends of a range."""
    kinds: Any = [(one.currency, one.unit) for one in (low, high)]
    return bool(
        low.value < high.value
        and kinds[0] == kinds[1]
        and _AND.fullmatch(plain[low.end : high.start])
        and _BETWEEN.search(plain[max(0, low.start - 12) : low.start])
    )


def _against(text: str, plain: str, found: Sequence[Amount]) -> Iterator[Amount]:
    """Bare numbers that a counted one before them is held against."""
    for match in _AGAINST.finditer(plain):
        start, end = match.span(1)
        if any(one.start < end and start < one.end for one in found):
            continue
        value = english(match[1])
        counted = [
            one for one in found
            if one.noun and one.end <= start <= one.end + _FAR and "." not in plain[one.end : start]
        ]  # fmt: skip
        if value is not None and counted:
            yield Amount(start, end, text[start:end], value, noun=counted[-1].noun)

"""Dates joined into ranges, and the words around them: by 2030, since 2019, from 2024 to 2028."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from lionrock.model.reading import DateSpan
from lionrock.read.fold import folded_pattern

_BOUNDS: tuple[tuple[Literal["by", "since", "until"], re.Pattern[str]], ...] = (
    (
        "by",
        re.compile(r"\b(?:by|before|no later than|not later than)(?: the end of)? *$", re.I),
    ),
    (
        "since",
        folded_pattern(
            r"\b(?:since|from|as of|starting|after)(?: in| early| late)? *$|自$|从$", re.I
        ),
    ),
    ("until", folded_pattern(r"\b(?:until|till|up to|as at|through) *$|截至$|至$|截止$", re.I)),
)
_AFTER_BY = folded_pattern(r"^(?:年?底)?(?:或)?(?:之?前|以前|为止前|内)")
_AFTER_SINCE = folded_pattern("^(?:以来|起|开始|至今)")
_TO = folded_pattern(r" ?(?:to|until|-|–|—|and|至|到|~) ?", re.I)


def ranges(text: str, plain: str, found: list[DateSpan]) -> Iterator[DateSpan]:
    """Two years or months with "to" between them are one range."""
    at = 0
    while at < len(found):
        one = found[at]
        if at + 1 < len(found):
            other = found[at + 1]
            between = plain[one.end : other.start]
            joined = _TO.fullmatch(between) and (
                "and" not in between.lower() or plain[: one.start].lower().endswith("between ")
            )
            if joined and one.precision == other.precision and one.iso < other.iso:
                yield DateSpan(
                    one.start, other.end, text[one.start : other.end], f"{one.iso}/{other.iso}",
                    "range", one.relative or other.relative,
                )  # fmt: skip
                at += 2
                continue
        yield one
        at += 1


def bounded(plain: str, one: DateSpan) -> DateSpan:
    """A date with what the words around it make of it: a day by which, since which, until which."""
    before, after = plain[max(0, one.start - 24) : one.start], plain[one.end : one.end + 6]
    for bound, pattern in _BOUNDS:
        if pattern.search(before):
            return msgspec.structs.replace(one, bound=bound)
    if _AFTER_BY.match(after):
        return msgspec.structs.replace(one, bound="by")
    if _AFTER_SINCE.match(after):
        return msgspec.structs.replace(one, bound="since")
    return one

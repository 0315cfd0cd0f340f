"""Shares told as fractions: a third, nine in ten, 七成半, 三分之二, 每三名便有一名."""

import re
from collections.abc import Iterator

from lionrock.read.fold import folded_pattern
from lionrock.read.numbers import WORD, chinese, english

_TENTHS = folded_pattern(
    r"(?P<n>[一二两三四五六七八九\d]{1,2}(?:\.\d)?)成(?P<half>[半一二三四五六七八九](?!成))?(?![立为功长员本就交熟分都型])"
)
_ONE = {
    "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10,
}  # fmt: skip
_COUNT = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "nine": 9}
_PARTS = re.compile(
    rf"\b(?P<n>{'|'.join(_COUNT)})[ -](?P<part>{'|'.join(_ONE)})(?P<many>s?)\b"
    r"(?! (?:place|time|year|round|cohort|phase|party|edition|largest|best|highest|most|consecutive"
    r"|straight|anniversary|generation|cluster|batch))",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+(?:of\b|the\b|as\b)|[.,;]|\s*$|\s+(?:say|said|had|have|now|use|were|are)\b")
_HALF = folded_pattern(r"\bhalf of\b|\bhalf the\b|半数|一半", re.IGNORECASE)
_SIZE = rf"(?:\d{{1,3}}|{WORD})"
_IN = re.compile(
    rf"\b(?P<n>{_SIZE})(?: [a-z]+)?,? (?:in|out of)(?: every)? (?P<whole>{_SIZE})\b"
    r"(?![\d,.]*\d|%| ?(?:per ?cent|million|billion|years?|months?|days?|weeks?|hours?|minutes?"
    r"|districts?|cities|countries|places|regions|sectors))",
    re.IGNORECASE,
)
_PART_OF = folded_pattern(
    r"(?P<whole>[一二三四五六七八九十百]{1,3})分之(?P<n>[一二三四五六七八九十]{1,3})"
)
_EVERY = folded_pattern(
    r"每(?P<whole>[二两三四五六七八九十百\d]{1,3})[^，。；]{0,8}?(?:就|便|中|里|当中)+(?:便|就)?有"
    r"(?P<n>[一二两三四五六七八九\d]{1,2})"
)


def fractions(plain: str) -> Iterator[tuple[int, int, float]]:
    """Where a share stands in a folded text, and how much it is in percent."""
    for match in _TENTHS.finditer(plain) if "成" in plain else ():
        value = chinese(match["n"])
        if value is not None:
            part = match["half"]
            more = 5 if part == "半" else (chinese(part) or 0) if part else 0
            yield match.start(), match.end(), value * 10 + more
    for match in _HALF.finditer(plain):
        yield match.start(), match.end(), 50.0
    for match in _PARTS.finditer(plain):
        count, whole = _COUNT[match["n"].lower()], _ONE[match["part"].lower()]
        told = whole == 4 or match["many"] or whole == 3 or _OF.match(plain, match.end())
        if count < whole and told and (count == 1 or match["many"]):
            yield match.start(), match.end(), 100.0 * count / whole
    for match in _IN.finditer(plain):
        yield from _shared(match, english(match["n"]), english(match["whole"]))
    for pattern in (_PART_OF, _EVERY):
        for match in pattern.finditer(plain) if "分之" in plain or "每" in plain else ():
            if match["whole"] != "百":
                yield from _shared(match, chinese(match["n"]), chinese(match["whole"]))


def _shared(
    match: re.Match[str], count: float | None, whole: float | None
) -> Iterator[tuple[int, int, float]]:
    if count and whole and 1 < whole <= 100 and count < whole:
        yield match.start(), match.end(), 100.0 * count / whole

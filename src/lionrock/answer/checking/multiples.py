"""Multiples told in words: doubled, a threefold rise, halved, 增至三倍, 翻一番."""

import re

from lionrock.answer.checking.ranks import fold_kept
from lionrock.read.numbers import WORD, chinese, english

_WORDS = {
    r"\bdoubl(?:ed|es|ing)\b|\btwice (?:as|what|the|its)\b|翻了?一?番|翻倍|倍增|倍升|"
    r"[增升]加?了?一倍": 2.0,
    r"\btripl(?:ed|es|ing)\b|\btrebled\b|增至三倍": 3.0,
    r"\bquadrupl(?:ed|es|ing)\b|翻了?两番": 4.0,
    r"\bhalv(?:ed|es|ing)\b|减半|腰斩|减少?了?一半|跌去一半|少了?一半": 0.5,
}
_FOLD = re.compile(rf"\b(?P<n>\d+(?:\.\d+)?|{WORD})[- ]?fold\b")
_TIMES = re.compile(
    r"(?:增长|增加|上升|升|增|涨|多)了?(?:近|约|逾|超过|超)?(?P<more>[\d.]+|[一两二三四五六七八九十]+)倍"
    r"|(?:增至|升至|达|是).{0,6}?的?(?P<to>[\d.]+|[一两二三四五六七八九十]+)倍"
)


def times(text: str) -> float | None:
    """How many times the first value the last is said to be; None where no multiple is told."""
    plain = fold_kept(text)
    for pattern, multiple in _WORDS.items():
        if re.search(pattern, plain):
            return multiple
    if match := _FOLD.search(plain):
        return english(match["n"])
    if match := _TIMES.search(plain):
        written = match["more"] or match["to"]
        value = float(written) if written.replace(".", "", 1).isdecimal() else chinese(written)
        return None if value is None else value + 1 if match["more"] else value
    return None

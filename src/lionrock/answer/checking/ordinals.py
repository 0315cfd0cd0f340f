"""Which of several batches is spoken of: "the first cohort", 首批, 第二期."""

import re

from lionrock.answer.checking.ranks import fold_kept

_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
          "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5,
          "首": 1, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5}  # fmt: skip
_SAID = re.compile(
    r"\b(first|second|third|fourth|fifth|[1-5](?:st|nd|rd|th)) (?:[\w.'’-]+ ){0,3}?"
    r"(?:cohort|batch|round|phase|stage|intake|tranche)\b|"
    r"(首|第[一二三四五1-5])(?:批|期|轮|届|阶段)"
)


def batch(text: str) -> int | None:
    """The number of the one batch that a text speaks of; None where it speaks of none or several.

    >>> batch("Ten banks joined the first cohort.")
    1
    """
    found = {_number(match[1] or match[2]) for match in _SAID.finditer(fold_kept(text))}
    return found.pop() if len(found) == 1 else None


def _number(said: str) -> int:
    plain = said.removeprefix("第")
    return int(plain) if plain.isdecimal() else _WORDS[plain]

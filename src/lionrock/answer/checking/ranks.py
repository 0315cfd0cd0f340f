"""Ranks in text: "third in the world", "ranked 12th", 第三位, 排名第12."""

import re
from functools import lru_cache

import msgspec

from lionrock.model.fold import fold

_WORDS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ENGLISH = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|place[sd]?|placing|came|comes|stood|stands|sits|positioned|climb(?:s|ed)?"
    r"|rose|moved|slipped|fell|dropped|up|listed|rated|named|finish(?:ed|es)?|ended|landed|tak(?:es|ing)|took|holds?|kept|keeps|retain(?:s|ed)|occup(?:ies|ied)|at)\b[^.;]{0,40}?\b"
    r"(?:(?P<digits>\d{1,4})(?:st|nd|rd|th)\b|(?:no\.?|number|#) ?(?P<number>\d{1,4})\b|"
    rf"(?P<word>{'|'.join(_WORDS)})\b)|"
    r"\b(?:the )?(?:(?P<digits2>\d{1,4})(?:st|nd|rd|th)|"
    rf"(?P<word2>{'|'.join(_WORDS)}))[- ](?:place|in the world|globally|worldwide|in asia|"
    r"in the (?:global|world|index|ranking)|best|highest|largest|most)\b",
    re.IGNORECASE,
)
_TOP = re.compile(r"\b(?:in|among|within) the (?:world.s |global )?top (\d{1,3})\b", re.IGNORECASE)
_CHINESE = re.compile(
    r"(?:排名?|排行|位列|名列|位居|居|列|升至|跌至|升到|排在|高踞)[^。；]{0,14}?第?"
    r"(?P<digits>\d{1,4}|[一二三四五六七八九十百]{1,4})(?:位|名)?|"
    r"第(?P<digits2>\d{1,4}|[一二三四五六七八九十百]{1,4})(?:位|名)"
)
_CHINESE_TOP = re.compile(r"(?:全球|世界|亚洲)?前(\d{1,3}|[一二三四五六七八九十]{1,3})(?:位|名|大)")


_FIRST = re.compile(
    r"\b(?:tops?|topped|topping|heads?|leads?|led|crown(?:s|ed)?) (?:the|in the|a)\b"
    r"(?=[^.;]{0,40}\b(?:rank\w*|table|league|list|index|chart|world|globe|region|asia)\b)|"
    r"\b(?:number one|no\.? ?1|first|top) (?:spot|position|slot|rank)\b|"
    r"\bat the (?:very )?top of\b|"
    r"\b(?:world|asia).s (?:leading|top|best|number one|no\.? ?1)\b"
    r"(?=[^.;]{0,40}\b(?:according|rank|index))|"
    r"榜首|首位|居首|冠军|第一(?!个|次|间|家|期|批|届|阶段|步|季|代|线|手|时间|任)|称冠|夺冠|封王|独占鳌头"
)
"""The first place said in other words; only where a ranking is spoken of."""
_RANKING = re.compile(
    r"\brank\w*|\bindex\b|\btable\b|\bleague\b|\blist\b|排名|指数|排行|榜|名次|评级"
)
_BEST = re.compile(
    rf"\b(?P<word>{'|'.join(_WORDS[1:])})[- ](?:best|largest|biggest|highest|most|"
    r"strongest|top|leading)"
)


class Rank(msgspec.Struct, frozen=True):
    """A place in an order: `low` to `high`, the same number for an exact place."""

    low: int
    high: int


def ranks(text: str) -> tuple[Rank, ...]:
    """Every rank that a text claims, in any of the three scripts."""
    folded = fold_kept(text)
    found = [_exact(match) for match in _ENGLISH.finditer(folded)]
    found += [_chinese(match) for match in _CHINESE.finditer(folded)]
    tops = [*_TOP.findall(folded), *_CHINESE_TOP.findall(folded)]
    found += [Rank(1, _number(top)) for top in tops if _number(top)]
    if _RANKING.search(folded) and _FIRST.search(folded):
        found.append(Rank(1, 1))
    found += [
        Rank(*(_WORDS.index(match["word"]) + 1,) * 2)
        for match in _BEST.finditer(folded)
        if _RANKING.search(folded) or "according to" in folded
    ]
    return tuple(dict.fromkeys(rank for rank in found if rank.high))


@lru_cache(maxsize=256)
def fold_kept(text: str) -> str:
    """The text in lower case and simplified characters, its punctuation kept."""
    return "".join(map(_kept, text.lower()))


@lru_cache(maxsize=20_000)
def _kept(letter: str) -> str:
    return letter if letter.isascii() else fold(letter) or letter


def _exact(match: re.Match[str]) -> Rank:
    digits = match["digits"] or match["digits2"] or match["number"]
    word = (match["word"] or match["word2"] or "").lower()
    place = int(digits) if digits else _WORDS.index(word) + 1
    return Rank(place, place)


def _chinese(match: re.Match[str]) -> Rank:
    digits = match["digits"] or match["digits2"]
    written = match.group()
    place = _number(digits)
    if "第" not in written and not written.endswith(("位", "名")):
        place = 0  # 居住3年, 列出三項: no rank without 第, 位 or 名
    return Rank(place, place)


def _number(digits: str) -> int:
    """An Arabic or Chinese number below a thousand; 0 when it is none."""
    if digits.isdecimal():
        return int(digits)
    total, current = 0, 0
    for sign in digits:
        if sign == "百":
            total, current = total + (current or 1) * 100, 0
        elif sign == "十":
            total, current = total + (current or 1) * 10, 0
        elif sign in _DIGITS:
            current = _DIGITS[sign]
        else:
            return 0
    return total + current

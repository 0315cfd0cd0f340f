"""Numbers as English and Chinese write them: 1,200; 3.5 billion; twelve; 三十; 1.2萬; 九成半."""

import re

from lionrock.model.fold import fold

SCALES = {
    "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "mln": 1e6, "m": 1e6, "billion": 1e9,
    "bn": 1e9, "bln": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12, "trn": 1e12, "hundred": 1e2,
    "dozen": 12.0,
}  # fmt: skip
CHINESE_SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "兆": 1e12}
_DIGITS = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
    "八": 8, "九": 9,
}  # fmt: skip
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: float(n) for n, word in enumerate(_UNITS.split())} | {
    word: 10.0 * n for n, word in enumerate(_TENS.split(), 2)
}
DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ONES = "|".join(_UNITS.split()[1:10])
WORD = (
    rf"(?:(?:{'|'.join(_TENS.split())})(?:[- ](?:{_ONES}))?"
    rf"|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
)
HAN = "〇零一二两兩三四五六七八九十廿卅百千万萬亿億"


def english(text: str) -> float | None:
    """The value of digits or number words ("1,200", "twenty-five"); None when it is neither."""
    plain = text.lower().replace(",", "").strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return float(plain)
    total = 0.0
    for part in re.split("[- ]", plain):
        if part not in WORDS:
            return None
        total += WORDS[part]
    return total


def chinese(text: str) -> float | None:
    """The value of a Chinese numeral, pure or mixed: 三十二, 一千二百, 1.2萬, 3億5000萬, 二〇二五.

    None when the text is none. 十 may open a numeral (十二); digits in a row are read one by one.
    """
    folded = "".join(fold(letter) or letter for letter in text).replace("廿", "二十")
    folded = folded.replace("卅", "三十").replace(",", "").replace(" ", "")
    if len(folded) > 2 and all(letter in _DIGITS for letter in folded):
        return float("".join(str(_DIGITS[letter]) for letter in folded))
    total = section = 0.0
    number: float | None = None
    seen = False
    for token in re.findall(rf"\d+(?:\.\d+)?|[{HAN}兆]", folded):
        if token[0].isdigit():
            number, seen = float(token), True
        elif token in _DIGITS:
            number, seen = float(_DIGITS[token]), True
        elif token in ("十", "百", "千"):
            scale = {"十": 10.0, "百": 100.0, "千": 1000.0}[token]
            section += (1.0 if number is None else number) * scale
            number, seen = None, True
        else:
            scale = CHINESE_SCALES[token]
            section += number or 0.0
            total = (
                (total + (section or 1.0)) * scale
                if token == "亿"
                else total + (section or 1.0) * scale
            )
            section, number, seen = 0.0, None, True
    return float(f"{total + section + (number or 0.0):.12g}") if seen else None


def bare(plain: str, start: int, end: int) -> bool:
    """Whether a number without a noun counts something: written in groups of three ("25,000"),
    in ten thousands (330萬) or in millions ("7.5 million"), or told by a verb ("numbered 355")."""
    if _SCALED.fullmatch(plain, start, end):
        return True
    figure = _FIGURE.fullmatch(plain, start, end) and not _YEAR.fullmatch(plain, start, end)
    if figure and not _JOINED.match(plain, end) and _TOLD.search(plain, max(0, start - 70), start):
        return True
    return bool(_GROUPED.fullmatch(plain, start, end)) and not _LETTER.match(plain, end)


_SCALED = re.compile(
    r"\d[\d,.]*(?:[百千]?[万亿]|[ -]?(?:thousand|million|billion|trillion))", re.IGNORECASE
)
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_JOINED = re.compile(r"[\w%％-]|[./:]\d|\s*(?:[-–]\s*\d|per ?cent|years?|months?|[年月日号歲岁天])")
_TOLD = re.compile(
    r"\b(?:number(?:ed|s|ing)|total(?:l?ed|s|l?ing)|(?:stood|stands|standing) at|came to|"
    r"amount(?:ed|s|ing) to|averag(?:ed|es|ing)|scor(?:ed|es|ing)|scores? of|headcount of|"
    r"(?:grow|grew|grown|growing|rise|rose|risen|rising|raise|raised|increase[ds]?|expand(?:ed|s)?|"
    r"fall|fell|fallen|drop(?:ped)?|double[ds]?|cut|bring|brought|boost(?:ed)?|lift(?:ed)?)"
    r"(?: [\w’'-]+){0,6} to)"
    r"(?: (?:about|around|some|nearly|almost|over|just|only|roughly|more than|a total of))*\s+$|"
    r"(?:增至|升至|减至|跌至|降至|扩充至|扩至|扩大至|回落至|上升至|下降至|增加至|减少至|得分为?|合共|共计|总数为|总数达|数目为|数目达)"
    r"(?:约|近|逾|超过)?\s*$",
    re.IGNORECASE,
)
"""Verbs that tell a figure, whatever is counted."""
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
_LETTER = re.compile(r"[\w-]")

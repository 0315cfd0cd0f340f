"""How old a body is, and how many people it has, by what a folded question says."""

import re

_OLDEST = 500  # years; a larger number before "年" is a date
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
}  # fmt: skip
_DIGITS = dict(zip("一二三四五六七八九两", (1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))
_N = rf"(\d{{1,7}}|{'|'.join(_NUMBERS)}|[一二三四五六七八九十廿卅两百]{{1,5}})"
_ACTS = (
    "(?:founded|set up|started|established|incorporated|launched|formed|created|registered|opened"
    "|spun (?:out|off))"
)
_MADE = "(?:成立|创立|创办|创建|设立|注册|开业|开办|起步)"
_YEARS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_N} (?:and a half )?(?:years?|yrs?) old", rf"{_ACTS} {_N} years? ago",
        rf"\b{_N} years? in business", rf"成立(?:了|约|不足|已|仅|才)* ?{_N} ?年",
        rf"{_N} ?年前(?:成立|创立|创办|开业)", rf"{_N} ?年历史",
        rf"\b(?:trading|operating|running|around|going) for {_N} years?",
        rf"(?:开|做|营运|运营|经营|开业|创业)(?:咗|了|已|约)* ?{_N} ?年",
        rf"(?<![\d年月第]){_N} ?年(?= |$|的?(?:公司|初创|企业|店))",
    )
)  # fmt: skip
_MONTHS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_N} months? old", rf"{_ACTS} {_N} months? ago",
        rf"成立(?:了|约|不足|已|仅|才)* ?{_N} ?个月",
    )
)  # fmt: skip
_SINCE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{_ACTS}|since)(?: in [a-z ]{{2,30}}?)?(?: in)? ((?:19|20)\d\d)",
        (rf"{_ACTS}(?: (?:in|at|by|as|from|with|on)(?: [a-z]+){{1,5}}?)? ?(?:in |since )?"
        r"(?:(?:early|mid|late|spring|summer|autumn|january|february|march|april|may|june|july"
        r"|august|september|october|november|december) )+((?:19|20)\d\d)"),
        rf"((?:19|20)\d\d) ?年(?: ?\d{{1,2}} ?月)?(?:[在于由从][^;]{{1,10}}?)?{_MADE}",
        rf"{_MADE}[于在] ?((?:19|20)\d\d)",
    )
)  # fmt: skip
_AGO = tuple(
    (re.compile(pattern), since)
    for pattern, since in (
        (rf"{_ACTS}[^;]{{0,40}}? last year\b", 1), (rf"{_ACTS}[^;]{{0,40}}? this year\b", 0),
        (rf"\b(?:newly|just|recently) {_ACTS}", 0),
        (rf"(?:去年|上年)[^;]{{0,12}}?{_MADE}|{_MADE}[于在]去年", 1),
        (rf"(?:今年|本年|刚刚|刚)[^;]{{0,12}}?{_MADE}|{_MADE}[于在]今年", 0),
        (rf"前年[^;]{{0,12}}?{_MADE}", 2),
    )
)  # fmt: skip
"""Years by the calendar from a body's founding, where no number says them: "founded last year"."""
_STAFF = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_N} (?:full time |fulltime )?(?:staff|employees?|people|persons|workers)\b",
        rf"\b(?:team|staff) of {_N}\b", rf"\b{_N} of (?:us|ourselves)\b", rf"\bemploys {_N}\b",
        rf"\b{_N} (?:engineers|developers|programmers|scientists|workers|colleagues)\b",
        rf"{_N} ?(?:名|位|个)?(?:全职)?(?:员工|雇员|职员|同事|伙计|伙记|人(?!工|民|脸|类))",
    )
)  # fmt: skip


def years(text: str, year: int) -> float | None:
    """How old, in years, a folded text says a body is, at the end of `year`; None: it does not."""
    for pattern in _MONTHS:
        if found := pattern.search(text):
            return _number(found[1]) / 12
    for pattern in _YEARS:
        if (found := pattern.search(text)) and _number(found[1]) <= _OLDEST:
            return float(_number(found[1]))
    for pattern in _SINCE:
        if found := pattern.search(text):
            return float(max(year - int(found[1]), 0))
    return next((float(since) for pattern, since in _AGO if pattern.search(text)), None)


def staff(text: str) -> int | None:
    """How many people a folded text says a body has."""
    found = next(filter(None, (pattern.search(text) for pattern in _STAFF)), None)
    return _number(found[1]) if found else None


def _number(written: str) -> int:
    """A number as written: 12, twelve, 十二, 二十."""
    if written.isdigit():
        return int(written)
    if written in _NUMBERS:
        return _NUMBERS[written]
    total, last = 0, 0
    for sign in written.replace("廿", "二十").replace("卅", "三十"):
        if sign in "十百":
            total += (last or 1) * (10 if sign == "十" else 100)
            last = 0
        else:
            last = _DIGITS[sign]
    return total + last

"""Amounts: money, shares and counted things, with how exactly they are said.

A number that names something is no amount: years, dates, Cap. 486, GPT-4, Cyberport 3, 5G.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

import msgspec

from lionrock.model.reading import Amount, Bound, DateSpan
from lionrock.read.fold import folded_letters, folded_pattern
from lionrock.read.fractions import fractions
from lionrock.read.nouns import noun_after
from lionrock.read.numbers import CHINESE_SCALES, DIGITS, HAN, SCALES, WORD, bare, chinese, english
from lionrock.read.pairs import paired

_SCALE = (
    r"(?:thousand|million|billion|trillion|hundred|dozen|mn|mln|bn|bln|tn|trn|[kmb](?![A-Za-z]))"
)
_PERCENT = r"%|％|per ?cent(?:age points?)?\b|percentage points?|pct\b|个百分点|百分点"
_NAMED = folded_pattern(
    r"(?:\b(?:Cap\.?|No\.?|Nos\.?|Article|Section|Phase|Level|Unit|Room|Block|Chapter|Version|"
    r"GPT|Web|Type|Stage|Series|Cyberport|Category|Tier|Schedule|Paragraph|Appendix|Annex|Part|"
    r"Grade|Form|Figure|Table|Page|HK Tech|Fortune|Top|top|Core|Building|Guideline|"
    r"TR|ISO|COVID|Vol\.?|Llama|Qwen|Covid|Horizon|Fintech|FinTech|SME|Budget|QS|Policy|Route|Line|Gate|Tel|tel|Fax|Model)"
    r"[- ]?|第|数码港|[A-Za-z]-|[A-Za-z]|#|\+\d{0,3} ?)$"
)
_SUFFIXED = folded_pattern(
    r"^(?:[A-Za-z]{1,2}\b(?!\w)|[-–]?(?:th|st|nd|rd)\b|[-/]\d|:\d|G\b|D\b|nm\b|°)", re.IGNORECASE
)


class _Tables(msgspec.Struct, frozen=True):
    before: re.Pattern[str]
    after: re.Pattern[str]
    bounds: tuple[tuple[Bound, re.Pattern[str]], ...]
    units: tuple[tuple[str, re.Pattern[str]], ...]
    money: tuple[tuple[str, re.Pattern[str]], ...]
    measure: str


def _worded(word: str) -> str:
    """A word of a list as a pattern; an English one does not begin inside another."""
    return rf"(?<![A-Za-z]){word}" if word[0].isascii() else word


@cache
def _tables() -> _Tables:
    read = tomllib.loads(resources.files(__package__).joinpath("amounts.toml").read_text("utf-8"))
    money = tuple(
        (code, re.compile("|".join(w), re.IGNORECASE)) for code, w in read["currencies"].items()
    )
    every = "|".join(w for words in read["currencies"].values() for w in words)
    bounds: list[tuple[Bound, re.Pattern[str]]] = [
        (
            name,
            folded_pattern(
                rf"(?:{'|'.join(map(_worded, words))})\s*$",
                re.IGNORECASE,
            ),
        )
        for name, words in read["bounds"].items()
    ]
    units = tuple(
        (name, folded_pattern(rf"\s*-?(?:{'|'.join(words)})", re.IGNORECASE))
        for name, words in read["units"].items()
    )
    return _Tables(
        folded_pattern(rf"(?:{every}|\$|¥|￥)\s*$", re.IGNORECASE),
        folded_pattern(rf"\s*(?:元\s*)?(?:{every})|\s*(?:元|块钱)", re.IGNORECASE),
        tuple(bounds), units, money, read["measure"]["zh"],
    )  # fmt: skip


_NUMBER = folded_pattern(
    rf"(?P<en>(?:{DIGITS})(?![\d]))(?P<zs>(?:[十百千万萬亿億]{{1,3}}| [百千]?[万亿])[{HAN}\d.]*)?"
    rf"|(?P<zh>[{HAN}]{{1,12}})|(?P<word>\b{WORD}\b)", re.IGNORECASE,
)  # fmt: skip
_COLUMN = re.compile(r"(?<!\d)(?:\d++(?:\.\d++)?[,;/|\s]{1,3}+){300,}+")
"""Hundreds of bare numbers in a row count nothing that could be told; reading each takes time."""
_LOW_END = folded_pattern(rf"(?: ?(?:-|–|—|~) ?| to |至|到)(?:{DIGITS}|[{HAN}])", re.IGNORECASE)


def amounts(
    text: str, dates: tuple[DateSpan, ...] = (), home: str | None = "HKD"
) -> tuple[Amount, ...]:
    """Every amount in a text, in order; none overlaps a date.

    A bare $ or 元 is of the currency `home` (the dollar of a Hong Kong document; None: unknown).
    """
    plain = folded_letters(text)
    letters = list(plain)
    for date in dates:  # a year is no number, whatever noun follows it
        letters[date.start : date.end] = " " * (date.end - date.start)
    plain = _COLUMN.sub(lambda match: " " * len(match.group()), "".join(letters))
    found = [*_special(text, plain), *_plain_numbers(text, plain, home)]
    return tuple(paired(text, plain, _apart(found, len(text))))


def _apart(found: list[Amount], size: int) -> list[Amount]:
    """Longest first where two overlap; then in order."""
    kept: list[Amount] = []
    taken = bytearray(size)
    for one in sorted(found, key=lambda a: (a.start - a.end, a.start)):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda a: a.start)


def _special(text: str, plain: str) -> Iterator[Amount]:
    """Tenths (七成半) and fractions (a third, 一半, nine in ten)."""
    for first, end, share in fractions(plain):
        start, bound = _bound(plain, first)
        yield Amount(start, end, text[start:end], share, bound=bound, unit="%")


def _plain_numbers(text: str, plain: str, home: str | None) -> Iterator[Amount]:
    low: tuple[int, float, str | None] | None = None
    for match in _NUMBER.finditer(plain):
        read = _value(plain, match)
        if read is None:
            continue
        value, end = read
        if _LOW_END.match(plain, end):
            sign = _tables().before.search(plain, max(0, match.start() - 20), match.start())
            code = _code(sign.group(), home) if sign else None
            low = (sign.start() if sign else match.start(), value, code)
            continue
        one = _amount(text, plain, (match.start(), end, value), home)
        if low is not None and 0 < match.start() - low[0] <= 24:
            counts = one is not None and (one.currency or one.unit or one.noun)
            if low[2] is not None and not counts:
                one = Amount(match.start(), end, text[match.start() : end], value, currency=low[2])
            if one is not None:
                one = _ranged(text, one, low)
        low = None
        if one is not None:
            yield one


def _ranged(text: str, high: Amount, low: tuple[int, float, str | None]) -> Amount:
    """An amount with the lower end that stands before it: HK$1-2 billion, 10至20億元."""
    start, value, currency = low
    if value >= high.value or (currency is not None and currency != high.currency):
        return high
    scale = _scale_of(high)
    least = value * scale if scale > 1 and value * scale < high.value else value
    return msgspec.structs.replace(
        high, start=start, text=text[start : high.end], low=least, high=high.value,
        value=(least + high.value) / 2, bound="range",
    )  # fmt: skip


def _value(plain: str, match: re.Match[str]) -> tuple[float, int] | None:
    """The number's value with its scale, and where it ends."""
    end = match.end()
    if match["en"] and not match["zs"]:
        value = english(match["en"])
        scale = re.compile(rf"[ -]?({_SCALE})(?![A-Za-z])", re.IGNORECASE).match(plain, end)
        if value is not None and scale:
            return float(f"{value * SCALES[scale.group(1).lower()]:.12g}"), scale.end()
        return None if value is None else (value, end)
    if match["word"]:
        value = english(match["word"])
        scale = re.compile(rf"[ -]({_SCALE})\b", re.IGNORECASE).match(plain, end)
        if value is not None and scale and len(scale.group(1)) > 2:
            return float(f"{value * SCALES[scale.group(1).lower()]:.12g}"), scale.end()
        return None if value is None else (value, end)
    value = chinese(match.group())
    if value is None or match.group() in CHINESE_SCALES:
        return None
    return value, end


def _amount(
    text: str, plain: str, number: tuple[int, int, float], home: str | None
) -> Amount | None:
    start, end, value = number
    tables = _tables()
    bound_end = end
    more = folded_pattern(r"多|余|几|馀|\+").match(plain, end)
    if more:
        bound_end = more.end()
    sign = tables.before.search(plain, max(0, start - 20), start)
    named = None if sign else _NAMED.search(plain, max(0, start - 14), start)
    currency = _code(sign.group(), home) if sign else None
    first = sign.start() if sign else start
    after = tables.after.match(plain, bound_end)
    if after and (currency is None or currency == _code(after.group(), home)):
        currency, bound_end = _code(after.group(), home), after.end()
    start_at, bound = _bound(plain, first)
    if more:
        bound = "over"
    if sign is not None or after is not None:
        if currency is None and home is not None:
            return None
        return Amount(
            start_at, bound_end, text[start_at:bound_end], value, bound=bound, currency=currency
        )
    percent = re.compile(rf"\s*(?:{_PERCENT})", re.IGNORECASE).match(plain, bound_end)
    if percent:
        unit = (
            "percentage_points"
            if "point" in percent.group().lower() or "点" in percent.group()
            else "%"
        )
        return Amount(
            start_at, percent.end(), text[start_at : percent.end()], value, bound=bound, unit=unit
        )
    if plain.startswith("百分之", max(0, start - 3)) and start >= 3:
        low, bound = _bound(plain, start - 3)
        return Amount(low, end, text[low:end], value, bound=bound, unit="%")
    for unit, pattern in tables.units:
        match = pattern.match(plain, bound_end)
        if match:
            return Amount(
                start_at, match.end(), text[start_at : match.end()], value, bound=bound, unit=unit
            )
    if named or _SUFFIXED.match(plain[bound_end : bound_end + 4]):
        return None
    return _counted(text, plain, (start_at, start, bound_end, value), bound)


def _counted(
    text: str, plain: str, span: tuple[int, int, int, float], bound: Bound
) -> Amount | None:
    """A number of things: its noun must follow; bare numbers count nothing, unless they are
    written in groups of three ("a working population of 25,000")."""
    first, start, end, value = span
    written = plain[start:end]
    han = not written[0].isascii()
    low = first if bound != "exact" else start
    noun = noun_after(text, plain, end, _tables().measure)
    if noun is None:
        return (
            Amount(low, end, text[low:end], value, bound=bound) if bare(plain, start, end) else None
        )
    if written.isdigit() and 1900 <= value <= 2100 and len(written) == 4 and noun.weak:
        return None
    if han and value < 10 and (written == "一" or not noun.measured):  # 一间 is an article
        return None
    if not han and written.isalpha() and noun.weak:
        return None
    return Amount(
        low,
        noun.counted_to(end),
        text[low : noun.counted_to(end)],
        value,
        bound=bound,
        noun=noun.text,
    )


def _bound(plain: str, start: int) -> tuple[int, Bound]:
    """Where an amount begins with the word that bounds it, and that bound."""
    for name, pattern in _tables().bounds:
        match = pattern.search(plain, max(0, start - 24), start)
        if match:
            return match.start(), name
    return start, "exact"


def _code(written: str, home: str | None) -> str | None:
    for code, pattern in _tables().money:
        if pattern.search(written):
            return code
    if "¥" in written or "￥" in written:
        return "CNY"
    return home


def _scale_of(amount: Amount) -> float:
    match = re.search(rf"({DIGITS})", amount.text)
    digits = float(match.group().replace(",", "")) if match else 0.0
    return round(amount.value / digits) if digits else 1.0

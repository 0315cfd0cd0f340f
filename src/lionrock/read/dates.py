"""Dates in text, as exact as they are said; relative ones counted from the day of publication.

Numeric dates are day first, as Hong Kong writes them. The financial year of the Government runs
from April to March.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources

import msgspec

from lionrock.model.dates import parse_date
from lionrock.model.reading import DateSpan, Precision
from lionrock.read.fold import folded_letters, folded_pattern, lowered
from lionrock.read.numbers import chinese
from lionrock.read.periods import bounded, ranges
from lionrock.read.spotting import Spotter

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "1st": 1, "2nd": 2}

Read = tuple[str, Precision, bool] | None
Reader = Callable[[re.Match[str], dt.date | None], Read]


_DAY = folded_pattern(r"(?:on )?[A-Z][a-z]+day|(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]", re.I)
_JOINT = folded_pattern(r"\s*[,，(（]?\s*")


def dates(text: str, published: str | None = None) -> tuple[DateSpan, ...]:
    """Every date in a text, in order. What is relative is left out when `published` is unknown."""
    base = _day(published)
    plain = folded_letters(text)
    found: list[DateSpan] = []
    taken = bytearray(len(text))
    for number, match in _spotter().matches(plain, lowered(plain)):
        got = _patterns()[number][1](match, base)
        start, end = match.span()
        if got is None or 1 in taken[start:end]:
            continue
        taken[start:end] = b"\x01" * (end - start)
        iso, precision, relative = got
        found.append(DateSpan(start, end, text[start:end], iso, precision, relative))
    found = _named_days(text, plain, sorted(found, key=lambda one: one.start))
    return tuple(bounded(plain, one) for one in ranges(text, plain, found))


@cache
def _spotter() -> Spotter:
    return Spotter([pattern for pattern, _ in _patterns()])


def _named_days(text: str, plain: str, found: list[DateSpan]) -> list[DateSpan]:
    """Dates in order, the day of the week before a date taken into it: Friday 27 November."""
    out: list[DateSpan] = []
    for one in found:
        day = out[-1] if out else None
        if (
            day is not None and day.relative and day.precision == one.precision == "day"
            and _JOINT.fullmatch(plain[day.end : one.start]) and _DAY.fullmatch(day.text)
        ):  # fmt: skip
            out.pop()
            one = msgspec.structs.replace(one, start=day.start, text=text[day.start : one.end])
        out.append(one)
    return out


def _day(published: str | None) -> dt.date | None:
    if not published:
        return None
    try:
        return parse_date(published[:10]).end
    except ValueError:
        return None


def _iso(year: int, month: int | None = None, day: int | None = None) -> Read:
    try:
        if day is not None and month is not None:
            return dt.date(year, month, day).isoformat(), "day", False
        if month is not None:
            return f"{dt.date(year, month, 1):%Y-%m}", "month", False
    except ValueError:
        return None
    return (str(year), "year", False) if 1800 <= year <= 2200 else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _yearless(month: int, day: int | None, base: dt.date | None) -> Read:
    """A month without its year: the nearest one, by default not after the publication's by much."""
    if base is None:
        return None
    year = base.year - 1 if month > base.month + 2 else base.year
    got = _iso(year, month, day)
    return None if got is None else (got[0], got[1], True)


def _english_day(match: re.Match[str], base: dt.date | None) -> Read:
    month, day = _month(match["month"]), int(match["day"])
    if match["year"]:
        return _iso(int(match["year"]), month, day)
    return _yearless(month, day, base)


def _english_month(match: re.Match[str], base: dt.date | None) -> Read:
    written = match["month"]
    if match["year"]:
        return _iso(int(match["year"]), _month(written))
    told = match["last"]
    if base is None or (told is None and written.lower() in ("may", "march", "mar", "sep", "dec")):
        return None
    month = _month(written)
    if told and told.lower() == "last":
        return f"{base.year - (month >= base.month):04}-{month:02}", "month", True
    if told and told.lower() == "next":
        return f"{base.year + (month <= base.month):04}-{month:02}", "month", True
    return _yearless(month, None, base)


def _numeric(match: re.Match[str], base: dt.date | None) -> Read:
    if match["iso"]:
        year, month, day = (int(part) for part in match["iso"].replace("/", "-").split("-"))
        return _iso(year, month, day)
    return _iso(int(match["y"]), int(match["m"]), int(match["d"]))


def _part(match: re.Match[str], base: dt.date | None) -> Read:
    """Quarters and halves."""
    groups = match.groupdict()
    year = int(groups["year"] or groups.get("year2") or 0) or (base.year if base else 0)
    relative = not (groups["year"] or groups.get("year2"))
    if not year:
        return None
    written = match.group().lower()
    number = groups["n"].lower()
    value = _ORDINALS.get(number) or {"3rd": 3, "4th": 4}.get(number) or int(chinese(number) or 0)
    if number in "上下":
        value = 1 if number == "上" else 2
    if "half" in written or "半年" in written or re.search(r"\bh[12]", written):
        return (f"{year}-H{value}", "half", relative) if value in (1, 2) else None
    return (f"{year}-Q{value}", "quarter", relative) if 1 <= value <= 4 else None


def _fiscal(match: re.Match[str], base: dt.date | None) -> Read:
    first, second = int(match["a"]), match["b"]
    if int(second[-2:]) != (first + 1) % 100:
        return None
    return f"{first}/{(first + 1) % 100:02}", "range", False


def _this_fiscal(match: re.Match[str], base: dt.date | None) -> Read:
    if base is None:
        return None
    first = base.year - (base.month < 4)
    told = match.group().lower()
    first += (
        1 if re.search("next|coming|下", told) else -1 if re.search("last|previous|上", told) else 0
    )
    return f"{first}/{(first + 1) % 100:02}", "range", True


def _relative(match: re.Match[str], base: dt.date | None) -> Read:
    """last year, this month, yesterday, 上月, 昨日 …"""
    if base is None:
        return None
    told = match.group().lower()
    back = re.search("last|past|previous|去|上|昨|yesterday", told) is not None
    on = re.search("next|coming|明|下|tomorrow", told) is not None
    if "前年" in told:
        return str(base.year - 2), "year", True
    if re.search("year|年", told):
        return str(base.year + on - back), "year", True
    if re.search("quarter|季", told):
        number = (base.month - 1) // 3 + on - back
        return f"{base.year + number // 4}-Q{number % 4 + 1}", "quarter", True
    if re.search("month|月", told):
        number = base.year * 12 + base.month - 1 + on - back
        return f"{number // 12}-{number % 12 + 1:02}", "month", True
    return (base + dt.timedelta(days=on - back)).isoformat(), "day", True


def _weekday(match: re.Match[str], base: dt.date | None) -> Read:
    if base is None:
        return None
    name = (match.groupdict().get("day") or "").lower()
    wanted = _DAYS.index(name) if name in _DAYS else "一二三四五六日天".index(match["zh"]) % 7
    if match.groupdict().get("zh") in ("日", "天"):
        wanted = 6
    told = match.group().lower()
    monday = base - dt.timedelta(days=base.weekday())
    if re.search("last|上", told):
        found = monday - dt.timedelta(days=7 - wanted)
    elif re.search("next|下", told):
        found = monday + dt.timedelta(days=7 + wanted)
    else:
        found = base - dt.timedelta(days=(base.weekday() - wanted) % 7)
    return found.isoformat(), "day", True


def _chinese(match: re.Match[str], base: dt.date | None) -> Read:
    year: int | None = None
    relative = False
    if match["year"]:
        digits = match["year"][:-1]
        year = int(digits) if digits.isascii() else int(chinese(digits) or 0)
    elif match["rel"]:
        if base is None:
            return None
        relative = True
        shift = {"去年": -1, "上年": -1, "前年": -2, "明年": 1, "后年": 2}.get(match["rel"], 0)
        year = base.year + shift
    month = _zh_number(match["month"])
    day = _zh_number(match["day"])
    if year is None:
        if month is None:
            return None
        got = _yearless(month, day, base)
    else:
        got = _iso(year, month, day)
    return None if got is None else (got[0], got[1], got[2] or relative)


def _zh_number(text: str | None) -> int | None:
    if not text:
        return None
    read = chinese(text[:-1])
    return None if read is None else int(read)


def _decade(match: re.Match[str], base: dt.date | None) -> tuple[str, Precision, bool]:
    return f"{match['d']}s", "decade", False


def _year(match: re.Match[str], base: dt.date | None) -> Read:
    return _iso(int(match["y"]))


def _part_code(match: re.Match[str], base: dt.date | None) -> Read:
    year = int(match["year"]) if match["year"] else base.year if base else 0
    if not year:
        return None
    if match["h"]:
        return f"{year}-H{match['h']}", "half", not match["year"]
    return f"{year}-Q{match['n']}", "quarter", not match["year"]


def _plan_of(match: re.Match[str], base: dt.date | None) -> tuple[str, Precision, bool]:
    written = match["n"] or match["n2"]
    number = {"十三": 13, "十四": 14, "十五": 15}.get(written) or int(written[:2])
    first = 2021 + 5 * (number - 14)
    return f"{first}/{first + 4}", "range", False


_READERS: Mapping[str, Reader] = {
    "numeric": _numeric, "english_day": _english_day, "part": _part, "part_code": _part_code,
    "fiscal": _fiscal, "this_fiscal": _this_fiscal, "english_month": _english_month,
    "chinese": _chinese, "relative": _relative, "weekday": _weekday, "decade": _decade,
    "plan_of": _plan_of, "year": _year,
}  # fmt: skip


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The patterns of dates.toml, each with what reads its matches."""
    table = tomllib.loads(resources.files(__package__).joinpath("dates.toml").read_text("utf-8"))
    found = []
    for row in table["pattern"]:
        regex = re.sub("<([A-Z_]+)>", lambda m: table["parts"][m[1]], row["regex"])
        flags = re.IGNORECASE if row.get("any") else 0
        found.append((folded_pattern(regex, flags), _READERS[row["reads"]]))
    return tuple(found)

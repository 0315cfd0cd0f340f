"""Dates that keep their precision, and the periods that observations speak of.

A date known to the month is not its first day. Both types keep what was written and add
the first and last day it can mean, so that ordering never invents precision.
"""

import calendar
import datetime as dt
import re
from functools import lru_cache

import msgspec

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PART = re.compile(r"(\d{4})-([HQ])(\d)", re.ASCII)
_FISCAL = re.compile(r"(\d{4})[/-](\d{2})", re.ASCII)
_YEARS = re.compile(r"(\d{4})[-/](\d{4})", re.ASCII)
_EARLIEST, _LATEST = 1600, 2200
_FISCAL_MONTH = 4  # the Hong Kong government's financial year runs from 1 April


class PartialDate(msgspec.Struct, frozen=True):
    """A date as precise as its source: `iso` is YYYY, YYYY-MM or YYYY-MM-DD."""

    iso: str
    precision: str
    start: dt.date
    end: dt.date


class Period(msgspec.Struct, frozen=True):
    """A span an observation is about; `start` and `end` are None when only a label is known."""

    text: str
    kind: str
    start: dt.date | None
    end: dt.date | None

    @property
    def key(self) -> str:
        """The span in one spelling, so that 2019-2024 and 2019/2024 are the same period."""
        if self.start is None or self.end is None:
            return self.text.casefold()
        if self.kind == "fiscal_year":
            return self.text.replace("-", "/")
        if self.kind == "range":
            return f"{self.start.isoformat()}/{self.end.isoformat()}"
        return self.text


def _year(digits: str, text: str) -> int:
    if not _EARLIEST <= int(digits) <= _LATEST:
        raise ValueError(f"date {text!r}: year outside {_EARLIEST}-{_LATEST}")
    return int(digits)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=65536)
def parse_date(text: str) -> PartialDate:
    """Read YYYY, YYYY-MM or YYYY-MM-DD; raise ValueError saying what is wrong with it."""
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(f"date {text!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    year = _year(found[1], text)
    month, day = (int(part) if part else None for part in found.groups()[1:])
    try:
        if month is not None and day is not None:
            exact = dt.date(year, month, day)
            return PartialDate(text, "day", exact, exact)
        if month is not None:
            return PartialDate(text, "month", dt.date(year, month, 1), _month_end(year, month))
    except ValueError as error:
        raise ValueError(f"date {text!r}: {error}") from None
    return PartialDate(text, "year", dt.date(year, 1, 1), dt.date(year, 12, 31))


@lru_cache(maxsize=65536)
def parse_period(text: str) -> Period:
    """Read the period of an observation.

    Accepts a date, a half (2025-H1), a quarter (2026-Q1), a fiscal year (2023/24, April to
    March; also 2023-24, but 2011-12 is December 2011), a span of any of these (2019-2024,
    2018/2023-06, 2023-04/2024-03, 2019/20-2023/24) or, for want of dates, a label of words such
    as "first phase".
    Raises ValueError when it holds digits but is none of these.
    """
    single = _single(text)
    if single:
        return single
    years = _YEARS.fullmatch(text)
    ends = [years[1], years[2]] if years else text.split("/") if text.count("/") == 1 else []
    if not ends and text.count("-") == 1:
        ends = text.split("-")
    parts = [_single(end) for end in ends]
    if len(parts) == 2 and parts[0] and parts[1] and parts[0].start and parts[1].end:
        if parts[0].start > parts[1].end:
            raise ValueError(f"period {text!r} ends before it starts")
        return Period(text, "range", parts[0].start, parts[1].end)
    if not any(letter.isdigit() for letter in text) and text.strip():
        return Period(text, "label", None, None)
    raise ValueError(f"period {text!r} is not a date, half, quarter, fiscal year or span of these")


def _follows(year: str, short: str) -> bool:
    return int(short) == (int(year) + 1) % 100


def _single(text: str) -> Period | None:
    part = _PART.fullmatch(text)
    if part:
        year, letter, number = _year(part[1], text), part[2], int(part[3])
        months = 6 if letter == "H" else 3
        if not 1 <= number <= 12 // months:
            raise ValueError(f"period {text!r}: no such {'half' if months == 6 else 'quarter'}")
        first = (number - 1) * months + 1
        kind = "half" if months == 6 else "quarter"
        return Period(text, kind, dt.date(year, first, 1), _month_end(year, first + months - 1))
    fiscal = _FISCAL.fullmatch(text)
    if fiscal and _follows(fiscal[1], fiscal[2]) and ("/" in text or int(fiscal[2]) > 12):
        year = _year(fiscal[1], text)
        start = dt.date(year, _FISCAL_MONTH, 1)
        return Period(text, "fiscal_year", start, _month_end(year + 1, _FISCAL_MONTH - 1))
    if _DATE.fullmatch(text):
        date = parse_date(text)
        return Period(text, date.precision, date.start, date.end)
    return None

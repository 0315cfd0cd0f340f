"""Dates, periods and ages in words, never more precise than they are known."""

import datetime as dt
from collections.abc import Mapping

from lionrock.model.dates import parse_period
from lionrock.serve.words import Words

_A_YEAR = 365  # days
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_HALVES: Mapping[str, str] = {"1": "first", "2": "second"}
_QUARTERS: Mapping[str, str] = {"1": "一", "2": "二", "3": "三", "4": "四"}


def today() -> dt.date:
    """The day in Hong Kong: what an age on a page is counted to."""
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()


class Moments:
    """Writes dates, periods and ages in one language."""

    def __init__(self, words: Words, now: dt.date | None = None) -> None:
        self._words = words
        self._english = words.lang == "en"
        self._now = now or today()

    def date(self, iso: str | None) -> str:
        """A date by its precision: 2024, May 2024, 7 May 2024; 2024年5月7日."""
        if not iso:
            return self._words("unknown")
        parts = iso.split("-")
        try:
            numbers = [int(part) for part in parts]
            if self._english:
                named = [_MONTHS[number - 1] for number in numbers[1:2]]
                return " ".join([*(str(n) for n in numbers[2:3]), *named, parts[0]])
        except (ValueError, IndexError):
            return iso
        return "".join(f"{n}{mark}" for n, mark in zip(numbers, "年月日", strict=False))

    def silent(self, as_of: str | None) -> bool:
        """Whether nothing dated has been heard for over a year; not known of what has no date."""
        return bool(as_of) and (self._now - _last_day(str(as_of))).days > _A_YEAR

    def stood(self, status: str, as_of: str | None) -> str:
        """A status with the day it was last so, as plain text: under way, as of 2023-11."""
        if not as_of:
            return self._words("status_undated", status=status)
        told = self._words("status_as_of", status=status, date=self.date(as_of))
        return told + self._words("status_silent") if self.silent(as_of) else told

    def period(self, text: str | None) -> str:
        """A period: a date, a half, a quarter, a fiscal year, a span of these, or a label."""
        if not text:
            return self._words("unknown")
        try:
            kind = parse_period(text).kind
        except ValueError:
            return text
        if kind in ("half", "quarter"):
            return self._part(text)
        if kind == "fiscal_year":
            return self._words("fiscal_year", year=text.replace("-", "/"))
        if kind == "range":
            return self._span(text)
        return text if kind == "label" else self.date(text)

    def _part(self, text: str) -> str:
        year, number = text[:4], text[-1]
        if "H" in text:
            return self._words(f"half_{_HALVES[number]}", year=year)
        named = number if self._english else _QUARTERS[number]
        return self._words("quarter", year=year, number=named)

    def _span(self, text: str) -> str:
        for mark in ("/", "-"):
            start, found, end = text.partition(mark)
            if text.count(mark) == 1 and found:
                return f"{self.period(start)}–{self.period(end)}"
        return text

    def age_of(self, period: str | None) -> str:
        """How long ago a period ended; nothing for one that is only a label."""
        try:
            found = parse_period(period or "")
        except ValueError:
            return ""
        if found.start is None or found.end is None:
            return ""
        return self.age(found.end.isoformat(), found.start.isoformat())

    def age_of_measured(self, period: str | None, unit: str) -> str:
        """How long ago a measured period ended. An edition of a ranking is named by the year to
        come: of one that has not begun nothing is said."""
        found = self.age_of(period)
        if not found or unit != "rank":
            return found
        start = parse_period(period or "").start
        return found if start is None or start <= self._now else ""

    def age(self, end: str | None, start: str | None = None) -> str:
        """How long ago a period ended: 3 months ago; or that it lasts, or lies ahead."""
        if not end:
            return ""
        days = (self._now - _last_day(end)).days
        if days < 0:
            if start and dt.date.fromisoformat(start) <= self._now:
                return self._words("running")
            first = dt.date.fromisoformat(start) if start else _last_day(end)
            return self._words("ahead", span=self._length((first - self._now).days))
        return self._words("today") if days == 0 else self._words("ago", span=self._length(days))

    def _length(self, days: int) -> str:
        for unit, length, least in (("years", 365.25, 700), ("months", 30.44, 45)):
            if days >= least:
                return self._words(unit, n=round(days / length))
        return self._words("days", n=days)


def _last_day(iso: str) -> dt.date:
    if len(iso) == 10:
        return dt.date.fromisoformat(iso)
    last = parse_period(iso).end
    return last if last else dt.date.max

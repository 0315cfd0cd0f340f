"""What the words of a milestone tell: something that happened, or only what was meant to.

A plan is often noted under the day it was due ("to be digital by mid-2024", dated 2024-06). Such a
note says nothing of whether it was kept. A plan told on another day than it was for (2029, told in
2026) did happen: it was announced.
"""

import calendar
import datetime as dt
import re

from lionrock.model.dates import PartialDate

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12), "end": (10, 12)}
_CLAUSE = re.compile(r"[,;:.]\s")
_PLANNED = re.compile(
    r"\b(?:to (?:be )?[a-z]+\b.*? by|planned (?:for|in|by|on)|expected (?:in|by|on)"
    r"|scheduled (?:for|in|by|on)|aimed (?:for|at)|due(?: (?:in|by|on|to be))?)(?= |$)(?P<when>.*)"
)
_TIME = re.compile(
    r"\b(?P<part>early|mid|late|end)(?:[- ]| of )(?P<part_of>(?:19|20)\d\d)\b"
    rf"|\b(?P<month>{'|'.join(_MONTHS)})(?: (?P<month_of>(?:19|20)\d\d))?\b"
    rf"|\b(?P<quarter>{'|'.join(_QUARTERS)}) quarter(?: of (?P<quarter_of>(?:19|20)\d\d))?\b"
    r"|\b(?P<year>(?:19|20)\d\d)\b"
)


def only_planned(what: str, date: PartialDate | None) -> bool:
    """Whether the words of a milestone tell no more than that it was meant for its own date.

    >>> from lionrock.model.dates import parse_date
    >>> only_planned("All licences to be digital by mid-2024", parse_date("2024-06"))
    True
    >>> only_planned("Portal planned in full by end of 2022", parse_date("2020-02-26"))
    False
    """
    if date is None:
        return False
    told: str = _CLAUSE.split(what.casefold(), maxsplit=1)[0]
    plan = _PLANNED.search(told)
    if plan is None or re.search(r"\bdue to (?!be\b)", told):
        return False
    span = _span(_TIME.search(plan["when"]), date)
    if span is None:  # "due" alone is due on the day it stands under
        return re.search(r"\bdue\b", plan[0]) is not None
    return span[0] <= date.end and date.start <= span[1]


def _span(found: re.Match[str] | None, date: PartialDate) -> tuple[dt.date, dt.date] | None:
    """The first and last day of a time that is named; a bare year says when only where the
    milestone too is told by its year, else it was told within that year."""
    if found is None:
        return None
    own = date.start.year
    if found["part"]:
        return _months(int(found["part_of"]), *_PARTS[found["part"]])
    if found["month"]:
        month = _MONTHS[found["month"]]
        return _months(int(found["month_of"] or own), month, month)
    if found["quarter"]:
        last = 3 * _QUARTERS[found["quarter"]]
        return _months(int(found["quarter_of"] or own), last - 2, last)
    year = _months(int(found["year"]), 1, 12)
    return year if date.precision == "year" else (dt.date.max, dt.date.min)


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])

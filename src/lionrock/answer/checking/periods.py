"""Of which time each figure of a claim speaks: its own part's dates, or the year before them."""

import datetime as dt
import re

from lionrock.answer.checking.claim import Claim
from lionrock.answer.checking.ranks import fold_kept
from lionrock.model.dates import parse_period
from lionrock.model.reading import Amount, DateSpan
from lionrock.read.numbers import chinese, english

Span = tuple[dt.date, dt.date]

_PART = re.compile(
    r"[,，;；、—–]|\b(?:to|from|and|against|versus|than|up|down|compared)\b|增至|升至|增加至|上升至|增到|减至|"
    r"跌至|降至|减少至|下降至|提高到|上升到|增加到|而|与|较|相比|对比|从|由"
)
_BEFORE = re.compile(
    r"\b(?:(?:the|a) year (?:before|earlier|ago|prior)|(?:the )?(?:previous|prior|preceding) year"
    r"|12 months (?:before|earlier|ago)|twelve months (?:before|earlier|ago))\b"
)
_BEFORE_ZH = re.compile(r"前一年|上一年|上年度?|一年前|去年同期|往年")
_LATER = re.compile(
    r"\b(?:later|subsequently|afterwards|since then|has since|have since|rising to|growing to)\b|"
    r"其后|之后|后来|随后|再增至|再升至|现已|现时|目前|如今"
)
"""What follows is told of a later time than the date before it."""
_AGAINST = re.compile(
    r"(?:[较比自]|\b(?:than|from|over|since|against|versus|compared (?:with|to))(?: in)?)\s*$"
)
"""What stands before a year that another is compared with."""
_THAN = re.compile(
    r"\b(?:than|compared (?:with|to)|against|versus)\b|\b(?:up|down) from\b|"
    r"\bfrom\b[^,;]*(?:\d|hundred|thousand|million|billion)|较|比(?![例率重])|由|从"
)
"""What stands between an amount and the year of another that it is compared with."""
_YEARS = re.compile(
    r"\b(?P<en>\w+) years? (?P<way>later|on\b|afterwards|earlier|before|previously)|"
    r"(?P<zh>\d{1,2}|[一二两三四五六七八九十])年(?P<after>后|之后|间?后)?(?P<ago>前|之前)?"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_REACH = 30  # letters after an English figure in which its year is told


def spans(dates: tuple[DateSpan, ...]) -> tuple[Span, ...]:
    """First and last days of dates; what has no bounds is left out."""
    found = []
    for date in dates:
        try:
            period = parse_period(date.iso)
        except ValueError:
            continue
        if period.start and period.end:
            found.append((period.start, period.end))
    return tuple(found)


def periods(claim: Claim, amount: Amount | None) -> tuple[tuple[Span, ...], bool]:
    """The times an amount of a claim speaks of, and whether it is that before the newest.

    With several dates those count that stand in the amount's own part of the sentence; where none
    does, all of them. "The year before" is counted from the claim's only year.
    """
    every = spans(claim.dates)
    if amount is None:
        return every, False
    counted = _counted(claim, amount, every)
    if counted is not None:
        return (counted,), False
    if _before(claim, amount):
        years = {start.year for start, _ in every}
        if len(years) != 1:
            return (), True
        (year,) = years
        return ((dt.date(year - 1, 1, 1), dt.date(year - 1, 12, 31)),), False
    if len(claim.dates) == 1 and every and _since(claim):
        return ((every[0][0], dt.date.max),), False
    if len(claim.dates) < 2:
        return _later(claim, amount, every), False
    low, high = _part(claim, amount)
    own = tuple(d for d in claim.dates if low <= d.start - claim.start < high)
    return spans(own) or every, False


def _later(claim: Claim, amount: Amount, told: tuple[Span, ...]) -> tuple[Span, ...]:
    """The time of the claim's only date; all that follows where "later" stands between the two;
    none where the date comes after and is only compared with."""
    if not told or not claim.dates:
        return told
    ended, begins = claim.dates[0].end - claim.start, amount.start - claim.start
    _, high = _part(claim, amount)
    dated = claim.dates[0].start - claim.start
    if dated >= high and _AGAINST.search(fold_kept(claim.text), 0, dated):
        return ()  # "over 5,200 now, more than in 2024" is of now
    if dated > begins and _THAN.search(fold_kept(claim.text), amount.end - claim.start, dated):
        return ()  # "5,221, up from 1,065 in 2014" is of now
    if not _LATER.search(fold_kept(claim.text), ended, max(ended, begins)):
        return told
    return ((told[0][0], dt.date.max),)


def _since(claim: Claim) -> bool:
    """Whether a claim tells of all the time since its only date."""
    (date,) = claim.dates
    plain = fold_kept(claim.text)
    first, last = date.start - claim.start, date.end - claim.start
    since = re.search(r"\bsince (?:the |late |early |mid-?|end of |start of )*$", plain[:first])
    return since is not None or (
        re.search(r"自(?:从)?[^，。]{0,4}$", plain[:first]) is not None
        and re.match(r"[^，。]{0,1}(?:以来|起|开始|至今)", plain[last:]) is not None
    )


def _counted(claim: Claim, amount: Amount, every: tuple[Span, ...]) -> Span | None:
    """The year that an amount's part counts from the only one told, in the claim or in what it
    goes on with: "three years later", 十年前."""
    low, high = _part(claim, amount)
    match = _YEARS.search(fold_kept(claim.text), low, high)
    years = {start.year for start, _ in every} or set(map(int, _YEAR.findall(claim.leans)))
    if match is None or len(years) != 1 or any(
        low <= date.start - claim.start < high for date in claim.dates
    ):  # fmt: skip
        return None
    written = match["en"] or match["zh"]
    number = float(written) if written.isdecimal() else english(written) or chinese(written)
    way = (match["way"] or "") + (match["after"] or "") + (match["ago"] or "")
    if not number or number > 50 or not way:
        return None
    back = way in ("earlier", "before", "previously", "前", "之前")
    year = years.pop() + int(-number if back else number)
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def says_before(text: str) -> bool:
    """Whether a text speaks of the year before the one it tells of."""
    plain = fold_kept(text)
    return bool(_BEFORE.search(plain) or _BEFORE_ZH.search(plain))


def _part(claim: Claim, amount: Amount) -> tuple[int, int]:
    """The bounds of the part of the sentence an amount stands in, counted from its beginning."""
    plain = fold_kept(claim.text)
    first, last = amount.start - claim.start, amount.end - claim.start
    low = max((m.end() for m in _PART.finditer(plain, 0, first)), default=0)
    after = _PART.search(plain, last)
    return low, after.start() if after else len(plain)


def _before(claim: Claim, amount: Amount) -> bool:
    plain = fold_kept(claim.text)
    first, last = amount.start - claim.start, amount.end - claim.start
    after = plain[last : last + _REACH]
    cut = re.search(r"[;；,，]", after)
    told = _BEFORE.search(after[: cut.start()] if cut else after)
    if told and not re.search(
        r"\b(?:up|down|than|from|on|compared)\b[^,]*$", after[: told.start()]
    ):
        return True
    return _BEFORE_ZH.search(plain[max(0, first - 8) : first]) is not None

"""Dates in a claim held against the dates on record of what it names."""

import datetime as dt
import re
from collections import defaultdict

import msgspec

from lionrock.answer.checking.claim import Claim, Finding, Stand, Support
from lionrock.answer.checking.figures import Figures
from lionrock.answer.checking.notes import note
from lionrock.answer.checking.ranks import fold_kept
from lionrock.answer.observatory import Observatory
from lionrock.model.dates import parse_date, parse_period
from lionrock.model.schema import schema
from lionrock.model.text import T

_DATES = """
SELECT f.subject, f.kind, f.prop, f.value, f.records[1], f.key FROM facts f
WHERE f.prop IN ('founded', 'announced', 'start', 'date', 'end')
    AND f.kind IN ('organisation', 'initiative', 'programme', 'instrument', 'artefact', 'incident')
ORDER BY f.subject, f.prop, f.key
"""
_LISTED = """
SELECT source, 'listed_on', date, n, id FROM relations WHERE type = 'listed_on' AND date IS NOT NULL
UNION ALL
SELECT e.target, 'listed_on', d.date, e.n, e.source
FROM edges e JOIN entities d ON d.id = e.source
WHERE e.type = 'company' AND d.detail = 'ipo' AND d.date IS NOT NULL
"""
_SAID = {
    "founded": r"found(?:ed|ing)|establish|set up|creat|born|dates back|incorporat|opened|"
    r"inaugurat|"
    r"成立|创立|创办|创校|设立|建校|注册|开幕|启用|建立",
    "announced": r"announc|unveil|launch|publish|releas|issued|proposed|introduc|promulgat|"
    r"公布|宣布|发表|发布|推出|提出|出台|印发|颁布",
    "start": r"start|began|begin|launch|open|commenc|introduc|came into|roll|"
    r"开展|启动|推出|开始|启用|开幕|投入|实施|推行|揭幕",
    "date": r"issu|publish|releas|enact|pass|effect|force|announc|promulgat|approv|dated|launch|"
    r"happen|occur|unveil|gazett|commenc|open|came out|introduc|"
    r"公布|发布|发表|颁布|生效|通过|印发|实施|出台|推出|开源|发出|刊宪|发生",
    "listed_on": r"list(?:ed|ing)|ipo\b|went public|debut|float|上市|挂牌|招股",
    "end": r"end|clos|complet|expire|conclud|结束|完成|落成|届满|截止",
}
_NAMES = {
    "listed_on": T("listed", "上市日期", "上市日期"),
}


class Day(msgspec.Struct, frozen=True):
    """A date on record: of what, which property, from which record or statement."""

    subject: str
    prop: str
    value: str
    record: int
    key: str


class Days:
    """Every date of a build by what it is about; made once, safe between threads."""

    def __init__(self, observatory: Observatory, figures: Figures) -> None:
        self._figures = figures
        self.of: dict[str, list[Day]] = defaultdict(list)
        for subject, _, prop, value, n, key in observatory.query(_DATES):
            self.of[subject].append(Day(subject, prop, value, n, key))
        for subject, prop, value, n, key in observatory.query(_LISTED):
            self.of[subject].append(Day(subject, prop, value, n, key))

    def support(self, day: Day, stand: Stand) -> Support:
        """A date as evidence."""
        addresses = self._figures.addresses(day.record)
        tier = addresses[0].tier if addresses else "unknown"
        return Support(
            stand, self._figures.label(day.subject), day.value, day.value, addresses, tier,
            statement=day.key, entity=day.subject,
        )  # fmt: skip

    def finding(self, name: str, day: Day, claimed: str = "") -> Finding:
        """A verdict that rests on one date."""
        supported = name == "dated"
        prop = schema().properties.get(day.prop)
        what = _NAMES.get(day.prop) or (prop.label if prop else T(*(day.prop,) * 3))
        told = note(
            name, name=self._figures.label(day.subject), what=what, date=day.value, claimed=claimed
        )
        return Finding(
            "supported" if supported else "contradicted",
            0.85 if supported else 0.75,
            told,
            (self.support(day, "for" if supported else "against"),),
        )


def check_dates(days: Days, claim: Claim) -> Finding:
    """The verdict on a claim that something happened at a time.

    Supported when a date on record of one of those named lies in the time claimed, or holds it,
    and the claim uses its words; contradicted when every such date lies outside.
    """
    plain = fold_kept(claim.text)
    spoken = [prop for prop, cue in _SAID.items() if re.search(cue, plain)]
    subjects = tuple(dict.fromkeys(m.id for m in claim.mentions if m.id is not None))
    against: Day | None = None
    for subject in subjects:
        held = [day for day in days.of.get(subject, ()) if day.prop in spoken]
        for day in held:
            if any(_meets(day.value, date.iso) for date in claim.dates):
                return days.finding("dated", day)
        if held and against is None and len(claim.dates) == 1 and _first(claim, subject):
            against = _apart(held, claim.dates[0].iso)
    if against is not None:
        return days.finding("dated_not", against, claim.dates[0].text)
    return Finding("no_evidence", 0.4, note("no_thing"))


def _first(claim: Claim, subject: str) -> bool:
    """Whether what is dated is what the claim names first: dates of others prove nothing."""
    named = [m.id for m in claim.mentions if m.id is not None and m.kind != "place"]
    return bool(named) and named[0] == subject and len(set(named)) == 1


def _apart(held: list[Day], iso: str) -> Day | None:
    """The first date, when all those held of one property lie clearly outside the time."""
    props = {day.prop for day in held}
    if len(props) != 1:
        return None
    return held[0] if all(_distant(day.value, iso) for day in held) else None


def _span(text: str) -> tuple[dt.date, dt.date] | None:
    try:
        period = parse_period(text)
    except ValueError:
        return None
    return (period.start, period.end) if period.start and period.end else None


def _meets(held: str, claimed: str) -> bool:
    """Whether one time lies within the other."""
    a, b = _span(held), _span(claimed)
    if a is None or b is None:
        return False
    return (b[0] <= a[0] and a[1] <= b[1]) or (a[0] <= b[0] and b[1] <= a[1])


def _distant(held: str, claimed: str) -> bool:
    """Whether two times have no day in common, and lie in different years or months stated."""
    a, b = _span(held), _span(claimed)
    if a is None or b is None or parse_date(held).iso != held:
        return False
    return a[1] < b[0] or b[1] < a[0]
